// The official CEL test data, run through the engine. What does not pass is a
// line in known_gaps.txt; a line that passes fails the test, so the list stays
// true. The data come from npm at test time; without them the tests skip and
// say so.
//
// ZHIHENG_CEL_SPEC: folder written by export_cel_spec.mjs.
// ZHIHENG_WRITE_GAPS: a file to write the present gaps to.
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/module/module.h"
#include "tests/conformance/cel_spec_data.h"
#include "tests/conformance/cel_spec_values.h"

namespace zhiheng::conformance {
namespace {

using google::protobuf::Message;

struct Prepared {
  std::shared_ptr<const cel::Module> module;
  cel::ExprId id;
  cel::Type type;
  std::string issues;
};

// Declares what the case declares, and binds what it only binds as dyn.
Prepared Compile(CelSpecData* data, const Message& test) {
  cel::EnvironmentBuilder builder(data->pool(), data->factory());
  builder.AllowDouble(true);
  builder.SetContainer(TextField(test, "container"));
  std::set<std::string> declared;
  for (const Message* declaration : RepeatedField(test, "type_env")) {
    if (WhichOneof(*declaration, "decl_kind") != "ident") continue;
    const std::string name = TextField(*declaration, "name");
    declared.insert(name);
    builder.AddVariable(
        name,
        TypeFromProto(
            data, MessageField(MessageField(*declaration, "ident"), "type")));
  }
  for (const Message* binding : RepeatedField(test, "bindings")) {
    const std::string name = TextField(*binding, "key");
    if (declared.count(name) == 0) {
      builder.AddVariable(name, cel::Type::Dyn());
    }
  }
  Prepared out;
  auto environment = builder.Build();
  if (!environment.ok()) {
    out.issues = std::string(environment.status().message());
    return out;
  }
  cel::ModuleBuilder module(*environment);
  const std::string text = TextField(test, "expr");
  const cel::Added added = module.Add(text);
  for (const cel::Issue& issue : added.issues) {
    absl::StrAppend(&out.issues, cel::RenderIssue(text, issue), "\n");
  }
  if (!added.ok()) return out;
  out.id = added.id;
  out.type = added.type;
  auto built = module.Build();
  if (built.ok()) {
    out.module = *built;
  } else {
    out.issues = std::string(built.status().message());
  }
  return out;
}

std::string CheckResult(CelSpecData* data, const Message& test,
                        const cel::Value& got) {
  const std::string matcher = WhichOneof(test, "result_matcher");
  if (matcher == "eval_error" || matcher == "any_eval_errors") {
    return got.IsError()
               ? ""
               : absl::StrCat("got ", cel::DebugString(got), ", want an error");
  }
  if (matcher == "unknown" || matcher == "any_unknowns") {
    return got.IsUnknown() ? ""
                           : absl::StrCat("got ", cel::DebugString(got),
                                          ", want an unknown");
  }
  if (matcher == "value") {
    return Difference(data, got, MessageField(test, "value"));
  }
  if (matcher == "typed_result") {
    return Difference(
        data, got, MessageField(MessageField(test, "typed_result"), "result"));
  }
  return got.IsTrue()
             ? ""
             : absl::StrCat("got ", cel::DebugString(got), ", want true");
}

// Empty when the case passes; else why not.
std::string RunCase(CelSpecData* data, const Message& test) {
  const std::string matcher = WhichOneof(test, "result_matcher");
  const bool wants_error =
      matcher == "eval_error" || matcher == "any_eval_errors";
  const Prepared prepared = Compile(data, test);
  if (prepared.module == nullptr) {
    // The suite does not say whether a mistake shows when checking or when
    // evaluating.
    return wants_error ? "" : prepared.issues;
  }
  if (matcher == "typed_result") {
    const cel::Type want = TypeFromProto(
        data, MessageField(MessageField(test, "typed_result"), "deduced_type"));
    if (prepared.type.ToString() != want.ToString()) {
      return absl::StrCat("deduced ", prepared.type.ToString(), ", want ",
                          want.ToString());
    }
  }
  if (BoolField(test, "check_only")) return "";
  ValueMaker values(data);
  cel::Evaluation evaluation(*prepared.module);
  for (const Message* binding : RepeatedField(test, "bindings")) {
    const Message& value = MessageField(*binding, "value");
    if (WhichOneof(value, "kind") != "value") continue;
    const absl::Status bound =
        evaluation.Bind(TextField(*binding, "key"),
                        values.FromProto(MessageField(value, "value")));
    if (!bound.ok()) return std::string(bound.message());
  }
  return CheckResult(data, test, evaluation.Evaluate(prepared.id));
}

std::set<std::string> KnownGaps() {
  std::set<std::string> gaps;
  std::ifstream in("known_gaps.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    gaps.insert(line.substr(0, line.find(" # ")));
  }
  return gaps;
}

void RunSuite(const std::string& suite) {
  const char* folder = std::getenv("ZHIHENG_CEL_SPEC");
  if (folder == nullptr) {
    GTEST_SKIP() << "ZHIHENG_CEL_SPEC is not set: the official CEL data were "
                    "not fetched (./dev test does it)";
  }
  auto data = CelSpecData::Load(folder);
  ASSERT_TRUE(data.ok()) << data.status();
  auto cases = (*data)->Cases(suite);
  ASSERT_TRUE(cases.ok()) << cases.status();
  const std::set<std::string> gaps = KnownGaps();
  std::map<std::string, std::pair<int, int>> sections;
  std::set<std::string> seen;
  const char* report = std::getenv("ZHIHENG_WRITE_GAPS");
  std::ofstream out;
  if (report != nullptr) out.open(report, std::ios::app);
  for (const CelSpecCase& item : *cases) {
    const std::string why = RunCase(data->get(), *item.test);
    const std::string key =
        absl::StrCat(suite, " ", item.section, " ", item.name);
    std::pair<int, int>& count =
        sections[item.section.substr(0, item.section.find('/'))];
    ++count.second;
    if (why.empty()) ++count.first;
    if (out.is_open() && !why.empty()) {
      const std::vector<std::string> lines = absl::StrSplit(why, '\n');
      out << key << " # " << lines[0] << "\n";
    }
    const bool known = gaps.count(key) > 0;
    EXPECT_FALSE(known && why.empty() && seen.insert(key).second &&
                 report == nullptr)
        << key << " passes now: remove it from known_gaps.txt";
    EXPECT_TRUE(known || why.empty() || report != nullptr)
        << key << "\n  " << TextField(*item.test, "expr") << "\n  " << why;
  }
  for (const auto& [section, count] : sections) {
    std::printf("%-20s %4d of %4d\n", section.c_str(), count.first,
                count.second);
  }
}

TEST(CelSpecTest, ConformanceCases) { RunSuite("conformance"); }

}  // namespace
}  // namespace zhiheng::conformance
