// The reference cases, row by row, and the labels with planted defects, against
// the packs that ship. The expectations are data: tests/reference/*.yaml.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/reference/judge.h"

namespace zhiheng::reference {
namespace {

const std::vector<ReferenceCase>& Cases() {
  static const auto* cases = new std::vector<ReferenceCase>(CasesOf("."));
  return *cases;
}

class Reference : public testing::TestWithParam<ReferenceCase> {};

TEST_P(Reference, GivesTheExpectedFindings) {
  const Findings findings = Judge(GetParam());
  const std::vector<std::string> differences =
      Differences(GetParam(), findings);
  EXPECT_TRUE(differences.empty()) << absl::StrJoin(differences, "\n") << "\n\n"
                                   << Table(findings);
}

INSTANTIATE_TEST_SUITE_P(Cases, Reference, testing::ValuesIn(Cases()),
                         [](const testing::TestParamInfo<ReferenceCase>& info) {
                           return info.param.name;
                         });

// A suite that is not read would pass in silence.
TEST(ReferenceSuites, AreAllRead) { EXPECT_GE(Cases().size(), 15u); }

TEST(ReferenceSuites, AreJudgedTheSameTwice) {
  for (const ReferenceCase& one : Cases()) {
    EXPECT_EQ(Table(Judge(one)), Table(Judge(one))) << one.name;
  }
}

}  // namespace
}  // namespace zhiheng::reference
