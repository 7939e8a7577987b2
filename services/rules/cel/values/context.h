// What making a value may need: memory, the pool that knows message types and
// the factory that builds them. Functions get it with their arguments.
//
// One thread; lives as long as one evaluation. The helpers make the error and
// unknown values of this room.
#ifndef SERVICES_RULES_CEL_VALUES_CONTEXT_H_
#define SERVICES_RULES_CEL_VALUES_CONTEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rules/cel/syntax/limits.h"
#include "services/rules/cel/values/arena.h"
#include "services/rules/cel/values/attribute.h"
#include "services/rules/cel/values/value.h"

namespace google::protobuf {
class Descriptor;
class DescriptorPool;
class MessageFactory;
}  // namespace google::protobuf

namespace zhiheng::cel {

// A bound variable, for functions that name facts.
struct ContextRoot {
  const AttributeNode* node = nullptr;
  const google::protobuf::Descriptor* message = nullptr;  // null: no message
};

struct Context {
  Arena arena;
  const google::protobuf::DescriptorPool* pool = nullptr;
  google::protobuf::MessageFactory* factory = nullptr;
  Limits limits;
  // What functions such as needs() may name.
  absl::Span<const ContextRoot> roots;
  int64_t steps = 0;  // what is left
  // Fields of enum types read as values of the enum, not as ints.
  bool strong_enums = false;

  // `code` must be a literal.
  Value Error(absl::string_view code, absl::string_view message);
  Value NoOverload(absl::string_view function, absl::Span<const Value> args);
  Value Unknown(const AttributeNode* path);
  // The union; the others must be unknown too.
  Value MergeUnknown(const Value& a, const Value& b);
  // The first error, unless something is unknown: then the union of unknowns.
  // REQUIRES: at least one of the values is abnormal.
  Value FirstAbnormal(absl::Span<const Value> values);
  // A copy; the error memory_limit when there is no room for it.
  Value Text(absl::string_view text) {
    return Room(text.size()) ? Value::String(arena.Copy(text)) : MemoryLimit();
  }
  // Whether Limits::memory leaves room for so many bytes more.
  bool Room(size_t bytes) const {
    return static_cast<int64_t>(arena.bytes() + bytes) <= limits.memory;
  }
  Value MemoryLimit();
  // Copies the values; the error memory_limit when there is no room for them.
  Value List(absl::Span<const Value> values);
  // Takes an array that lives in the arena.
  Value ListOf(const Value* values, size_t count);
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_CONTEXT_H_
