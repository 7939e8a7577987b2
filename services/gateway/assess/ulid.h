// ULIDs: 26 characters that sort by the millisecond they were made in.
// Thread-safe.
#ifndef SERVICES_GATEWAY_ASSESS_ULID_H_
#define SERVICES_GATEWAY_ASSESS_ULID_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace zhiheng::gateway {

// Crockford base 32 of 48 bits of time and 80 of chance.
std::string FormatUlid(absl::Time time, const std::array<uint8_t, 10>& chance);

std::string NewUlid(absl::Time time);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_ULID_H_
