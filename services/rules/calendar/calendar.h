// The working-day calendar: weekends, and the yearly arrangement of public
// holidays and make-up working days (节假日安排, 调休). A year without data is
// unknown: nothing is ever guessed about it.
//
// Immutable after loading, thread-safe. Answers that would need a year without
// data are nullopt.
#ifndef SERVICES_RULES_CALENDAR_CALENDAR_H_
#define SERVICES_RULES_CALENDAR_CALENDAR_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::rules {

// The arrangement of one year.
struct CalendarYear {
  std::set<CivilDate> holidays;  // days off, weekends within included or not
  std::set<CivilDate> workdays;  // Saturdays and Sundays that are worked
  std::string source;
};

class Calendar {
 public:
  // No run of days off is longer: 2020 had the longest so far, 11 days. Used to
  // say what is certain without data.
  static constexpr int kLongestRunOff = 15;

  Calendar() = default;
  explicit Calendar(std::map<int, CalendarYear> years);

  bool HasYear(int year) const { return years_.contains(year); }

  // nullopt: no data for that year.
  std::optional<bool> IsWorkingDay(CivilDate date) const;

  // The `count`th working day after `start`, `start` not counted.
  // REQUIRES: 0 <= count <= 10000.
  std::optional<CivilDate> AddWorkingDays(CivilDate start, int count) const;

  // `date`, or the next working day when it is none (民法典 203).
  std::optional<CivilDate> NextWorkingDay(CivilDate date) const;

  // SHA-256 over all years; part of what decides a due day.
  const std::string& digest() const { return digest_; }

 private:
  std::map<int, CalendarYear> years_;
  std::string digest_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_CALENDAR_CALENDAR_H_
