// Text to tree. Macros (has, all, exists, exists_one, map, filter, cel.bind)
// are expanded while parsing.
//
// Thread-safe (no state). Mistakes are issues; a tree with a root of -1 could
// not be parsed. Nesting is bounded by Limits::parse_depth, the height of the
// tree by Limits::tree_height, so that later stages may recurse over it.
#ifndef SERVICES_RULES_CEL_SYNTAX_PARSER_H_
#define SERVICES_RULES_CEL_SYNTAX_PARSER_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/limits.h"

namespace zhiheng::cel {

struct Parsed {
  Ast ast;
  std::vector<Issue> issues;
  bool ok() const { return issues.empty(); }
};

Parsed Parse(absl::string_view text, const Limits& limits = {});

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_PARSER_H_
