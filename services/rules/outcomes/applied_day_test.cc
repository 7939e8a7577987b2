#include "services/rules/outcomes/applied_day.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "gtest/gtest.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"

namespace zhiheng::rules {
namespace {

using zhiheng::facts::v1::Act;
using zhiheng::facts::v1::EnforcementCase;
using zhiheng::facts::v1::Procedure;

CivilDate Day(const char* text) { return *CivilDate::Parse(text); }

DateSelector Selector() {
  const auto* acts = EnforcementCase::descriptor()->FindFieldByName("acts");
  const auto* last = Act::descriptor()->FindFieldByName("last_day");
  const auto* steps =
      EnforcementCase::descriptor()->FindFieldByName("procedure");
  const auto* seen =
      Procedure::descriptor()->FindFieldByName("inspection_date");
  return {"act",
          "act_day",
          {{{"case.acts.last_day", {acts, last}}, {"终了", "last day"}},
           {{"case.procedure.inspection_date", {steps, seen}},
            {"检查", "inspection"}}}};
}

std::string Choose(const char* facts,
                   std::optional<CivilDate> as_of = std::nullopt) {
  EnforcementCase message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(facts, &message));
  const auto view =
      FactsView::Create("case", message, {cel::Unset::kIsUnknown, {}, {}});
  const DateSelector selector = Selector();
  const AppliedDay day = ChooseDay(&selector, **view, as_of, Day("2026-01-01"));
  return day.days.ToString() + " " + day.path;
}

TEST(AppliedDayTest, TheFirstRecordedCandidateWins) {
  EXPECT_EQ(Choose("acts { last_day { year: 2024 month: 9 day: 30 } } "
                   "procedure { inspection_date { year: 2025 month: 1 day: 1 "
                   "} }"),
            "[2024-09-30, 2024-10-01) case.acts.last_day");
  EXPECT_EQ(Choose("acts { } procedure { inspection_date { year: 2025 month: "
                   "1 day: 1 } }"),
            "[2025-01-01, 2025-01-02) case.procedure.inspection_date");
}

TEST(AppliedDayTest, OfSeveralValuesTheLatest) {
  EXPECT_EQ(Choose("acts { last_day { year: 2024 month: 9 day: 30 } } "
                   "acts { last_day { year: 2023 month: 9 day: 30 } }"),
            "[2024-09-30, 2024-10-01) case.acts.last_day");
}

TEST(AppliedDayTest, APartialDateIsASetOfDays) {
  EXPECT_EQ(Choose("acts { last_day { year: 2024 month: 9 } }"),
            "[2024-09-01, 2024-10-01) case.acts.last_day");
  // The later of a whole month and a day in it begins with that day.
  EXPECT_EQ(Choose("acts { last_day { year: 2024 month: 9 } } "
                   "acts { last_day { year: 2024 month: 9 day: 15 } }"),
            "[2024-09-15, 2024-10-01) case.acts.last_day");
}

TEST(AppliedDayTest, NothingRecordedMeansAnyDayUpToToday) {
  EXPECT_EQ(Choose(""), "[0001-01-01, 2026-01-02) case.acts.last_day");
}

TEST(AppliedDayTest, TheRequestsDayComesFirst) {
  EXPECT_EQ(Choose("acts { last_day { year: 2024 month: 9 day: 30 } }",
                   Day("2027-01-02")),
            "[2027-01-02, 2027-01-03) ");
}

RuleProgram Rule() {
  const DateInterval old{Day("2019-11-01"), Day("2027-01-01")};
  const DateInterval now{Day("2027-01-01"), std::nullopt};
  RuleProgram rule;
  rule.citations = {{"law", "2019", "art57", "", old},
                    {"law", "2026", "art72", "", now}};
  rule.in_force = {{Day("2019-11-01"), std::nullopt}};
  return rule;
}

std::string Look(const RuleProgram& rule, const char* from, const char* until) {
  const RuleOnDay day = LookAtRule(rule, {Day(from), Day(until)});
  switch (day.state) {
    case RuleOnDay::State::kNotInForce:
      return "not in force";
    case RuleOnDay::State::kUndecided:
      return "undecided";
    case RuleOnDay::State::kInForce:
      break;
  }
  return day.citations[0]->provision + (day.advisory ? " advisory" : "");
}

TEST(AppliedDayTest, CitationsFollowTheEditionOfTheDay) {
  const RuleProgram rule = Rule();
  EXPECT_EQ(Look(rule, "2026-12-31", "2027-01-01"), "art57");
  EXPECT_EQ(Look(rule, "2027-01-01", "2027-01-02"), "art72");
  EXPECT_EQ(Look(rule, "2026-12-01", "2027-01-01"), "art57");
  EXPECT_EQ(Look(rule, "2026-12-31", "2027-01-02"), "undecided");
  EXPECT_EQ(Look(rule, "2019-10-31", "2019-11-01"), "not in force");
  EXPECT_EQ(Look(rule, "2019-10-31", "2019-11-02"), "undecided");
}

TEST(AppliedDayTest, BeforeItBindsARuleIsAdvisory) {
  RuleProgram rule = Rule();
  rule.binding = Day("2025-01-01");
  EXPECT_EQ(Look(rule, "2024-12-31", "2025-01-01"), "art57 advisory");
  EXPECT_EQ(Look(rule, "2025-01-01", "2025-01-02"), "art57");
  EXPECT_EQ(Look(rule, "2024-12-31", "2025-01-02"), "undecided");
}

}  // namespace
}  // namespace zhiheng::rules
