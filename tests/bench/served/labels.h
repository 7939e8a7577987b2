// The labels of cel40 as each server takes them, and what each answered.
//
// Pure functions, thread-safe. Answers that cannot be read are
// INVALID_ARGUMENT.
#ifndef TESTS_BENCH_SERVED_LABELS_H_
#define TESTS_BENCH_SERVED_LABELS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cel40/label_generator.h"

namespace zhiheng::bench {

// Requests, as bytes.
std::string EvaluateRequestFor(const LabelCase& item);
std::string BatchEvaluateRequestFor(absl::Span<const LabelCase> items);
std::string CerbosRequestFor(absl::Span<const LabelCase> items);

// What is broken, label by label, of the answers to these requests.
absl::StatusOr<std::vector<Broken>> ReadEvaluateResponse(
    const std::string& bytes);
absl::StatusOr<std::vector<Broken>> ReadBatchEvaluateResponse(
    const std::string& bytes);
absl::StatusOr<std::vector<Broken>> ReadCerbosResponse(
    const std::string& bytes);

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_SERVED_LABELS_H_
