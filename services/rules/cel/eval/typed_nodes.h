// Operators whose operands have one known kind: comparison and arithmetic of
// doubles, ints and texts without the detour over Value. When an operand turns
// out to be something else after all (an error, an unknown, another kind), the
// function of the language decides, as everywhere.
//
// Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_TYPED_NODES_H_
#define SERVICES_RULES_CEL_EVAL_TYPED_NODES_H_

#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/functions/registry.h"

namespace zhiheng::cel {

// The node for a call of this overload on these operands, or null when there is
// none of its own; then the operands are left as they are.
NodePtr MakeTypedCall(const Function& function, const Overload& overload,
                      std::vector<NodePtr>& operands);

// left == right (or !=) where both have the same static type; null for types
// that have no node of their own.
NodePtr MakeTypedEqual(bool negated, TypeKind type, NodePtr& left,
                       NodePtr& right);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_TYPED_NODES_H_
