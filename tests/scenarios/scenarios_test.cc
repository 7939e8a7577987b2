// Worked scenarios at the boundaries of the law, each under its id, against the
// packs that ship. Facts and expectations are data: tests/scenarios/*.yaml, in
// the form of the reference cases.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/base/clock.h"
#include "services/rules/engine/rules_engine.h"
#include "tests/reference/reference_check.h"
#include "tests/reference/reference_suite.h"

namespace zhiheng::reference {
namespace {

// Tests run in their source folder.
const std::vector<ReferenceCase>& Scenarios() {
  static const auto* cases = [] {
    auto loaded = LoadSuites(".", "../..");
    if (!loaded.ok()) {
      ADD_FAILURE() << loaded.status();
      return new std::vector<ReferenceCase>();
    }
    return new std::vector<ReferenceCase>(*std::move(loaded));
  }();
  return *cases;
}

const rules::RulesEngine& Engine() {
  static const auto* engine = [] {
    auto made = rules::RulesEngine::Create("../../services/rules/library");
    if (!made.ok()) ADD_FAILURE() << made.status();
    return made.ok() ? made->release() : nullptr;
  }();
  return *engine;
}

class Scenario : public testing::TestWithParam<ReferenceCase> {};

TEST_P(Scenario, GivesTheExpectedFindings) {
  static const SystemClock clock;
  rules::v1::EvaluateRequest request;
  *request.mutable_subject() = GetParam().subject;
  auto* today = request.mutable_dates()->mutable_today();
  today->set_year(GetParam().today.year());
  today->set_month(GetParam().today.month());
  today->set_day(GetParam().today.day());
  request.set_detail(rules::v1::DETAIL_ALL);
  const auto answer =
      Engine().Evaluate(CallContext::Root(&clock, absl::Seconds(60)), request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const std::vector<std::string> differences =
      Differences(GetParam(), answer->findings());
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
