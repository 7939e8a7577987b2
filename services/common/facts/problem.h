// A mistake in facts that somebody wrote: where it stands, what was written,
// the rule it breaks and what to do about it. Data, never an absl::Status.
//
// Plain values: thread-safe as values are.
#ifndef SERVICES_COMMON_FACTS_PROBLEM_H_
#define SERVICES_COMMON_FACTS_PROBLEM_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng {

struct FactsProblem {
  // UPPER_SNAKE, for programs: UNKNOWN_FIELD, MALFORMED_DECIMAL …
  std::string reason;
  // From the root, in the names that evidence and missing facts use:
  // `label.fertilizer.n_pct`, `case.acts[0].from`. Empty for the whole input.
  std::string path;
  // 1-based; 0 when the facts did not come as text. The column counts
  // characters, not bytes.
  int line = 0;
  int column = 0;
  // What was written, cut to 80 characters.
  std::string value;
  // The rule, as a sentence without a full stop.
  std::string rule;
  // What to do about it; may be empty.
  std::string hint;
};

// The problem in one line: `label.x: "abc": a decimal holds digits only; hint`.
std::string ProblemSentence(const FactsProblem& problem);

// For a terminal: `file:line:column: path: rule`, the line with a caret under
// the place, and the hint. `text` is the input that was read.
std::string RenderProblem(const FactsProblem& problem, absl::string_view file,
                          absl::string_view text);

// Makes `text` fit in one line of a message: control characters escaped, at
// most 80 characters.
std::string ShortValue(absl::string_view text);

// By line, column, path: the order in which a person reads.
void SortProblems(std::vector<FactsProblem>* problems);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_PROBLEM_H_
