// Protobuf messages as JSON by protobuf's own mapping: fields in the order of
// their declaration, camelCase names, no defaults, UTF-8 as is. What it prints,
// any other protobuf JSON reader takes.
//
// Stateless, thread-safe. INTERNAL when a message cannot be printed (an Any of
// an unknown type).
#ifndef SERVICES_COMMON_FACTS_CANONICAL_JSON_H_
#define SERVICES_COMMON_FACTS_CANONICAL_JSON_H_

#include <string>

#include "absl/status/statusor.h"

namespace google::protobuf {
class DescriptorPool;
class Message;
}  // namespace google::protobuf

namespace zhiheng {

enum class JsonLayout { kOneLine, kIndented };

// `pool` finds the types of Any messages that are not built in; may be null.
absl::StatusOr<std::string> ToCanonicalJson(
    const google::protobuf::Message& message,
    JsonLayout layout = JsonLayout::kOneLine,
    const google::protobuf::DescriptorPool* pool = nullptr);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_CANONICAL_JSON_H_
