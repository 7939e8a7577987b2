// A clock that stands still until told to move. Thread-safe. Test only.
#ifndef SERVICES_COMMON_TESTING_FAKE_CLOCK_H_
#define SERVICES_COMMON_TESTING_FAKE_CLOCK_H_

#include <atomic>

#include "absl/time/time.h"
#include "services/common/base/clock.h"

namespace zhiheng::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(1'726'000'000))
      : nanos_(absl::ToUnixNanos(now)) {}
  absl::Time Now() const override { return absl::FromUnixNanos(nanos_.load()); }
  void Set(absl::Time now) { nanos_.store(absl::ToUnixNanos(now)); }
  void Advance(absl::Duration by) {
    nanos_.fetch_add(absl::ToInt64Nanoseconds(by));
  }

 private:
  std::atomic<int64_t> nanos_;
};

}  // namespace zhiheng::testing

#endif  // SERVICES_COMMON_TESTING_FAKE_CLOCK_H_
