// The name that type() gives a value's type. Stateless.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_TYPE_NAME_H_
#define SERVICES_RULES_CEL_FUNCTIONS_TYPE_NAME_H_

#include "absl/strings/string_view.h"
#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

absl::string_view TypeNameOf(const Value& value);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_TYPE_NAME_H_
