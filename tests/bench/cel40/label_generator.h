// Labels for the forty-rule benchmark, with known violations planted.
//
// Deterministic: the same seed gives the same labels everywhere. A fifth of the
// labels carries one to four violations; the others are right.
#ifndef TESTS_BENCH_CEL40_LABEL_GENERATOR_H_
#define TESTS_BENCH_CEL40_LABEL_GENERATOR_H_

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "cel40/label.pb.h"

namespace zhiheng::bench {

inline constexpr int kRuleCount = 40;

// Bit i is rule F(i+1): set when the rule is broken.
using Broken = std::bitset<kRuleCount>;

struct LabelCase {
  v1::Label label;
  Broken planted;
};

std::vector<LabelCase> GenerateLabels(int count, uint64_t seed);

// One JSON object a line, keys as the proto field names, for subjects that do
// not read protobuf.
std::string ToJson(const v1::Label& label);

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_LABEL_GENERATOR_H_
