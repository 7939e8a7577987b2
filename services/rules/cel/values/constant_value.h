// A constant as a value in an arena. Stateless.
#ifndef SERVICES_RULES_CEL_VALUES_CONSTANT_VALUE_H_
#define SERVICES_RULES_CEL_VALUES_CONSTANT_VALUE_H_

#include "services/rules/cel/values/constant.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

Value MakeValue(Context& context, const ConstantValue& constant);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_CONSTANT_VALUE_H_
