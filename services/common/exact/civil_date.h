// Civil dates in the jurisdiction's zone (Asia/Shanghai), proleptic Gregorian,
// years 1 to 9999, and half-open intervals of them.
//
// Value types: immutable, thread-safe, no allocation.
#ifndef SERVICES_COMMON_EXACT_CIVIL_DATE_H_
#define SERVICES_COMMON_EXACT_CIVIL_DATE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zhiheng {

class CivilDate {
 public:
  // 0001-01-01.
  constexpr CivilDate() = default;

  // INVALID_ARGUMENT, naming the field, for a day that does not exist.
  static absl::StatusOr<CivilDate> FromYmd(int year, int month, int day);

  // `2024-09-30`, exactly that shape.
  static absl::StatusOr<CivilDate> Parse(absl::string_view text);

  // REQUIRES: within years 1 to 9999. Day 0 is 1970-01-01.
  static CivilDate FromDays(int32_t days_since_epoch);

  // The day it is in Asia/Shanghai (UTC+8 all year since 1991) at `time`.
  static CivilDate InShanghai(absl::Time time);

  static CivilDate Min();  // 0001-01-01
  static CivilDate Max();  // 9999-12-31

  int year() const;
  int month() const;
  int day() const;
  // 1 = Monday … 7 = Sunday.
  int weekday() const;
  constexpr int32_t days_since_epoch() const { return days_; }

  // Saturates at Min() and Max().
  CivilDate PlusDays(int64_t days) const;
  // The corresponding day; the last day of the month when there is none
  // (2024-01-31 plus one month is 2024-02-29). 民法典 202. Saturates.
  CivilDate PlusMonths(int64_t months) const;
  CivilDate PlusYears(int64_t years) const;

  std::string ToString() const;  // 2024-09-30

  friend constexpr auto operator<=>(const CivilDate&,
                                    const CivilDate&) = default;

 private:
  explicit constexpr CivilDate(int32_t days) : days_(days) {}
  int32_t days_ = -719162;
};

// [from, until). An absent `until` is open; Min() as `from` is "always was".
struct DateInterval {
  CivilDate from = CivilDate::Min();
  std::optional<CivilDate> until;

  bool Contains(CivilDate date) const {
    return from <= date && (!until.has_value() || date < *until);
  }
  bool Empty() const { return until.has_value() && *until <= from; }
  // Days that lie in both.
  DateInterval Intersect(const DateInterval& other) const;
  std::string ToString() const;  // [2022-05-01, open)

  friend bool operator==(const DateInterval&, const DateInterval&) = default;
};

// The days that a date of known year, perhaps known month and day can mean:
// 2024-09 (day 0) is [2024-09-01, 2024-10-01). Zero means unknown.
// INVALID_ARGUMENT when a day is given without a month or does not exist.
absl::StatusOr<DateInterval> PossibleDays(int year, int month, int day);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_EXACT_CIVIL_DATE_H_
