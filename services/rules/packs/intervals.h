// Sets of days as sorted, separate, half-open intervals.
//
// Pure functions, thread-safe.
#ifndef SERVICES_RULES_PACKS_INTERVALS_H_
#define SERVICES_RULES_PACKS_INTERVALS_H_

#include <vector>

#include "services/common/exact/civil_date.h"

namespace zhiheng::rules {

// Sorted; touching and overlapping intervals made one; empty ones dropped.
std::vector<DateInterval> Union(std::vector<DateInterval> intervals);

// The days of `whole` that lie in none of `parts`. REQUIRES: `parts` came from
// Union.
std::vector<DateInterval> Subtract(DateInterval whole,
                                   const std::vector<DateInterval>& parts);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_INTERVALS_H_
