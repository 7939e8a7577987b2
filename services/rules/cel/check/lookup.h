// The checker's stand-in for expressions that are evaluated without checking:
// names get their meaning, everything else is dyn. What has no meaning is
// kUnresolved and fails when it is evaluated. Stateless.
#ifndef SERVICES_RULES_CEL_CHECK_LOOKUP_H_
#define SERVICES_RULES_CEL_CHECK_LOOKUP_H_

#include "services/rules/cel/check/checker.h"

namespace zhiheng::cel {

Checked LookUpNames(const Ast& ast, const Scope& scope);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_CHECK_LOOKUP_H_
