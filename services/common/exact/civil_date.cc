// Days from civil and back: Howard Hinnant's published arithmetic (era of 400
// years, year starting in March). Tested by civil_date_test.cc against
// absl::CivilDay over the whole range.
#include "services/common/exact/civil_date.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace zhiheng {
namespace {

constexpr int32_t kMinDays = -719162;  // 0001-01-01
constexpr int32_t kMaxDays = 2932896;  // 9999-12-31

struct Ymd {
  int year, month, day;
};

constexpr int32_t DaysFromCivil(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year =
      (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

constexpr Ymd CivilFromDays(int32_t days) {
  const int32_t z = days + 719468;
  const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int32_t doe = z - era * 146097;
  const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int32_t mp = (5 * doy + 2) / 153;
  const int day = doy - (153 * mp + 2) / 5 + 1;
  const int month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

static_assert(DaysFromCivil(1970, 1, 1) == 0);
static_assert(DaysFromCivil(1, 1, 1) == kMinDays);
static_assert(DaysFromCivil(9999, 12, 31) == kMaxDays);

bool IsLeap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysInMonth(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

}  // namespace

absl::StatusOr<CivilDate> CivilDate::FromYmd(int year, int month, int day) {
  if (year < 1 || year > 9999) {
    return absl::InvalidArgumentError(
        absl::StrCat("year ", year, " is outside 1 to 9999"));
  }
  if (month < 1 || month > 12) {
    return absl::InvalidArgumentError(
        absl::StrCat("month ", month, " is outside 1 to 12"));
  }
  if (day < 1 || day > DaysInMonth(year, month)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("day %d does not exist: %04d-%02d has %d days", day,
                        year, month, DaysInMonth(year, month)));
  }
  return CivilDate(DaysFromCivil(year, month, day));
}

absl::StatusOr<CivilDate> CivilDate::Parse(absl::string_view text) {
  const auto digits = [&](size_t from, size_t count, int* value) {
    *value = 0;
    for (size_t i = from; i < from + count; ++i) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
        return false;
      }
      *value = *value * 10 + (text[i] - '0');
    }
    return true;
  };
  int year, month, day;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !digits(0, 4, &year) || !digits(5, 2, &month) || !digits(8, 2, &day)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is not a date; write it as 2024-09-30"));
  }
  return FromYmd(year, month, day);
}

CivilDate CivilDate::FromDays(int32_t days) {
  return CivilDate(std::clamp(days, kMinDays, kMaxDays));
}

CivilDate CivilDate::InShanghai(absl::Time time) {
  const absl::CivilDay day =
      absl::ToCivilDay(time, absl::FixedTimeZone(8 * 60 * 60));
  return FromDays(static_cast<int32_t>(std::clamp<int64_t>(
      day - absl::CivilDay(1970, 1, 1), kMinDays, kMaxDays)));
}

CivilDate CivilDate::Min() { return CivilDate(kMinDays); }
CivilDate CivilDate::Max() { return CivilDate(kMaxDays); }

int CivilDate::year() const { return CivilFromDays(days_).year; }
int CivilDate::month() const { return CivilFromDays(days_).month; }
int CivilDate::day() const { return CivilFromDays(days_).day; }

int CivilDate::weekday() const {
  // 1970-01-01 was a Thursday.
  const int offset = (days_ % 7 + 7) % 7;
  return (offset + 3) % 7 + 1;
}

CivilDate CivilDate::PlusDays(int64_t days) const {
  const int64_t limit = int64_t{kMaxDays} - kMinDays;
  return CivilDate(static_cast<int32_t>(std::clamp<int64_t>(
      days_ + std::clamp(days, -limit, limit), kMinDays, kMaxDays)));
}

CivilDate CivilDate::PlusMonths(int64_t months) const {
  const Ymd ymd = CivilFromDays(days_);
  const int64_t limit = 12 * 10000;
  const int64_t total = int64_t{ymd.year} * 12 + (ymd.month - 1) +
                        std::clamp(months, -limit, limit);
  if (total < 12) return Min();
  if (total >= 10000 * 12) return Max();
  const int year = static_cast<int>(total / 12);
  const int month = static_cast<int>(total % 12) + 1;
  return CivilDate(
      DaysFromCivil(year, month, std::min(ymd.day, DaysInMonth(year, month))));
}

CivilDate CivilDate::PlusYears(int64_t years) const {
  return PlusMonths(12 * std::clamp<int64_t>(years, -10000, 10000));
}

std::string CivilDate::ToString() const {
  const Ymd ymd = CivilFromDays(days_);
  return absl::StrFormat("%04d-%02d-%02d", ymd.year, ymd.month, ymd.day);
}

DateInterval DateInterval::Intersect(const DateInterval& other) const {
  DateInterval out{std::max(from, other.from), until};
  if (!out.until.has_value() ||
      (other.until.has_value() && *other.until < *out.until)) {
    out.until = other.until;
  }
  return out;
}

std::string DateInterval::ToString() const {
  return absl::StrCat("[", from.ToString(), ", ",
                      until.has_value() ? until->ToString() : "open", ")");
}

absl::StatusOr<DateInterval> PossibleDays(int year, int month, int day) {
  if (month == 0) {
    if (day != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("day ", day, " is given without a month"));
    }
    absl::StatusOr<CivilDate> first = CivilDate::FromYmd(year, 1, 1);
    if (!first.ok()) return first.status();
    return DateInterval{*first, first->PlusYears(1)};
  }
  absl::StatusOr<CivilDate> first =
      CivilDate::FromYmd(year, month, day == 0 ? 1 : day);
  if (!first.ok()) return first.status();
  return DateInterval{*first,
                      day == 0 ? first->PlusMonths(1) : first->PlusDays(1)};
}

}  // namespace zhiheng
