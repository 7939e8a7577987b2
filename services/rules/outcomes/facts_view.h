// The facts of one subject as rules see them: the message, what is known about
// unset fields, and the places a path leads to.
//
// Not thread-safe. The message must outlive the view.
#ifndef SERVICES_RULES_OUTCOMES_FACTS_VIEW_H_
#define SERVICES_RULES_OUTCOMES_FACTS_VIEW_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/exact/civil_date.h"
#include "services/common/exact/decimal.h"
#include "services/rules/cel/values/attribute.h"
#include "services/rules/cel/values/knowledge.h"

namespace google::protobuf {
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace zhiheng::rules {

// One place that a path leads to.
struct Fact {
  enum class State { kSet, kUnknown, kAbsent };
  State state = State::kUnknown;
  std::string path;
  // The message that holds the field, when it is set.
  const google::protobuf::Message* holder = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = -1;  // of one element; -1: the field as a whole
};

// A date of known year, perhaps month and day.
struct PartialDate {
  int year = 0;
  int month = 0;
  int day = 0;
  DateInterval days;
};

// An amount as established.
struct BoundedAmount {
  enum class Bound { kExact, kAtLeast, kAtMost };
  Decimal value;
  Bound bound = Bound::kExact;
};

class FactsView {
 public:
  // Places beyond these are not listed: evidence stays readable.
  static constexpr size_t kMaxPlaces = 100;

  // INVALID_ARGUMENT names an exception path that cannot be read.
  static absl::StatusOr<std::unique_ptr<FactsView>> Create(
      std::string variable, const google::protobuf::Message& message,
      cel::Knowledge knowledge);

  const std::string& variable() const { return variable_; }
  const google::protobuf::Message& message() const { return message_; }
  const cel::Knowledge& knowledge() const { return knowledge_; }

  // Every place the fields lead to, in order; at least one: an unset step
  // gives the whole path as unknown or absent.
  std::vector<Fact> Find(
      absl::Span<const google::protobuf::FieldDescriptor* const> fields) const;

  // The value as people read it, at most 200 characters; empty for messages
  // that have no short form.
  static std::string Show(const Fact& fact);

  // REQUIRES: the fact is a set Date. nullopt: no day it could mean.
  static std::optional<PartialDate> DateOf(const Fact& fact);
  // REQUIRES: the fact is a set Money or Amount. nullopt: it holds no number.
  static std::optional<BoundedAmount> AmountOf(const Fact& fact);

 private:
  FactsView(std::string variable, const google::protobuf::Message& message,
            cel::Knowledge knowledge,
            std::unique_ptr<const cel::CompiledKnowledge> compiled);
  class Walk;
  Fact::State StateOfUnset(const cel::AttributeNode& node) const;

  std::string variable_;
  const google::protobuf::Message& message_;
  cel::Knowledge knowledge_;
  std::unique_ptr<const cel::CompiledKnowledge> compiled_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_FACTS_VIEW_H_
