// How much a caller may send as facts. Every limit can be raised by whoever
// calls the reader; the defaults protect a server and a shell alike.
#ifndef SERVICES_COMMON_FACTS_LIMITS_H_
#define SERVICES_COMMON_FACTS_LIMITS_H_

#include <cstddef>

namespace zhiheng {

// The largest input in bytes. The same as what a server receives, so that a
// file is accepted or refused alike with and without one. A label is about
// 2 kB, a full case about 50 kB.
inline constexpr size_t kMaxFactsBytes = size_t{4} << 20;

// The deepest nesting of maps and lists. Our facts nest six deep; protobuf's
// own parser gives up at 100.
inline constexpr int kMaxFactsDepth = 64;

// The most values in one input, with YAML aliases written out: this is what
// stops an alias bomb, a short text that means billions of values.
inline constexpr size_t kMaxFactsValues = 500'000;

// The most problems reported; a later one adds nothing a person would read.
inline constexpr size_t kMaxFactsProblems = 100;

struct FactsLimits {
  size_t max_bytes = kMaxFactsBytes;
  int max_depth = kMaxFactsDepth;
  size_t max_values = kMaxFactsValues;
  size_t max_problems = kMaxFactsProblems;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_LIMITS_H_
