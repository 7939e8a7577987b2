// Text to tree. All mistakes that the lexer finds are reported; of the
// grammar's mistakes the first.
//
// Thread-safe (no state). Time and memory are linear in the text; nothing
// recurses over it, and every limit of limits.h stops it with an issue.
// Grammar: cel-spec doc/langdef.md, with optional entries and quoted names as
// the extensions have them.
#ifndef SERVICES_RULES_CEL_SYNTAX_PARSER_H_
#define SERVICES_RULES_CEL_SYNTAX_PARSER_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/limits.h"

namespace zhiheng::cel {

// What may be written. Packs take all of it; other dialects compare us with
// implementations that have less.
struct Dialect {
  bool optional_syntax = true;   // a.?b a[?b] [?a] {?a: b} T{?a: b}
  bool quoted_names = true;      // a.`b-c`
  bool extension_macros = true;  // beyond has all exists exists_one map filter
};

struct Parsed {
  Ast ast;  // root is -1 with issues
  std::vector<Issue> issues;
  bool ok() const { return issues.empty(); }
};

Parsed Parse(absl::string_view text, const Limits& limits = {},
             const Dialect& dialect = {});

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_PARSER_H_
