// Values of enums, where those are types of their own. Stateless.
#ifndef SERVICES_RULES_CEL_VALUES_ENUMS_H_
#define SERVICES_RULES_CEL_VALUES_ENUMS_H_

#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// From an int32 or the name of a value; else an error. What is abnormal passes.
Value MakeEnum(Context& context, const google::protobuf::EnumDescriptor* type,
               const Value& from);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_ENUMS_H_
