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
class Message;
}

namespace zhiheng {

enum class JsonLayout { kOneLine, kIndented };

absl::StatusOr<std::string> ToCanonicalJson(
    const google::protobuf::Message& message,
    JsonLayout layout = JsonLayout::kOneLine);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_CANONICAL_JSON_H_
