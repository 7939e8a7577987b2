// The clock as an input. Code that decides anything asks a Clock it was given.
#ifndef SERVICES_COMMON_BASE_CLOCK_H_
#define SERVICES_COMMON_BASE_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace zhiheng {

// Thread-safe. Implementations live as long as whatever was given them.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_BASE_CLOCK_H_
