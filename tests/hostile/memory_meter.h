// Counts what the heap holds, through operator new of the whole program. Link
// memory_meter.cc into a test binary of its own. Thread-safe.
#ifndef TESTS_HOSTILE_MEMORY_METER_H_
#define TESTS_HOSTILE_MEMORY_METER_H_

#include <cstddef>

namespace zhiheng {

// The most bytes held at one time since the meter was made, above what was held
// then.
class MemoryMeter {
 public:
  MemoryMeter();
  size_t peak() const;

 private:
  size_t start_;
};

}  // namespace zhiheng

#endif  // TESTS_HOSTILE_MEMORY_METER_H_
