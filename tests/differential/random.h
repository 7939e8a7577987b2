// Numbers that look random and are the same everywhere: splitmix64.
// Value type, one thread.
#ifndef TESTS_DIFFERENTIAL_RANDOM_H_
#define TESTS_DIFFERENTIAL_RANDOM_H_

#include <cstddef>
#include <cstdint>

namespace zhiheng::differential {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // 0 … n-1. REQUIRES n > 0.
  size_t Below(size_t n) { return static_cast<size_t>(Next() % n); }
  bool Percent(unsigned percent) { return Next() % 100 < percent; }

  template <typename Container>
  const auto& Pick(const Container& values) {
    return values[Below(static_cast<size_t>(values.size()))];
  }
  template <typename T, size_t kSize>
  const T& Pick(const T (&values)[kSize]) {
    return values[Below(kSize)];
  }

 private:
  uint64_t state_;
};

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_RANDOM_H_
