// Every limit of the rule language, by name. A caller raises one by giving a
// Limits with a larger number; each has a test at its edge.
#ifndef SERVICES_RULES_CEL_SYNTAX_LIMITS_H_
#define SERVICES_RULES_CEL_SYNTAX_LIMITS_H_

#include <cstdint>

namespace zhiheng::cel {

struct Limits {
  // Bytes of one expression.
  int expression_length = 100'000;
  // Nodes of one expression after its macros are expanded.
  int nodes = 20'000;
  // Brackets, calls and conditionals inside one another.
  int parse_depth = 250;
  // Height of the tree: also bounds the stack that evaluation needs.
  int tree_height = 1'000;
  // Elements written in one list, map or message literal.
  int literal_size = 10'000;
  // Issues reported for one expression; further ones are left out.
  int issues = 50;
  // Memory of one compiled regular expression, in RE2's instructions times 64.
  int64_t regex_bytes = 1 << 20;
  // Work of one evaluation: every turn of a comprehension costs the nodes of
  // its body.
  int64_t steps = 5'000'000;
  // Elements or bytes that one operation may build.
  int64_t result_size = 1'000'000;
  // Bytes that the results of one evaluation may take until it is reset. Steps
  // do not bound them: one step may build a text of result_size.
  int64_t memory = int64_t{128} << 20;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_LIMITS_H_
