#include "services/rules/calendar/calendar.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/digest/digest.h"

namespace zhiheng::rules {

Calendar::Calendar(std::map<int, CalendarYear> years)
    : years_(std::move(years)) {
  std::string text;
  for (const auto& [year, data] : years_) {
    absl::StrAppend(&text, "year ", year, "\n");
    for (CivilDate d : data.holidays) {
      absl::StrAppend(&text, "off ", d.ToString(), "\n");
    }
    for (CivilDate d : data.workdays) {
      absl::StrAppend(&text, "on ", d.ToString(), "\n");
    }
  }
  digest_ = Sha256Hex(text);
}

std::optional<bool> Calendar::IsWorkingDay(CivilDate date) const {
  const auto year = years_.find(date.year());
  if (year == years_.end()) return std::nullopt;
  if (year->second.workdays.contains(date)) return true;
  if (year->second.holidays.contains(date)) return false;
  return date.weekday() <= 5;
}

std::optional<CivilDate> Calendar::AddWorkingDays(CivilDate start,
                                                  int count) const {
  CivilDate day = start;
  for (int left = count; left > 0;) {
    if (day == CivilDate::Max()) return std::nullopt;
    day = day.PlusDays(1);
    const std::optional<bool> working = IsWorkingDay(day);
    if (!working.has_value()) return std::nullopt;
    if (*working) --left;
  }
  return day;
}

std::optional<CivilDate> Calendar::NextWorkingDay(CivilDate date) const {
  for (CivilDate day = date;; day = day.PlusDays(1)) {
    const std::optional<bool> working = IsWorkingDay(day);
    if (!working.has_value()) return std::nullopt;
    if (*working) return day;
    if (day == CivilDate::Max()) return std::nullopt;
  }
}

}  // namespace zhiheng::rules
