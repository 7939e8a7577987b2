#include "services/cli/command/exit_code.h"

#include <gtest/gtest.h>

#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::cli {
namespace {

gateway::v1::Assessment Counts(int compliant, int broken, int facts, int review,
                               int error) {
  gateway::v1::Assessment assessment;
  gateway::v1::Summary& summary = *assessment.mutable_summary();
  summary.set_compliant(compliant);
  summary.set_non_compliant(broken);
  summary.set_needs_facts(facts);
  summary.set_needs_review(review);
  summary.set_error(error);
  return assessment;
}

TEST(ExitCodeTest, SaysWhatTheVerdictsAre) {
  EXPECT_EQ(ExitCodeOf(Counts(5, 0, 0, 0, 0)), 0);
  EXPECT_EQ(ExitCodeOf(Counts(0, 0, 0, 0, 0)), 0);
  EXPECT_EQ(ExitCodeOf(Counts(5, 1, 2, 3, 0)), 100);
  EXPECT_EQ(ExitCodeOf(Counts(5, 0, 1, 0, 0)), 101);
  EXPECT_EQ(ExitCodeOf(Counts(5, 0, 0, 1, 0)), 101);
  EXPECT_EQ(ExitCodeOf(Counts(5, 1, 1, 1, 1)), 102);
}

TEST(ExitCodeTest, ChecklistItemsLeaveNothingOpenUnlessAskedTo) {
  gateway::v1::Assessment assessment = Counts(5, 0, 1, 1, 0);
  for (const auto outcome :
       {rules::v1::OUTCOME_NEEDS_REVIEW, rules::v1::OUTCOME_NEEDS_FACTS}) {
    auto* look = assessment.add_findings();
    look->set_kind(rules::v1::RULE_KIND_CHECKLIST);
    look->set_outcome(outcome);
  }
  EXPECT_EQ(ExitCodeOf(assessment), 0);
  EXPECT_EQ(ExitCodeOf(assessment, Checklist::kOpen), 101);
  assessment.mutable_summary()->set_needs_review(2);  // one more, of a rule
  EXPECT_EQ(ExitCodeOf(assessment), 101);
  assessment.mutable_summary()->set_non_compliant(1);
  EXPECT_EQ(ExitCodeOf(assessment, Checklist::kOpen), 100);
}

TEST(ExitCodeTest, TheGraverOfSeveralFilesCounts) {
  EXPECT_EQ(Graver(kExitOk, kExitOpen), kExitOpen);
  EXPECT_EQ(Graver(kExitNonCompliant, kExitOpen), kExitNonCompliant);
  EXPECT_EQ(Graver(kExitErrors, kExitNonCompliant), kExitErrors);
  EXPECT_EQ(Graver(kExitUsage, kExitErrors), kExitUsage);
  EXPECT_EQ(Graver(kExitUsage, kExitUnexpected), kExitUnexpected);
}

}  // namespace
}  // namespace zhiheng::cli
