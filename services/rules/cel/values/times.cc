#include "services/rules/cel/values/times.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace zhiheng::cel {
namespace {

constexpr int32_t kNanos = 1'000'000'000;

std::string Fraction(int32_t nanos) {
  if (nanos == 0) return "";
  std::string text = absl::StrFormat(".%09d", nanos);
  while (text.back() == '0') text.pop_back();
  return text;
}

}  // namespace

bool TimestampInRange(int64_t s) {
  return s >= kMinTimestampSeconds && s <= kMaxTimestampSeconds;
}
bool DurationInRange(int64_t s) {
  return s >= -kMaxDurationSeconds && s <= kMaxDurationSeconds;
}

bool ParseTimestamp(absl::string_view text, int64_t* seconds, int32_t* nanos) {
  absl::Time time;
  if (text.size() < 20 || !absl::ascii_isdigit(text[0]) ||
      !absl::ParseTime("%Y-%m-%dT%H:%M:%E*S%Ez", text, &time, nullptr)) {
    return false;
  }
  const timespec ts = absl::ToTimespec(time);
  *seconds = ts.tv_sec;
  *nanos = static_cast<int32_t>(ts.tv_nsec);
  return TimestampInRange(*seconds);
}

bool ParseDuration(absl::string_view text, int64_t* seconds, int32_t* nanos) {
  absl::Duration d;
  if (!absl::ParseDuration(text, &d) || d == absl::InfiniteDuration() ||
      d == -absl::InfiniteDuration()) {
    return false;
  }
  *seconds = absl::IDivDuration(d, absl::Seconds(1), &d);
  *nanos = static_cast<int32_t>(absl::ToInt64Nanoseconds(d));
  return DurationInRange(*seconds);
}

std::string FormatTimestamp(int64_t seconds, int32_t nanos) {
  return absl::StrCat(
      absl::FormatTime("%E4Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(seconds),
                       absl::UTCTimeZone()),
      Fraction(nanos), "Z");
}

std::string FormatDuration(int64_t seconds, int32_t nanos) {
  const bool negative = seconds < 0 || nanos < 0;
  return absl::StrCat(negative ? "-" : "", std::llabs(seconds),
                      Fraction(std::abs(nanos)), "s");
}

bool LoadZone(absl::string_view name, absl::TimeZone* zone) {
  if (name.empty() || name == "UTC") {
    *zone = absl::UTCTimeZone();
    return true;
  }
  const size_t sign = name[0] == '+' || name[0] == '-' ? 1 : 0;
  if (absl::ascii_isdigit(name[sign < name.size() ? sign : 0])) {
    const absl::string_view body = name.substr(sign);
    int hours = 0;
    int minutes = 0;
    if (body.size() != 5 || body[2] != ':' ||
        !absl::SimpleAtoi(body.substr(0, 2), &hours) ||
        !absl::SimpleAtoi(body.substr(3), &minutes) || hours > 23 ||
        minutes > 59) {
      return false;
    }
    const int offset = hours * 3600 + minutes * 60;
    *zone = absl::FixedTimeZone(name[0] == '-' ? -offset : offset);
    return true;
  }
  return absl::LoadTimeZone(std::string(name), zone);
}

void NormalizeTimestamp(int64_t* seconds, int32_t* nanos) {
  *seconds += *nanos / kNanos;
  *nanos %= kNanos;
  if (*nanos < 0) {
    *nanos += kNanos;
    --*seconds;
  }
}

void NormalizeDuration(int64_t* seconds, int32_t* nanos) {
  *seconds += *nanos / kNanos;
  *nanos %= kNanos;
  if (*seconds > 0 && *nanos < 0) {
    *nanos += kNanos;
    --*seconds;
  } else if (*seconds < 0 && *nanos > 0) {
    *nanos -= kNanos;
    ++*seconds;
  }
}

}  // namespace zhiheng::cel
