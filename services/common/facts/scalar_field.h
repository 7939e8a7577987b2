// One written scalar into one field of a message: numbers, texts, flags, enum
// values, and the messages that have a short form (Decimal, Money, Amount,
// Date, Timestamp, wrappers).
//
// Stateless, thread-safe apart from the message written to. Failures are
// returned as a problem without path and position.
#ifndef SERVICES_COMMON_FACTS_SCALAR_FIELD_H_
#define SERVICES_COMMON_FACTS_SCALAR_FIELD_H_

#include <optional>

#include "services/common/facts/problem.h"
#include "services/common/facts/value_tree.h"

namespace google::protobuf {
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace zhiheng {

// True for an unquoted null, `~` or nothing at all.
bool IsNullValue(const ValueNode& value);

// Sets, or appends to, a field that is not a message.
// REQUIRES: `value` is plain or quoted.
std::optional<FactsProblem> SetScalarField(
    const ValueNode& value, bool strict,
    const google::protobuf::FieldDescriptor* field,
    google::protobuf::Message* message);

// Fills a message from its short form. REQUIRES: as above.
std::optional<FactsProblem> SetShortForm(const ValueNode& value, bool strict,
                                         google::protobuf::Message* message);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_SCALAR_FIELD_H_
