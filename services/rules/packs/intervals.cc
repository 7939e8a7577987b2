#include "services/rules/packs/intervals.h"

#include <algorithm>

namespace zhiheng::rules {

std::vector<DateInterval> Union(std::vector<DateInterval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const DateInterval& a, const DateInterval& b) {
              return a.from < b.from;
            });
  std::vector<DateInterval> out;
  for (const DateInterval& next : intervals) {
    if (next.Empty()) continue;
    const bool joins = !out.empty() && (!out.back().until.has_value() ||
                                        next.from <= *out.back().until);
    if (!joins) {
      out.push_back(next);
    } else if (out.back().until.has_value()) {
      out.back().until = next.until.has_value()
                             ? std::max(*out.back().until, *next.until)
                             : next.until;
    }
  }
  return out;
}

std::vector<DateInterval> Subtract(DateInterval whole,
                                   const std::vector<DateInterval>& parts) {
  std::vector<DateInterval> out;
  for (const DateInterval& part : parts) {
    if (whole.Empty()) break;
    if (part.until.has_value() && *part.until <= whole.from) continue;
    if (whole.until.has_value() && *whole.until <= part.from) break;
    if (whole.from < part.from) out.push_back({whole.from, part.from});
    if (!part.until.has_value()) return out;
    whole.from = *part.until;
  }
  if (!whole.Empty()) out.push_back(whole);
  return out;
}

}  // namespace zhiheng::rules
