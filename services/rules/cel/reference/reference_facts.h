// How the reference evaluator reads facts: through protobuf reflection alone,
// one field at a time, everything copied out when it is read. For tests only.
//
// Shares no code with values/message_access: the two are compared. Stateless.
// What is read lives in the context's arena and points into the message.
#ifndef SERVICES_RULES_CEL_REFERENCE_REFERENCE_FACTS_H_
#define SERVICES_RULES_CEL_REFERENCE_REFERENCE_FACTS_H_

#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// A message as the value it stands for: a timestamp, a decimal, a list, …
// `path` is its place in the facts; null when it has none.
Value ReferenceAdapt(Context& context, const google::protobuf::Message& message,
                     const AttributeNode* path);

// message.field and has(message.field).
Value ReferenceRead(Context& context, const google::protobuf::Message& message,
                    const google::protobuf::FieldDescriptor* field,
                    const AttributeNode* path);
Value ReferenceHas(Context& context, const google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor* field,
                   const AttributeNode* path);

// The same two for a message that is unknown as a whole.
Value ReferenceReadUnknown(Context& context, const Value& unknown,
                           const google::protobuf::FieldDescriptor* field,
                           bool has);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_REFERENCE_REFERENCE_FACTS_H_
