// The forty rules as they stand in rules.json. Throws nothing: INVALID_ARGUMENT
// when the file cannot be read.
#ifndef TESTS_BENCH_CEL40_RULES_FILE_H_
#define TESTS_BENCH_CEL40_RULES_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace zhiheng::bench {

struct BenchRule {
  std::string id;    // F01
  std::string expr;  // true when the rule is met
};

absl::StatusOr<std::vector<BenchRule>> ReadRules(const std::string& file);

// The rules as a pack over zhiheng.bench.v1.Label, each with a message of two
// placeholders. With `copies` above one the further copies, F01c2 and so on,
// are guarded by types that no label has.
std::string PackText(const std::vector<BenchRule>& rules, int copies);

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_RULES_FILE_H_
