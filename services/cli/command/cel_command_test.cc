// The expression commands: values, what is open, mistakes, stages, JSON.
#include "services/cli/command/cel_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;

class CelCommandTest : public ::testing::Test {
 protected:
  ExitCode Run(CelOptions options) {
    out_.str("");
    err_.str("");
    return RunCel(options, rules::BuiltInFactsTypes(), &console_);
  }
  std::string File(const std::string& name, const std::string& text) {
    std::ofstream(dir_.File(name)) << text;
    return dir_.File(name);
  }
  static CelOptions Of(CelAction action, const std::string& expression) {
    CelOptions options;
    options.action = action;
    options.expression = expression;
    return options;
  }
  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_, err_;
  Console console_{in_, out_, err_};
};

TEST_F(CelCommandTest, EvalShowsValueTypeAndSteps) {
  CelOptions o = Of(CelAction::kEval, "[1, 2, n].map(x, x * 2)");
  o.variables = {"n=3"};
  EXPECT_EQ(Run(o), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("value:     [2, 4, 6]\n"));
  EXPECT_THAT(out_.str(), HasSubstr("type:      list(int)\n"));
  EXPECT_THAT(out_.str(), HasSubstr("steps:     "));
}

TEST_F(CelCommandTest, VariablesAreJson) {
  struct Case {
    const char* var;
    const char* value;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"x=true", "true"},
           {"x=null", "null"},
           {"x=-7", "-7"},
           {"x=1.5", "1.5"},
           {"x=\"肥料\"", "\"肥料\""},
           {"x=[1, [2]]", "[1, [2]]"},
           {"x={\"a\": {\"b\": 1}}", "{\"a\": {\"b\": 1}}"}}) {
    CelOptions o = Of(CelAction::kEval, "x");
    o.variables = {c.var};
    EXPECT_EQ(Run(o), kExitOk) << c.var << err_.str();
    EXPECT_THAT(out_.str(), HasSubstr(std::string(c.value) + "\n")) << c.var;
  }
  CelOptions o = Of(CelAction::kEval, "x");
  o.variables = {"x=text"};
  EXPECT_EQ(Run(o), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--var x=text"));
}

TEST_F(CelCommandTest, MissingFactsAreNamedMostDecisiveFirst) {
  CelOptions o =
      Of(CelAction::kEval, "(label.packaged && label.imported) || label.bulk");
  o.facts = File("l.yaml", "label: {category: FERTILIZER}");
  EXPECT_EQ(Run(o), kExitOpen) << err_.str();
  EXPECT_THAT(out_.str(),
              HasSubstr("unknown:   label.bulk (can make it true alone), "
                        "label.imported, label.packaged\n"));
  EXPECT_THAT(
      out_.str(),
      HasSubstr("residual:  label.packaged && label.imported || label.bulk\n"));
}

TEST_F(CelCommandTest, UnknownHidesAFactAndCompleteMeansAbsent) {
  CelOptions o = Of(CelAction::kEval, "label.packaged && label.imported");
  o.facts = File("l.yaml", "label: {packaged: true, imported: true}");
  EXPECT_EQ(Run(o), kExitOk);
  o.unknown = {"label.imported"};
  EXPECT_EQ(Run(o), kExitOpen);
  EXPECT_THAT(out_.str(), HasSubstr("residual:  label.imported\n"));
  o.facts = File("l.yaml", "label: {packaged: true}");
  o.unknown = {};
  o.complete = true;
  EXPECT_EQ(Run(o), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("value:     false\n"));
}

TEST_F(CelCommandTest, ANameWithoutValueIsUnknown) {
  CelOptions o = Of(CelAction::kEval, "x || y == 2");
  o.unknown = {"x", "y"};
  EXPECT_EQ(Run(o), kExitOpen) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("residual:  x || y == 2\n"));
  o.unknown = {"z.y"};
  EXPECT_EQ(Run(o), kExitUsage);
}

TEST_F(CelCommandTest, BareFactsHaveATypeAndAName) {
  CelOptions o = Of(CelAction::kEval, "l.batch + '!'");
  o.facts = File("l.json", R"({"batch": "B1"})");
  o.type = "zhiheng.facts.v1.ProductLabel";
  o.as = "l";
  EXPECT_EQ(Run(o), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("\"B1!\""));
  o.facts = File("l.json", R"({"bacth": "B1"})");
  EXPECT_EQ(Run(o), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("l.json:1:2"));
  o.type = "zhiheng.facts.v1.Label";
  EXPECT_EQ(Run(o), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--type"));
}

TEST_F(CelCommandTest, ErrorsAreValuesWithAnExitCode) {
  EXPECT_EQ(Run(Of(CelAction::kEval, "1 / 0")), kExitErrors);
  EXPECT_THAT(out_.str(), HasSubstr("error:     "));
}

TEST_F(CelCommandTest, AllMistakesAreShownWithACaretAndAHint) {
  CelOptions o = Of(CelAction::kCheck, "label.bacth == 3 && label.packagd");
  o.type = "zhiheng.facts.v1.ProductLabel";
  o.as = "label";
  EXPECT_EQ(Run(o), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean \"batch\"?"));
  EXPECT_THAT(err_.str(), HasSubstr("did you mean \"packaged\"?"));
  EXPECT_THAT(err_.str(), HasSubstr("^"));
  o.json = true;
  EXPECT_EQ(Run(o), kExitUsage);
  EXPECT_THAT(out_.str(), HasSubstr("\"column\": 7"));
}

TEST_F(CelCommandTest, CheckShowsTypeReadsAndCost) {
  CelOptions o = Of(CelAction::kCheck, "label.claims.exists(c, c.text == 'x')");
  o.type = "zhiheng.facts.v1.ProductLabel";
  o.as = "label";
  EXPECT_EQ(Run(o), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("type:      bool\n"));
  EXPECT_THAT(out_.str(), HasSubstr("label.claims[].text"));
  EXPECT_THAT(out_.str(), HasSubstr("·|label.claims| steps; "));
}

TEST_F(CelCommandTest, DumpShowsEachStage) {
  struct Case {
    CelDump stage;
    const char* holds;
  };
  for (const Case& c :
       std::initializer_list<Case>{{CelDump::kTokens, "identifier"},
                                   {CelDump::kAst, "call _+_"},
                                   {CelDump::kChecked, "int"},
                                   {CelDump::kProgram, "constant 3"}}) {
    CelOptions o = Of(CelAction::kDump, "1 + 2 + x");
    o.variables = {"x=1"};
    o.dump = c.stage;
    if (c.stage == CelDump::kProgram) o.expression = "1 + 2";
    EXPECT_EQ(Run(o), kExitOk) << err_.str();
    EXPECT_THAT(out_.str(), HasSubstr(c.holds));
  }
}

TEST_F(CelCommandTest, FmtPrintsTheUsualForm) {
  EXPECT_EQ(Run(Of(CelAction::kFormat, "((a))&&( b||c )")), kExitOk);
  EXPECT_EQ(out_.str(), "a && (b || c)\n");
  EXPECT_EQ(Run(Of(CelAction::kFormat, "a &&")), kExitUsage);
}

TEST_F(CelCommandTest, TheExpressionCanComeFromAFileOrStandardInput) {
  EXPECT_EQ(Run(Of(CelAction::kEval, "@" + File("e.cel", "1 + 1\n"))), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("value:     2\n"));
  in_.str("2 + 2\n");
  EXPECT_EQ(Run(Of(CelAction::kEval, "-")), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("value:     4\n"));
  EXPECT_EQ(Run(Of(CelAction::kEval, "@/no/such")), kExitUsage);
}

TEST_F(CelCommandTest, JsonHoldsWhatProgramsNeed) {
  // x may be no bool: the rest keeps that in mind.
  CelOptions o = Of(CelAction::kEval, "x || y");
  o.unknown = {"x"};
  o.variables = {"y=false"};
  o.json = true;
  EXPECT_EQ(Run(o), kExitOpen) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("\"residual\": \"x || false\""));
  EXPECT_THAT(out_.str(), HasSubstr("\"canMakeTrue\": true"));
}

}  // namespace
}  // namespace zhiheng::cli
