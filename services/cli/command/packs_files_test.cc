#include "services/cli/command/packs_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

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
  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_, err_;
  Console console_{in_, out_, err_};
};

TEST_F(PacksFilesTest, AGoodPackPassesBoth) {
  Write(kPack);
  EXPECT_EQ(RunPacksLint(dir_.path(), &console_), kExitOk) << err_.str();
  EXPECT_EQ(RunPacksTest(dir_.path(), "", &console_), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("1 packs, 0 mistakes"));
  EXPECT_THAT(out_.str(), HasSubstr("2 passed, 0 failed"));
}

TEST_F(PacksFilesTest, AMistakeHasItsPlace) {
  Write(kPack, "label.quality_certificate\n", "label.quality_certificat\n");
  EXPECT_EQ(RunPacksLint(dir_.path(), &console_), kExitPackBroken);
  EXPECT_THAT(err_.str(), HasSubstr("t.yaml:17:"));
  EXPECT_THAT(err_.str(), HasSubstr("quality_certificate"));
}

TEST_F(PacksFilesTest, AnExampleThatDoesNotHoldIsNamed) {
  Write(kPack, "expect: COMPLIANT", "expect: NEEDS_FACTS");
  EXPECT_EQ(RunPacksTest(dir_.path(), "", &console_), kExitTestsFailed);
  EXPECT_THAT(out_.str(), HasSubstr("FAILED t.label/T-1: with"));
  EXPECT_THAT(out_.str(), HasSubstr("1 passed, 1 failed"));
}

TEST_F(PacksFilesTest, NoExamplesIsNoSuccess) {
  Write(kPack);
  EXPECT_EQ(RunPacksTest(dir_.path(), "no-such-rule", &console_),
            kExitTestsFailed);
  EXPECT_THAT(err_.str(), HasSubstr("no example was run"));
}

TEST_F(PacksFilesTest, AFolderThatIsNotThereIsAUsageError) {
  EXPECT_EQ(RunPacksLint("/no/such/folder", &console_), kExitUsage);
}

}  // namespace
}  // namespace zhiheng::cli
