// Worked scenarios at the boundaries of the law, each under its id, against the
// packs that ship. Facts and expectations are data: tests/scenarios/*.yaml, in
// the form of the reference cases.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tests/reference/judge.h"

namespace zhiheng::reference {
namespace {

const std::vector<ReferenceCase>& Scenarios() {
  static const auto* cases = new std::vector<ReferenceCase>(CasesOf("."));
  return *cases;
}

class Scenario : public testing::TestWithParam<ReferenceCase> {};

TEST_P(Scenario, GivesTheExpectedFindings) {
  const std::vector<std::string> differences =
      Differences(GetParam(), Judge(GetParam()));
  EXPECT_TRUE(differences.empty()) << absl::StrJoin(differences, "\n");
}

INSTANTIATE_TEST_SUITE_P(All, Scenario, testing::ValuesIn(Scenarios()),
                         [](const testing::TestParamInfo<ReferenceCase>& info) {
                           return info.param.name;
                         });

// A scenario that is left out would pass in silence.
TEST(Scenarios, AllHundredAndTwentyFiveAreHere) {
  std::set<std::string> rows;
  for (const ReferenceCase& one : Scenarios()) {
    for (const ExpectedFinding& finding : one.findings) {
      rows.insert(finding.row);
    }
  }
  for (int i = 1; i <= 125; ++i) {
    EXPECT_EQ(rows.count(absl::StrFormat("SCN-%03d", i)), 1u) << i;
  }
}

}  // namespace
}  // namespace zhiheng::reference
