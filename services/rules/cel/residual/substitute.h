// Replaces a loop variable by the element it stands for.
//
// Stateless, thread-safe.
#ifndef SERVICES_RULES_CEL_RESIDUAL_SUBSTITUTE_H_
#define SERVICES_RULES_CEL_RESIDUAL_SUBSTITUTE_H_

#include <optional>
#include <string>

#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

// The text of `body` with `text` in place of the free occurrences of the
// variable `var`. nullopt: a loop in the body has a variable that `text` would
// fall under.
std::optional<std::string> Substitute(const Ast& ast, int body,
                                      const std::string& var,
                                      const std::string& text);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_RESIDUAL_SUBSTITUTE_H_
