// Questions of LawBench 1-1 (what does article N of law X say?) put to
// ResolveCitation, and its answers held against the answer key.
//
// For reports. Fails when the file of questions cannot be read.
#ifndef TESTS_CORPORA_LAWBENCH_CHECK_H_
#define TESTS_CORPORA_LAWBENCH_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::corpora {

struct LawBenchResult {
  int questions = 0;
  int resolved = 0;  // to a provision with a text
  int right = 0;     // whose text is the answer, punctuation left out
  std::vector<std::string> wrong;  // citation and what came instead
};

// `as_of`: the day that the answers were written for.
absl::StatusOr<LawBenchResult> CheckLawBench(
    const catalog::CatalogEngine& engine, const std::string& corpora,
    CivilDate as_of);

// Letters, digits and Chinese characters of a text: what two prints of one law
// share.
std::string Bare(absl::string_view text);

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_LAWBENCH_CHECK_H_
