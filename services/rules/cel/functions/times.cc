// Fields of timestamps and durations: getFullYear() … with an optional zone.
#include "services/rules/cel/values/times.h"

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"

namespace zhiheng::cel {
namespace {

enum class Part {
  kYear,
  kMonth,
  kDayOfYear,
  kDate,
  kDayOfMonth,
  kDayOfWeek,
  kHours,
  kMinutes,
  kSeconds,
  kMillis
};

int64_t PartOf(Part part, const absl::TimeZone::CivilInfo& at, int32_t nanos) {
  const absl::CivilSecond& cs = at.cs;
  switch (part) {
    case Part::kYear:
      return cs.year();
    case Part::kMonth:
      return cs.month() - 1;
    case Part::kDayOfYear:
      return absl::GetYearDay(absl::CivilDay(cs)) - 1;
    case Part::kDate:
      return cs.day();
    case Part::kDayOfMonth:
      return cs.day() - 1;
    case Part::kDayOfWeek:
      return (static_cast<int>(absl::GetWeekday(absl::CivilDay(cs))) + 1) % 7;
    case Part::kHours:
      return cs.hour();
    case Part::kMinutes:
      return cs.minute();
    case Part::kSeconds:
      return cs.second();
    case Part::kMillis:
      return nanos / 1'000'000;
  }
  return 0;
}

template <Part kPart>
Value TimePart(Context& c, Args a) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (a.size() == 2 && !LoadZone(a[1].text(), &zone)) {
    return c.Error("time_zone",
                   absl::StrCat("no time zone named ", a[1].text()));
  }
  return Value::Int(PartOf(
      kPart, zone.At(absl::FromUnixSeconds(a[0].seconds())), a[0].nanos()));
}

template <int64_t kDivisor>
Value SpanPart(Context&, Args a) {
  return Value::Int(a[0].seconds() / kDivisor);
}
Value SpanMillis(Context&, Args a) {
  return Value::Int(a[0].nanos() / 1'000'000);
}

template <Part kPart>
void AddPart(FunctionRegistry& r, const char* name) {
  using namespace t;  // NOLINT
  r.Add(name, Member(absl::StrCat("timestamp_", name), {kTime}, kInt,
                     TimePart<kPart>));
  r.Add(name, Member(absl::StrCat("timestamp_", name, "_with_tz"),
                     {kTime, kString}, kInt, TimePart<kPart>));
}

}  // namespace

void AddTimes(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  AddPart<Part::kYear>(r, "getFullYear");
  AddPart<Part::kMonth>(r, "getMonth");
  AddPart<Part::kDayOfYear>(r, "getDayOfYear");
  AddPart<Part::kDate>(r, "getDate");
  AddPart<Part::kDayOfMonth>(r, "getDayOfMonth");
  AddPart<Part::kDayOfWeek>(r, "getDayOfWeek");
  AddPart<Part::kHours>(r, "getHours");
  AddPart<Part::kMinutes>(r, "getMinutes");
  AddPart<Part::kSeconds>(r, "getSeconds");
  AddPart<Part::kMillis>(r, "getMilliseconds");
  r.Add("getHours", Member("duration_to_hours", {kSpan}, kInt, SpanPart<3600>));
  r.Add("getMinutes",
        Member("duration_to_minutes", {kSpan}, kInt, SpanPart<60>));
  r.Add("getSeconds",
        Member("duration_to_seconds", {kSpan}, kInt, SpanPart<1>));
  r.Add("getMilliseconds",
        Member("duration_to_milliseconds", {kSpan}, kInt, SpanMillis));
}

}  // namespace zhiheng::cel
