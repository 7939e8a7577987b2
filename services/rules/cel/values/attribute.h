// Where a value stands in the bound facts (label.nutrients[0].pct), and the
// set of such places that an answer still waits for.
//
// AttributeNode and UnknownSet live in the arena of one evaluation; immutable.
#ifndef SERVICES_RULES_CEL_VALUES_ATTRIBUTE_H_
#define SERVICES_RULES_CEL_VALUES_ATTRIBUTE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rules/cel/values/value.h"

namespace google::protobuf {
class FieldDescriptor;
}  // namespace google::protobuf

namespace zhiheng::cel {

class CompiledKnowledge;

// One step of a path; the root step is the variable.
struct AttributeNode {
  enum class Step : uint8_t { kVariable, kField, kIndex, kKey };

  const AttributeNode* parent = nullptr;
  Step step = Step::kVariable;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int64_t index = 0;
  absl::string_view name;  // of the variable, or a map key
  const CompiledKnowledge* knowledge = nullptr;  // null: all is known
};

// label.nutrients[0].pct
std::string PathString(const AttributeNode& node);
// The order of findings: step by step, indexes as numbers.
bool PathLess(const AttributeNode& a, const AttributeNode& b);
bool PathEqual(const AttributeNode& a, const AttributeNode& b);

// Sorted, without doubles, never empty.
class UnknownSet {
 public:
  explicit UnknownSet(absl::Span<const AttributeNode* const> paths)
      : paths_(paths) {}
  absl::Span<const AttributeNode* const> paths() const { return paths_; }
  std::vector<std::string> PathStrings() const;

 private:
  absl::Span<const AttributeNode* const> paths_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_ATTRIBUTE_H_
