// The days on which what a pack says may change: the first and last days of
// editions and rules, the first binding days of phases, and the days written
// in conditions. Between two of them the same facts get the same findings,
// whatever the day that counts, unless the pack computes with that day.
//
// Pure function, thread-safe.
#ifndef SERVICES_RULES_AUTHORING_CHANGE_DAYS_H_
#define SERVICES_RULES_AUTHORING_CHANGE_DAYS_H_

#include <set>
#include <string>

#include "services/common/exact/civil_date.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

struct ChangeDays {
  std::set<CivilDate> days;
  // A condition does more with the day that counts than compare it with a
  // written one: any day may be a change. Empty: none does.
  std::string computes;
};

ChangeDays ChangeDaysOf(const CompiledPack& pack);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_CHANGE_DAYS_H_
