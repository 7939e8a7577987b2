// Maps from keys and values in turn. Stateless.
#ifndef SERVICES_RULES_CEL_VALUES_MAP_BUILDER_H_
#define SERVICES_RULES_CEL_VALUES_MAP_BUILDER_H_

#include "absl/types/span.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// Copies the entries. The error unsupported_key_type or repeated_key when they
// make no map. REQUIRES: none of the values is abnormal.
Value MakeMap(Context& context, absl::Span<const Value> entries);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_MAP_BUILDER_H_
