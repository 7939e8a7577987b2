// What fuzz targets demand beyond not crashing. A broken demand says which one
// and aborts, so that the fuzzer keeps the input. Stateless.
#ifndef TESTS_FUZZ_ORACLE_H_
#define TESTS_FUZZ_ORACLE_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/cel/syntax/issue.h"

namespace zhiheng::fuzz {

inline void Demand(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what.c_str());
  std::abort();
}

// Every issue is sorted, inside the text, and can be shown.
inline void DemandGoodIssues(absl::string_view text,
                             const std::vector<cel::Issue>& issues) {
  const int size = static_cast<int>(text.size());
  int last = 0;
  for (const cel::Issue& issue : issues) {
    Demand(!issue.code.empty() && !issue.message.empty(),
           "an issue has a code and a message");
    Demand(issue.offset >= last && issue.offset <= size,
           "issues are in order and inside the text");
    Demand(issue.length >= 0 && issue.offset + issue.length <= size + 1,
           "an issue ends inside the text");
    Demand(issue.line >= 1 && issue.column >= 1, "an issue has a position");
    Demand(!cel::RenderIssue(text, issue).empty(), "an issue can be shown");
    last = issue.offset;
  }
}

}  // namespace zhiheng::fuzz

#endif  // TESTS_FUZZ_ORACLE_H_
