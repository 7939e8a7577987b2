// date: civil days. A month later than the 31st is the last day of a shorter
// month.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/values/times.h"

namespace zhiheng::cel {
namespace {

Value FromText(Context& c, Args a) {
  const auto d = CivilDate::Parse(a[0].text());
  if (d.ok()) return Value::Date(*d);
  return c.Error("conversion", absl::string_view(d.status().message()));
}
Value FromParts(Context& c, Args a) {
  for (const Value& v : a) {
    if (v.int_value() < 0 || v.int_value() > 9999) {
      return c.Error("range", "date: a part is out of range");
    }
  }
  const auto d = CivilDate::FromYmd(static_cast<int>(a[0].int_value()),
                                    static_cast<int>(a[1].int_value()),
                                    static_cast<int>(a[2].int_value()));
  if (d.ok()) return Value::Date(*d);
  return c.Error("conversion", absl::string_view(d.status().message()));
}
Value FromTime(Context&, Args a) {
  return Value::Date(
      CivilDate::InShanghai(absl::FromUnixSeconds(a[0].seconds())));
}

// The steps a date can take without leaving its range; beyond, an error.
Value InRange(Context& c, CivilDate d) {
  if (d == CivilDate::Min() || d == CivilDate::Max()) {
    return c.Error("overflow",
                   "date: the result is outside the years 1 to 9999");
  }
  return Value::Date(d);
}
Value AddDays(Context& c, Args a) {
  return InRange(c, a[0].date().PlusDays(a[1].int_value()));
}
Value AddMonths(Context& c, Args a) {
  return InRange(c, a[0].date().PlusMonths(a[1].int_value()));
}
Value AddYears(Context& c, Args a) {
  return InRange(c, a[0].date().PlusYears(a[1].int_value()));
}
Value Days(Context&, Args a) {
  return Value::Int(a[0].int_value() - a[1].int_value());
}
Value Year(Context&, Args a) { return Value::Int(a[0].date().year()); }
Value Month(Context&, Args a) { return Value::Int(a[0].date().month()); }
Value Day(Context&, Args a) { return Value::Int(a[0].date().day()); }
Value Weekday(Context&, Args a) { return Value::Int(a[0].date().weekday()); }

}  // namespace

void AddDates(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("date", Plain("string_to_date", {kString}, kDate, FromText, "日期",
                      "a day, written 2024-09-30"));
  r.Add("date", Plain("ymd_to_date", {kInt, kInt, kInt}, kDate, FromParts,
                      "日期", "a day from year, month and day"));
  r.Add("date", Plain("timestamp_to_date", {kTime}, kDate, FromTime, "日期",
                      "the day it is in Shanghai at that time"));
  r.Add("addDays", Member("date_add_days", {kDate, kInt}, kDate, AddDays,
                          "加天数", "so many days later"));
  r.Add("addMonths", Member("date_add_months", {kDate, kInt}, kDate, AddMonths,
                            "加月数", "so many months later"));
  r.Add("addYears", Member("date_add_years", {kDate, kInt}, kDate, AddYears,
                           "加年数", "so many years later"));
  r.Add("_-_", Plain("subtract_date", {kDate, kDate}, kInt, Days));
  r.Add("year", Member("date_year", {kDate}, kInt, Year, "年", "the year"));
  r.Add("month",
        Member("date_month", {kDate}, kInt, Month, "月", "the month, 1 to 12"));
  r.Add("day",
        Member("date_day", {kDate}, kInt, Day, "日", "the day of the month"));
  r.Add("weekday", Member("date_weekday", {kDate}, kInt, Weekday, "星期",
                          "1 = Monday to 7 = Sunday"));
}

}  // namespace zhiheng::cel
