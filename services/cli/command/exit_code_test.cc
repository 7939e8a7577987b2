#include "services/cli/command/exit_code.h"

#include <gtest/gtest.h>

#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::cli {
namespace {

gateway::v1::Summary Counts(int compliant, int broken, int facts, int review,
                            int error) {
  gateway::v1::Summary summary;
  summary.set_compliant(compliant);
  summary.set_non_compliant(broken);
  summary.set_needs_facts(facts);
  summary.set_needs_review(review);
  summary.set_error(error);
  return summary;
}

TEST(ExitCodeTest, SaysWhatTheVerdictsAre) {
  EXPECT_EQ(ExitCodeOf(Counts(5, 0, 0, 0, 0)), 0);
  EXPECT_EQ(ExitCodeOf(Counts(0, 0, 0, 0, 0)), 0);
  EXPECT_EQ(ExitCodeOf(Counts(5, 1, 2, 3, 0)), 100);
  EXPECT_EQ(ExitCodeOf(Counts(5, 0, 1, 0, 0)), 101);
  EXPECT_EQ(ExitCodeOf(Counts(5, 0, 0, 1, 0)), 101);
  EXPECT_EQ(ExitCodeOf(Counts(5, 1, 1, 1, 1)), 102);
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
