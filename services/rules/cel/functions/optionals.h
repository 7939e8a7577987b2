// Optional values, for functions and for the nodes that read them. Stateless.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_OPTIONALS_H_
#define SERVICES_RULES_CEL_FUNCTIONS_OPTIONALS_H_

#include "absl/strings/string_view.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

Value Some(Context& context, const Value& value);
Value None();

// What is at `name` in a map or message (or in an optional one), as an
// optional; with `test`, whether something is. Errors and unknowns pass.
Value SelectOptional(Context& context, const Value& operand,
                     absl::string_view name, bool test);

// null, false, 0, empty text, list or map, a message without fields, none.
bool IsZero(const Value& value);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_OPTIONALS_H_
