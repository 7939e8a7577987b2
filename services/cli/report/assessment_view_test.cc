#include "services/cli/report/assessment_view.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "zhiheng/facts/v1/subject.pb.h"
#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Folder() {
  return std::string(std::getenv("ZHIHENG_SOURCE_DIR")) +
         "/services/cli/report/testdata/";
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

gateway::v1::Assessment LoadAssessment(const std::string& name) {
  gateway::v1::Assessment out;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      ReadFile(Folder() + name + ".textproto"), &out));
  return out;
}

facts::v1::Subject KiwiSubject() {
  facts::v1::Subject subject;
  subject.set_id("kiwi");
  subject.mutable_enforcement_case();
  return subject;
}

// The whole report, read in review. ZHIHENG_UPDATE_GOLDEN=1 rewrites it.
void ExpectGolden(const std::string& golden, const std::string& text) {
  if (std::getenv("ZHIHENG_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(Folder() + golden) << text;
  }
  EXPECT_EQ(text, ReadFile(Folder() + golden));
}

TEST(AssessmentViewTest, TheReportOfACaseInBothLanguages) {
  ExpectGolden("kiwi.both.txt",
               RenderAssessment(LoadAssessment("kiwi"), KiwiSubject(),
                                "case-b.json", {}));
}

TEST(AssessmentViewTest, TheReportInChineseOnly) {
  PageOptions options;
  options.language = Language::kZh;
  options.width = 72;
  ExpectGolden("kiwi.zh.txt", RenderAssessment(LoadAssessment("kiwi"),
                                               KiwiSubject(), "", options));
}

TEST(AssessmentViewTest, EnglishOnlyHasNoChineseLabels) {
  PageOptions options;
  options.language = Language::kEn;
  const std::string text =
      RenderAssessment(LoadAssessment("kiwi"), KiwiSubject(), "", options);
  EXPECT_THAT(text, HasSubstr("NON_COMPLIANT"));
  EXPECT_THAT(text, Not(HasSubstr("罚款")));
}

TEST(AssessmentViewTest, ColourOnlyWhenAskedFor) {
  PageOptions options;
  EXPECT_THAT(
      RenderAssessment(LoadAssessment("kiwi"), KiwiSubject(), "", options),
      Not(HasSubstr("\033[")));
  options.colour = true;
  EXPECT_THAT(
      RenderAssessment(LoadAssessment("kiwi"), KiwiSubject(), "", options),
      HasSubstr("\033[1;31m"));
}

TEST(AssessmentViewTest, ADegradedAnswerSaysSoFirst) {
  gateway::v1::Assessment assessment = LoadAssessment("kiwi");
  assessment.set_degraded(true);
  auto* backend = assessment.add_backends();
  backend->set_backend("catalog");
  backend->set_state(gateway::v1::BackendStatus::STATE_LATE);
  backend->set_detail("no answer within 200 ms");
  const std::string text = RenderAssessment(assessment, KiwiSubject(), "", {});
  const size_t degraded = text.find("This answer is not whole");
  ASSERT_NE(degraded, std::string::npos);
  EXPECT_LT(degraded, text.find("TM-INF-1"));
  EXPECT_THAT(text, HasSubstr("超时 late: no answer within 200 ms"));
}

TEST(AssessmentViewTest, ChecklistItemsStandApart) {
  gateway::v1::Assessment assessment;
  auto* look = assessment.add_findings();
  look->set_rule("LOOK-1");
  look->set_kind(rules::v1::RULE_KIND_CHECKLIST);
  look->set_outcome(rules::v1::OUTCOME_NEEDS_REVIEW);
  auto* perhaps = assessment.add_findings();
  *perhaps = *look;
  perhaps->set_rule("LOOK-2");
  perhaps->set_outcome(rules::v1::OUTCOME_NEEDS_FACTS);
  perhaps->add_missing_facts("label.batch");
  assessment.mutable_summary()->set_needs_review(1);
  assessment.mutable_summary()->set_needs_facts(1);
  const std::string text = RenderAssessment(assessment, KiwiSubject(), "", {});
  EXPECT_THAT(text, HasSubstr("2 请查看 to look at"));
  EXPECT_THAT(text, HasSubstr("请查看 To look at (2)"));
  EXPECT_THAT(text, Not(HasSubstr("1 待人工判断")));
  EXPECT_THAT(text, Not(HasSubstr("Facts that would settle")));
}

TEST(AssessmentViewTest, NoFindingsIsSaidInWords) {
  EXPECT_THAT(
      RenderAssessment(gateway::v1::Assessment(), facts::v1::Subject(), "", {}),
      HasSubstr("no rule applies"));
}

}  // namespace
}  // namespace zhiheng::cli
