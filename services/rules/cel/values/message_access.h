// Fields of protobuf messages as values, by descriptor and reflection, so that
// generated and dynamic messages are read alike; well-known types and this
// house's Decimal, Money and Date are adapted. What is not known (see
// knowledge.h) comes out as an unknown value with its path.
//
// Stateless. The message must outlive the value.
#ifndef SERVICES_RULES_CEL_VALUES_MESSAGE_ACCESS_H_
#define SERVICES_RULES_CEL_VALUES_MESSAGE_ACCESS_H_

#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// A message as the value it stands for. `path` may be null.
Value AdaptMessage(Context& context, const google::protobuf::Message& message,
                   const AttributeNode* path);

// REQUIRES: `field` is a field of the message's type. `adapted` is
// AdaptedKind() of the field's message type (kPlain for other fields).
Value ReadField(Context& context, const google::protobuf::Message& message,
                const google::protobuf::FieldDescriptor* field, Adapted adapted,
                const AttributeNode* parent);
Adapted AdaptedField(const google::protobuf::FieldDescriptor* field);

// has(message.field): a bool, or unknown.
Value TestField(Context& context, const google::protobuf::Message& message,
                const google::protobuf::FieldDescriptor* field,
                const AttributeNode* parent);

// A field of something unknown: when the unknown is exactly the message that
// has the field, the answer waits for the field, not for the whole message.
// `test` for has().
Value ReadUnknownField(Context& context, const Value& unknown,
                       const google::protobuf::FieldDescriptor* field,
                       bool test);

// What a google.protobuf.Any holds; an error when its type is not in the pool.
Value UnpackAny(Context& context, const google::protobuf::Message& any,
                const AttributeNode* path);

// One step below `parent`.
const AttributeNode* ChildPath(Context& context, const AttributeNode* parent,
                               const google::protobuf::FieldDescriptor* field);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_MESSAGE_ACCESS_H_
