#include "services/rules/outcomes/facts_view.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kMaxShownCharacters = 200;
constexpr int kMaxShownElements = 20;

const Message& MessageAt(const Fact& fact) {
  const Reflection& reflection = *fact.holder->GetReflection();
  return fact.index >= 0 ? reflection.GetRepeatedMessage(*fact.holder,
                                                         fact.field, fact.index)
                         : reflection.GetMessage(*fact.holder, fact.field);
}

std::string StringField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return message.GetReflection()->GetString(message, field);
}

int IntField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return message.GetReflection()->GetInt32(message, field);
}

std::string ShowDate(const Message& date) {
  const int month = IntField(date, "month");
  const int day = IntField(date, "day");
  std::string out = absl::StrCat(IntField(date, "year"));
  if (month > 0) absl::StrAppendFormat(&out, "-%02d", month);
  if (day > 0) absl::StrAppendFormat(&out, "-%02d", day);
  return out;
}

std::string ShowMoney(const Message& money) {
  const std::string currency = StringField(money, "currency_code");
  return absl::StrCat(StringField(money, "amount"),
                      currency.empty() || currency == "CNY" ? "" : " ",
                      currency == "CNY" ? "" : currency);
}

std::string ShowAmount(const Message& amount) {
  const Descriptor& type = *amount.GetDescriptor();
  const Reflection& reflection = *amount.GetReflection();
  const int bound =
      reflection.GetEnumValue(amount, type.FindFieldByName("bound"));
  return absl::StrCat(
      bound == 2   ? "≥ "
      : bound == 3 ? "≤ "
                   : "",
      ShowMoney(reflection.GetMessage(amount, type.FindFieldByName("value"))));
}

std::string ShowMessage(const Message& message) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "zhiheng.type.v1.Date") return ShowDate(message);
  if (type == "zhiheng.type.v1.Decimal") return StringField(message, "value");
  if (type == "zhiheng.type.v1.Money") return ShowMoney(message);
  if (type == "zhiheng.type.v1.Amount") return ShowAmount(message);
  return "";
}

template <typename T>
std::string Text(T value) {
  return absl::StrCat(value);
}

std::string ShowScalar(const Message& m, const FieldDescriptor* f, int i) {
  const Reflection& r = *m.GetReflection();
  const bool one = i < 0;
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return (one ? r.GetBool(m, f) : r.GetRepeatedBool(m, f, i)) ? "true"
                                                                  : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return Text(one ? r.GetInt32(m, f) : r.GetRepeatedInt32(m, f, i));
    case FieldDescriptor::CPPTYPE_INT64:
      return Text(one ? r.GetInt64(m, f) : r.GetRepeatedInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Text(one ? r.GetUInt32(m, f) : r.GetRepeatedUInt32(m, f, i));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Text(one ? r.GetUInt64(m, f) : r.GetRepeatedUInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_ENUM:
      return (one ? r.GetEnum(m, f) : r.GetRepeatedEnum(m, f, i))->name();
    case FieldDescriptor::CPPTYPE_STRING:
      return one ? r.GetString(m, f) : r.GetRepeatedString(m, f, i);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ShowMessage(one ? r.GetMessage(m, f)
                             : r.GetRepeatedMessage(m, f, i));
    default:
      return "";  // floating point does not occur in facts
  }
}

std::string Shortened(std::string text) {
  int characters = 0;
  for (size_t pos = 0; pos < text.size();) {
    if (++characters > kMaxShownCharacters) return text.substr(0, pos) + "…";
    NextCodePoint(text, &pos);
  }
  return text;
}

}  // namespace

FactsView::FactsView(std::string variable, const Message& message,
                     cel::Knowledge knowledge,
                     std::unique_ptr<const cel::CompiledKnowledge> compiled)
    : variable_(std::move(variable)),
      message_(message),
      knowledge_(std::move(knowledge)),
      compiled_(std::move(compiled)) {}

absl::StatusOr<std::unique_ptr<FactsView>> FactsView::Create(
    std::string variable, const Message& message, cel::Knowledge knowledge) {
  ASSIGN_OR_RETURN(auto compiled, cel::CompiledKnowledge::Compile(knowledge));
  return std::unique_ptr<FactsView>(new FactsView(
      std::move(variable), message, std::move(knowledge), std::move(compiled)));
}

Fact::State FactsView::StateOfUnset(const cel::AttributeNode& node) const {
  switch (compiled_->Match(node)) {
    case cel::Known::kUnknown:
      return Fact::State::kUnknown;
    case cel::Known::kAbsent:
      return Fact::State::kAbsent;
    case cel::Known::kDefault:
      return compiled_->unset_is_unknown() ? Fact::State::kUnknown
                                           : Fact::State::kAbsent;
  }
  return Fact::State::kUnknown;
}

// Follows one path over all its places, a step of the path at a time.
class FactsView::Walk {
 public:
  explicit Walk(const FactsView& view) : view_(view) {
    cel::AttributeNode root;
    root.name = view.variable_;
    nodes_.push_back(root);
    places_.push_back({&view.message_, &nodes_.back()});
  }

  void Step(const FieldDescriptor* field, bool last) {
    std::vector<Place> next;
    for (const Place& place : places_) {
      if (found_.size() + next.size() >= kMaxPlaces) break;
      const cel::AttributeNode* node =
          Child(place.node, cel::AttributeNode::Step::kField, field, 0);
      if (!IsSet(place, field)) {
        // An empty list has nothing to step into: the list is what is missing.
        if (last || field->is_repeated()) {
          Found(view_.StateOfUnset(*node), *node, nullptr, field);
        } else {
          next.push_back({nullptr, node});
        }
      } else if (view_.compiled_->Match(*node) == cel::Known::kUnknown) {
        Found(Fact::State::kUnknown, *node, nullptr, field);
      } else if (last) {
        Found(Fact::State::kSet, *node, place.message, field);
      } else {
        Enter(*place.message, field, node, &next);
      }
    }
    places_ = std::move(next);
  }

  std::vector<Fact> Take() { return std::move(found_); }

 private:
  struct Place {
    const Message* message;  // null: unset on the way
    const cel::AttributeNode* node;
  };

  static bool IsSet(const Place& place, const FieldDescriptor* field) {
    if (place.message == nullptr) return false;
    const Reflection& reflection = *place.message->GetReflection();
    if (field->is_repeated()) {
      return reflection.FieldSize(*place.message, field) > 0;
    }
    return !field->has_presence() || reflection.HasField(*place.message, field);
  }

  void Enter(const Message& message, const FieldDescriptor* field,
             const cel::AttributeNode* node, std::vector<Place>* next) {
    const Reflection& reflection = *message.GetReflection();
    if (!field->is_repeated()) {
      next->push_back({&reflection.GetMessage(message, field), node});
      return;
    }
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size && next->size() < kMaxPlaces; ++i) {
      next->push_back(
          {&reflection.GetRepeatedMessage(message, field, i),
           Child(node, cel::AttributeNode::Step::kIndex, nullptr, i)});
    }
  }

  void Found(Fact::State state, const cel::AttributeNode& node,
             const Message* holder, const FieldDescriptor* field) {
    Fact fact;
    fact.state = state;
    fact.path = cel::PathString(node);
    fact.holder = holder;
    fact.field = field;
    found_.push_back(std::move(fact));
  }

  const cel::AttributeNode* Child(const cel::AttributeNode* parent,
                                  cel::AttributeNode::Step step,
                                  const FieldDescriptor* field, int64_t index) {
    cel::AttributeNode node;
    node.parent = parent;
    node.step = step;
    node.field = field;
    node.index = index;
    nodes_.push_back(node);
    return &nodes_.back();
  }

  const FactsView& view_;
  std::deque<cel::AttributeNode> nodes_;  // a deque: they point at each other
  std::vector<Place> places_;
  std::vector<Fact> found_;
};

std::vector<Fact> FactsView::Find(
    absl::Span<const FieldDescriptor* const> fields) const {
  Walk walk(*this);
  for (size_t i = 0; i < fields.size(); ++i) {
    walk.Step(fields[i], i + 1 == fields.size());
  }
  return walk.Take();
}

std::string FactsView::Show(const Fact& fact) {
  if (fact.state != Fact::State::kSet) return "";
  if (!fact.field->is_repeated() || fact.index >= 0) {
    return Shortened(ShowScalar(*fact.holder, fact.field, fact.index));
  }
  const int size =
      fact.holder->GetReflection()->FieldSize(*fact.holder, fact.field);
  std::string out;
  for (int i = 0; i < size && i < kMaxShownElements; ++i) {
    const std::string one = ShowScalar(*fact.holder, fact.field, i);
    if (one.empty() && fact.field->message_type() != nullptr) {
      return absl::StrCat("×", size);
    }
    absl::StrAppend(&out, i == 0 ? "" : "、", one);
  }
  if (size > kMaxShownElements) out += "、…";
  return Shortened(std::move(out));
}

std::optional<PartialDate> FactsView::DateOf(const Fact& fact) {
  const Message& message = MessageAt(fact);
  PartialDate date{IntField(message, "year"),
                   IntField(message, "month"),
                   IntField(message, "day"),
                   {}};
  const absl::StatusOr<DateInterval> days =
      PossibleDays(date.year, date.month, date.day);
  if (!days.ok()) return std::nullopt;
  date.days = *days;
  return date;
}

std::optional<BoundedAmount> FactsView::AmountOf(const Fact& fact) {
  const Message* message = &MessageAt(fact);
  BoundedAmount out;
  if (message->GetDescriptor()->full_name() == "zhiheng.type.v1.Amount") {
    const Descriptor& type = *message->GetDescriptor();
    const Reflection& reflection = *message->GetReflection();
    const int bound =
        reflection.GetEnumValue(*message, type.FindFieldByName("bound"));
    if (bound == 2) out.bound = BoundedAmount::Bound::kAtLeast;
    if (bound == 3) out.bound = BoundedAmount::Bound::kAtMost;
    message = &reflection.GetMessage(*message, type.FindFieldByName("value"));
  }
  const absl::StatusOr<Decimal> value =
      Decimal::Parse(StringField(*message, "amount"));
  if (!value.ok()) return std::nullopt;
  out.value = *value;
  return out;
}

}  // namespace zhiheng::rules
