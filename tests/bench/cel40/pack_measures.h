// What a pack costs apart from judging: compiling it, and changing it while
// labels are judged.
//
// Stateless. Times are wall-clock; close other programs.
#ifndef TESTS_BENCH_CEL40_PACK_MEASURES_H_
#define TESTS_BENCH_CEL40_PACK_MEASURES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cel40/label_generator.h"
#include "cel40/rules_file.h"

namespace zhiheng::bench {

// Milliseconds for a pack of `count` different rules, medians of five: reading
// its YAML, which is yaml-cpp's work, and compiling what was read.
struct CompileTimes {
  double read_ms = 0;
  double compile_ms = 0;
};
absl::StatusOr<CompileTimes> CompileMany(const std::vector<BenchRule>& rules,
                                         int count);

// Microseconds of one label in eight threads, the set of packs left alone and
// swapped a hundred times a second, by turns.
struct SwapTimes {
  double calm_p99 = 0;
  double swapped_p99 = 0;
  int swaps = 0;
};
absl::StatusOr<SwapTimes> SwapUnderLoad(const std::vector<BenchRule>& rules,
                                        const std::vector<LabelCase>& labels);

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_PACK_MEASURES_H_
