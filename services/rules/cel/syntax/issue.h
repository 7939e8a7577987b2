// A mistake in an expression: what, where, what to do. Data, not a Status.
// Value type. Offsets are bytes; line and column count from 1, the column in
// code points.
#ifndef SERVICES_RULES_CEL_SYNTAX_ISSUE_H_
#define SERVICES_RULES_CEL_SYNTAX_ISSUE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

struct Issue {
  std::string code;  // stable, e.g. "cel-unknown-field"
  int offset = 0;    // first byte
  int length = 1;    // bytes to underline
  int line = 1;
  int column = 1;
  std::string message;  // one sentence
  std::string hint;     // what to do; may be empty
};

// Fills line and column from the offset.
void PlaceIssue(absl::string_view text, Issue* issue);

// Sorts by position, drops doubles.
void SortIssues(std::vector<Issue>* issues);

// The issue with the line it is in and a caret under it:
//   2:5: unknown field "pc" of zhiheng.facts.v1.Nutrient [cel-unknown-field]
//    | x.pc > 3
//    | ..^
//   hint: did you mean "pct"?
std::string RenderIssue(absl::string_view text, const Issue& issue);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_ISSUE_H_
