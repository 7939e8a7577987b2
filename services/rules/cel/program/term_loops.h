// Recognises loops over terms: TERMS.exists(t, x.contains(t)), also with loops
// between, as in TERMS.exists(t, LIST.exists(c, c.contains(t))), and all() with
// a negated test. Whether any term is in any text does not depend on the order
// of the loops, so that one scan of each text replaces the loop over terms.
//
// Stateless.
#ifndef SERVICES_RULES_CEL_PROGRAM_TERM_LOOPS_H_
#define SERVICES_RULES_CEL_PROGRAM_TERM_LOOPS_H_

#include <memory>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/eval/term_scanner.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

// The call contains(x, t) that the loop comes down to; -1: another loop.
int FindTermTest(const Ast& ast, const Checked& checked,
                 const Comprehension& loop);
// The predicate of all() or exists(); of all() without its negation.
int TermLoopBody(const Ast& ast, const Comprehension& loop);

// containsAny, firstOf and allOf with constant terms as one scan; null for
// other calls.
NodePtr FindTerms(const Overload& overload, std::vector<NodePtr>& args);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_PROGRAM_TERM_LOOPS_H_
