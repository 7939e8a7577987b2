// Timestamps and durations as seconds and nanoseconds: limits, text, calendar
// fields. Stateless, thread-safe.
#ifndef SERVICES_RULES_CEL_VALUES_TIMES_H_
#define SERVICES_RULES_CEL_VALUES_TIMES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zhiheng::cel {

// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
inline constexpr int64_t kMinTimestampSeconds = -62135596800;
inline constexpr int64_t kMaxTimestampSeconds = 253402300799;
// What int64 nanoseconds hold, as other CEL implementations have it.
inline constexpr int64_t kMaxDurationSeconds = 315576000000;

bool TimestampInRange(int64_t seconds);
bool DurationInRange(int64_t seconds);

// RFC 3339. False when it is not a time in range.
bool ParseTimestamp(absl::string_view text, int64_t* seconds, int32_t* nanos);
// 1h30m, -1.5s. False when it is not a duration in range.
bool ParseDuration(absl::string_view text, int64_t* seconds, int32_t* nanos);
std::string FormatTimestamp(int64_t seconds, int32_t nanos);
std::string FormatDuration(int64_t seconds, int32_t nanos);  // 5400s

// "Asia/Shanghai", "UTC", "+08:00", "-02:30", "" for UTC.
bool LoadZone(absl::string_view name, absl::TimeZone* zone);

// Sums with the nanos carried over; both parts of a duration have one sign.
void NormalizeTimestamp(int64_t* seconds, int32_t* nanos);
void NormalizeDuration(int64_t* seconds, int32_t* nanos);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_TIMES_H_
