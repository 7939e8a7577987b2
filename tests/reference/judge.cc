#include "tests/reference/judge.h"

#include <gtest/gtest.h>

#include <utility>

#include "services/common/base/clock.h"
#include "services/rules/engine/rules_engine.h"

namespace zhiheng::reference {
namespace {

constexpr char kRoot[] = "../..";
constexpr char kPacks[] = "../../services/rules/library";

const rules::RulesEngine& Engine() {
  static const auto* engine = [] {
    auto made = rules::RulesEngine::Create(kPacks);
    if (!made.ok()) ADD_FAILURE() << made.status();
    return made.ok() ? made->release() : nullptr;
  }();
  return *engine;
}

}  // namespace

std::vector<ReferenceCase> CasesOf(const std::string& folder) {
  auto loaded = LoadSuites(folder, kRoot);
  if (!loaded.ok()) {
    ADD_FAILURE() << loaded.status();
    return {};
  }
  return *std::move(loaded);
}

Findings Judge(const ReferenceCase& one) {
  static const SystemClock clock;
  rules::v1::EvaluateRequest request;
  *request.mutable_subject() = one.subject;
  auto* today = request.mutable_dates()->mutable_today();
  today->set_year(one.today.year());
  today->set_month(one.today.month());
  today->set_day(one.today.day());
  request.set_detail(rules::v1::DETAIL_ALL);
  const auto answer =
      Engine().Evaluate(CallContext::Root(&clock, absl::Seconds(60)), request);
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.ok() ? answer->findings() : Findings();
}

}  // namespace zhiheng::reference
