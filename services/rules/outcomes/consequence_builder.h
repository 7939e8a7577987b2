// What follows from a finding: builds the consequences of a rule that applies,
// and says what they reveal (a fine outside its interval, a day that passed,
// facts that are missing).
//
// Used by one thread for one evaluation; borrows for the call.
#ifndef SERVICES_RULES_OUTCOMES_CONSEQUENCE_BUILDER_H_
#define SERVICES_RULES_OUTCOMES_CONSEQUENCE_BUILDER_H_

#include <string>
#include <vector>

#include "services/rules/calendar/calendar.h"
#include "services/rules/outcomes/asker.h"
#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules::v1 {
class Finding;
}

namespace zhiheng::rules {

struct ConsequenceContext {
  const FactsView& facts;
  const Calendar& calendar;
  Asker& asker;
  CivilDate today;
  DateInterval days;  // the days the applied day can be
  // Fines are shown as hypothetical: whether the rule is broken is open.
  bool hypothetical = false;
};

struct ConsequenceReport {
  bool fine_contradicted = false;
  bool duty_broken = false;  // late or overdue
  bool duty_needs_facts = false;
  bool duty_shown = false;     // at least one
  bool duty_left_out = false;  // whether one applies is not known
  std::vector<std::string> missing;
  std::string error;  // empty: none
};

// Appends to finding->consequences().
ConsequenceReport BuildConsequences(const RuleProgram& rule,
                                    const ConsequenceContext& context,
                                    zhiheng::rules::v1::Finding* finding);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_CONSEQUENCE_BUILDER_H_
