// The reference cases, row by row, and the labels with planted defects, against
// the packs that ship. The expectations are data: tests/reference/*.yaml.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/common/base/clock.h"
#include "services/rules/engine/rules_engine.h"
#include "tests/reference/reference_check.h"
#include "tests/reference/reference_suite.h"

namespace zhiheng::reference {
namespace {

// Tests run in their source folder.
constexpr char kFolder[] = ".";
constexpr char kRoot[] = "../..";

const std::vector<ReferenceCase>& Cases() {
  static const auto* cases = [] {
    auto loaded = LoadSuites(kFolder, kRoot);
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

Findings Judge(const ReferenceCase& one) {
  static const SystemClock clock;
  rules::v1::EvaluateRequest request;
  *request.mutable_subject() = one.subject;
  request.mutable_dates()->mutable_today()->set_year(one.today.year());
  request.mutable_dates()->mutable_today()->set_month(one.today.month());
  request.mutable_dates()->mutable_today()->set_day(one.today.day());
  request.set_detail(rules::v1::DETAIL_ALL);
  const auto answer =
      Engine().Evaluate(CallContext::Root(&clock, absl::Seconds(60)), request);
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.ok() ? answer->findings() : Findings();
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
