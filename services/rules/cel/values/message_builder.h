// Messages made by expressions: Type{field: value}. Stateless; the message
// lives in the context's arena.
#ifndef SERVICES_RULES_CEL_VALUES_MESSAGE_BUILDER_H_
#define SERVICES_RULES_CEL_VALUES_MESSAGE_BUILDER_H_

#include "absl/types/span.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// The adapted value of a new message, or an error: a value out of a field's
// range, a kind that does not fit, no factory. One value for each field.
Value BuildMessage(
    Context& context, const google::protobuf::Descriptor* type,
    absl::Span<const google::protobuf::FieldDescriptor* const> fields,
    absl::Span<const Value> values);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_MESSAGE_BUILDER_H_
