#include "services/rules/cel/eval/data_nodes.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/optionals.h"
#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/message_access.h"
#include "services/rules/cel/values/message_builder.h"

namespace zhiheng::cel {
namespace {

std::vector<const EvalNode*> Raw(const std::vector<NodePtr>& nodes) {
  std::vector<const EvalNode*> out;
  for (const NodePtr& node : nodes) out.push_back(node.get());
  return out;
}

// Evaluates all; false and the abnormal value when one is abnormal.
bool EvalAll(Frame& f, const std::vector<NodePtr>& nodes, Value* out,
             Value* abnormal) {
  bool plain = true;
  for (size_t i = 0; i < nodes.size(); ++i) {
    out[i] = nodes[i]->Eval(f);
    plain = plain && !out[i].IsAbnormal();
  }
  if (!plain) *abnormal = f.context.FirstAbnormal({out, nodes.size()});
  return plain;
}

}  // namespace

SelectNode::SelectNode(NodePtr operand, std::string name,
                       const google::protobuf::FieldDescriptor* field,
                       bool test)
    : operand_(std::move(operand)),
      name_(std::move(name)),
      field_(field),
      message_(field == nullptr ? nullptr : field->containing_type()),
      adapted_(field == nullptr ? Adapted::kPlain : AdaptedField(field)),
      test_(test) {}

Value SelectNode::Eval(Frame& f) const {
  const Value operand = operand_->Eval(f);
  switch (operand.kind()) {
    case Kind::kMessage:
      return FromMessage(f.context, operand);
    case Kind::kMap:
      return FromMap(f.context, operand);
    case Kind::kUnknown:
      return field_ == nullptr
                 ? operand
                 : ReadUnknownField(f.context, operand, field_, test_);
    case Kind::kError:
      return operand;
    case Kind::kOptional:
      return SelectOptional(f.context, operand, name_, test_);
    default:
      break;
  }
  const Value args[] = {operand};
  return f.context.NoOverload(absl::StrCat("field ", name_), args);
}

Value SelectNode::FromMessage(Context& c, const Value& operand) const {
  const google::protobuf::Message& m = *operand.message();
  if (m.GetDescriptor() == message_) {
    return test_ ? TestField(c, m, field_, operand.path())
                 : ReadField(c, m, field_, adapted_, operand.path());
  }
  const auto* field = m.GetDescriptor()->FindFieldByName(name_);
  if (field == nullptr) {
    field = m.GetReflection()->FindKnownExtensionByName(name_);
  }
  if (field == nullptr) {
    return c.Error("no_such_field",
                   absl::StrCat("no such field: ", name_, " of ",
                                m.GetDescriptor()->full_name()));
  }
  return test_ ? TestField(c, m, field, operand.path())
               : ReadField(c, m, field, AdaptedField(field), operand.path());
}

Value SelectNode::FromMap(Context& c, const Value& operand) const {
  Value found;
  const bool there = operand.map().Find(Value::String(name_), &found);
  if (test_) return found.IsUnknown() ? found : Value::Bool(there);
  return there ? found
               : c.Error("no_such_key", absl::StrCat("no such key: ", name_));
}

std::string SelectNode::Label() const {
  return absl::StrCat(test_ ? "has ." : "field .", name_,
                      field_ == nullptr ? " (by name)" : "");
}

Value ListNode::Eval(Frame& f) const {
  Value* values = f.context.arena.NewArray<Value>(elements_.size());
  Value abnormal;
  if (!EvalAll(f, elements_, values, &abnormal)) return abnormal;
  return f.context.ListOf(values, elements_.size());
}
std::vector<const EvalNode*> ListNode::Children() const {
  return Raw(elements_);
}

Value MapNode::Eval(Frame& f) const {
  Value* values = f.context.arena.NewArray<Value>(entries_.size());
  Value abnormal;
  if (!EvalAll(f, entries_, values, &abnormal)) return abnormal;
  ValueSet keys;
  for (size_t i = 0; i < entries_.size(); i += 2) {
    if (!IsMapKey(values[i])) {
      return f.context.Error(
          "unsupported_key_type",
          absl::StrCat("a ", KindName(values[i].kind()), " cannot be a key"));
    }
    if (!keys.insert(values[i]).second) {
      return f.context.Error(
          "repeated_key",
          absl::StrCat("the key ", DebugString(values[i]), " stands twice"));
    }
  }
  return Value::Map(ArrayMap::Make(f.context.arena, values,
                                   static_cast<int>(entries_.size() / 2)));
}
std::vector<const EvalNode*> MapNode::Children() const { return Raw(entries_); }

Value StructNode::Eval(Frame& f) const {
  Value* values = f.context.arena.NewArray<Value>(values_.size());
  Value abnormal;
  if (!EvalAll(f, values_, values, &abnormal)) return abnormal;
  return BuildMessage(f.context, type_, fields_, {values, values_.size()});
}
std::string StructNode::Label() const {
  return absl::StrCat("message ", type_->full_name());
}
std::vector<const EvalNode*> StructNode::Children() const {
  return Raw(values_);
}

}  // namespace zhiheng::cel
