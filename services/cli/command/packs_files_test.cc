#include "services/cli/command/packs_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "services/cli/embedded/engines.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kPack[] = R"(pack: t.label
version: 1.0.0
title: {zh: 测试, en: Test}
facts: zhiheng.facts.v1.ProductLabel
subject: label
instruments:
  L: {instrument: product-quality-law, edition: "2018", short: {zh: 产品质量法, en: Product Quality Law}, form: articles, from: 2018-12-29}
dates:
  made:
    - {field: label.production_date, reason: {zh: 生产日期, en: production date}}
date: made
rules:
  - id: T-1
    kind: requirement
    title: {zh: 应有合格证明, en: A certificate goes with the product}
    cites: [L 27-1(1)]
    require: label.quality_certificate
    severity: major
    confidence: high
    message: {zh: 没有合格证明, en: there is no certificate}
    remedy: {zh: 附上证明, en: add it}
    examples:
      - {name: with, base: good, expect: COMPLIANT}
      - {name: without, base: good, set: {label.quality_certificate: false}, expect: NON_COMPLIANT}
bases:
  good: {completeness: partial, facts: {production_date: 2024-01-02, quality_certificate: true}}
)";

class PacksFilesTest : public ::testing::Test {
 protected:
  void Write(std::string text, const std::string& from = "",
             const std::string& to = "") {
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    std::ofstream(dir_.File("t.yaml")) << text;
  }
  PackFilesOptions Options() const {
    PackFilesOptions options;
    options.folder = dir_.path();
    return options;
  }
  ExitCode Lint(Catalog* catalog = nullptr) {
    return RunPacksLint(Options(), catalog, &console_);
  }
  ExitCode Test(const std::string& filter) {
    PackFilesOptions options = Options();
    options.filter = filter;
    return RunPacksTest(options, &console_);
  }
  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_, err_;
  Console console_{in_, out_, err_};
};

TEST_F(PacksFilesTest, AGoodPackPassesBoth) {
  Write(kPack);
  EXPECT_EQ(Lint(), kExitOk) << err_.str();
  EXPECT_EQ(Test(""), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("1 packs, 0 mistakes"));
  EXPECT_THAT(out_.str(), HasSubstr("2 passed, 0 failed"));
}

TEST_F(PacksFilesTest, AMistakeHasItsPlace) {
  Write(kPack, "label.quality_certificate\n", "label.quality_certificat\n");
  EXPECT_EQ(Lint(), kExitPackBroken);
  EXPECT_THAT(err_.str(), HasSubstr("t.yaml:17:"));
  EXPECT_THAT(err_.str(), HasSubstr("quality_certificate"));
}

TEST_F(PacksFilesTest, AnExampleThatDoesNotHoldIsNamed) {
  Write(kPack, "expect: COMPLIANT", "expect: NEEDS_FACTS");
  EXPECT_EQ(Test(""), kExitTestsFailed);
  EXPECT_THAT(out_.str(), HasSubstr("FAILED t.label/T-1: with"));
  EXPECT_THAT(out_.str(), HasSubstr("1 passed, 1 failed"));
}

TEST_F(PacksFilesTest, NoExamplesIsNoSuccess) {
  Write(kPack);
  EXPECT_EQ(Test("no-such-rule"), kExitTestsFailed);
  EXPECT_THAT(err_.str(), HasSubstr("no example was run"));
}

TEST_F(PacksFilesTest, AFolderThatIsNotThereIsAUsageError) {
  PackFilesOptions options;
  options.folder = "/no/such/folder";
  EXPECT_EQ(RunPacksLint(options, nullptr, &console_), kExitUsage);
}

TEST_F(PacksFilesTest, LintShowsWhatRulesCost) {
  Write(kPack);
  PackFilesOptions options = Options();
  options.costs = true;
  EXPECT_EQ(RunPacksLint(options, nullptr, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("t.label/T-1  "));
  EXPECT_THAT(out_.str(), HasSubstr(" steps at most"));
}

TEST_F(PacksFilesTest, LintLooksCitationsUp) {
  struct Case {
    const char* from;
    const char* to;
    const char* says;
  };
  const SystemClock clock;
  Engines engines({}, &clock);
  const auto catalog = OpenLocalCatalog(&engines);
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  Write(kPack);
  EXPECT_EQ(Lint(catalog->get()), kExitOk) << err_.str();
  for (const Case& c : std::initializer_list<Case>{
           {"product-quality-law", "product-qality-law",
            "t.yaml:7:3: warning: the catalog has no instrument"},
           {"edition: \"2018\"", "edition: \"2017\"",
            "the catalog has no edition '2017'"},
           {"from: 2018-12-29", "from: 2018-12-01", "[citation-dates]"},
           {"L 27-1(1)", "L 227-1(1)",
            "t.yaml:16:13: warning: the catalog cannot resolve"}}) {
    err_.str("");
    Write(kPack, c.from, c.to);
    EXPECT_EQ(Lint(catalog->get()), kExitPackBroken) << c.to;
    EXPECT_THAT(err_.str(), HasSubstr(c.says)) << c.to;
  }
}

TEST_F(PacksFilesTest, SuitesBesideThePackAreRun) {
  Write(kPack);
  std::ofstream(dir_.File("t_test.yaml"))
      << "suite: t.label\nrules:\n  T-1:\n"
         "    - {name: old, base: good, set: {label.production_date: "
         "2017-01-01}, expect: NOT_APPLICABLE}\n"
         "    - {name: wrong, base: good, expect: ERROR}\n";
  EXPECT_EQ(Test(""), kExitTestsFailed);
  EXPECT_THAT(out_.str(), HasSubstr("3 passed, 1 failed"));
  EXPECT_THAT(out_.str(), HasSubstr("t_test.yaml:5:"));
}

TEST_F(PacksFilesTest, JUnitAndCoverageTellTheSame) {
  Write(kPack, "expect: NON_COMPLIANT", "expect: ERROR");
  PackFilesOptions options = Options();
  options.junit = dir_.File("out.xml");
  options.coverage = true;
  EXPECT_EQ(RunPacksTest(options, &console_), kExitTestsFailed);
  std::ifstream in(options.junit);
  const std::string xml((std::istreambuf_iterator<char>(in)), {});
  EXPECT_THAT(xml, HasSubstr("<testsuites tests=\"2\" failures=\"1\">"));
  EXPECT_THAT(xml, HasSubstr("classname=\"t.label.T-1\" name=\"with\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"outcome: expected ERROR"));
  EXPECT_THAT(out_.str(), HasSubstr("t.label/T-1  COMPLIANT 1, ERROR 1\n"));
  EXPECT_THAT(out_.str(), HasSubstr("1 rules; 1 with COMPLIANT; 0 with"));
}

TEST_F(PacksFilesTest, ExplainSaysWhatARuleDoes) {
  Write(kPack);
  PackFilesOptions options = Options();
  options.rule = "T-1";
  EXPECT_EQ(RunPacksExplain(options, &console_), kExitOk) << err_.str();
  for (const char* part :
       {"t.label/T-1\n", "[2018-12-29, open)", "label.quality_certificate",
        "day       made", "COMPLIANT: with", "steps at most"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  options.rule = "T-2";
  EXPECT_EQ(RunPacksExplain(options, &console_), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean 'T-1'?"));
}

TEST_F(PacksFilesTest, ANewPackIsRightAsItStands) {
  PackFilesOptions options = Options();
  options.folder = dir_.File("fresh");
  options.id = "my.office.kettle";
  EXPECT_EQ(RunPacksNew(options, &console_), kExitOk) << err_.str();
  const SystemClock clock;
  Engines engines({}, &clock);
  const auto catalog = OpenLocalCatalog(&engines);
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  EXPECT_EQ(RunPacksLint(options, catalog->get(), &console_), kExitOk)
      << err_.str();
  EXPECT_EQ(RunPacksTest(options, &console_), kExitOk) << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("4 passed, 0 failed"));
  EXPECT_EQ(RunPacksNew(options, &console_), kExitUsage);
}

}  // namespace
}  // namespace zhiheng::cli
