// Which day's law counts, and what a rule is on that day: in force or not,
// under which citations, binding or not yet.
//
// Pure functions over a pack and the facts; thread-safe.
#ifndef SERVICES_RULES_OUTCOMES_APPLIED_DAY_H_
#define SERVICES_RULES_OUTCOMES_APPLIED_DAY_H_

#include <optional>
#include <string>
#include <vector>

#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

// The days that the applied day can be: one when it is certain.
struct AppliedDay {
  DateInterval days;
  // What to show: the date as recorded. Year 0: none is recorded.
  PartialDate shown;
  Texts reason;
  // The fact that would settle the day; empty when the caller gave it.
  std::string path;

  bool certain() const {
    return days.until.has_value() && days.from.PlusDays(1) == *days.until;
  }
};

// The first candidate that is recorded; of several values the latest. None
// recorded: every day up to `today`.
AppliedDay ChooseDay(const DateSelector* selector, const FactsView& facts,
                     std::optional<CivilDate> as_of, CivilDate today);

struct RuleOnDay {
  enum class State {
    kInForce,
    kNotInForce,
    kUndecided,  // differs within the possible days
  };
  State state = State::kNotInForce;
  bool advisory = false;  // announced or in its warning phase
  std::vector<const PackCitation*> citations;
};

RuleOnDay LookAtRule(const RuleProgram& rule, const DateInterval& days);

// The citations whose edition is in force on every one of `days`.
std::vector<const PackCitation*> CitationsOn(
    const std::vector<PackCitation>& citations, const DateInterval& days);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_APPLIED_DAY_H_
