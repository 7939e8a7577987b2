#include "services/rules/cel/eval/optional_nodes.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/map_builder.h"
#include "services/rules/cel/values/message_builder.h"

namespace zhiheng::cel {

std::vector<const EvalNode*> OptionalEntries::Children() const {
  std::vector<const EvalNode*> out;
  for (const NodePtr& value : values_) out.push_back(value.get());
  return out;
}

bool OptionalEntries::Present(Frame& f, std::vector<Value>* values,
                              std::vector<size_t>* entries,
                              Value* abnormal) const {
  std::vector<Value> all;
  bool plain = true;
  for (size_t i = 0; i < values_.size(); ++i) {
    Value v = values_[i]->Eval(f);
    const size_t entry = i / per_entry_;
    if (i % per_entry_ == per_entry_ - 1 && entry < optional_.size() &&
        optional_[entry] && !v.Is(Kind::kOptional) && !v.IsAbnormal()) {
      v = f.context.NoOverload("optional entry", {&v, 1});
    }
    plain = plain && !v.IsAbnormal();
    all.push_back(v);
  }
  if (!plain) {
    *abnormal = f.context.FirstAbnormal(all);
    return false;
  }
  for (size_t i = 0; i < all.size(); i += per_entry_) {
    const size_t entry = i / per_entry_;
    Value& last = all[i + per_entry_ - 1];
    if (entry < optional_.size() && optional_[entry]) {
      if (!last.optional().has_value) continue;
      last = last.optional().value;
    }
    for (size_t k = 0; k < per_entry_; ++k) values->push_back(all[i + k]);
    entries->push_back(entry);
  }
  return true;
}

Value OptionalListNode::Eval(Frame& f) const {
  std::vector<Value> values;
  std::vector<size_t> entries;
  Value abnormal;
  if (!Present(f, &values, &entries, &abnormal)) return abnormal;
  return f.context.List(values);
}

Value OptionalMapNode::Eval(Frame& f) const {
  std::vector<Value> values;
  std::vector<size_t> entries;
  Value abnormal;
  if (!Present(f, &values, &entries, &abnormal)) return abnormal;
  return MakeMap(f.context, values);
}

Value OptionalStructNode::Eval(Frame& f) const {
  std::vector<Value> values;
  std::vector<size_t> entries;
  Value abnormal;
  if (!Present(f, &values, &entries, &abnormal)) return abnormal;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  for (const size_t entry : entries) fields.push_back(fields_[entry]);
  return BuildMessage(f.context, type_, fields, values);
}

Value OptionalOrNode::Eval(Frame& f) const {
  const Value left = left_->Eval(f);
  if (left.IsAbnormal()) return left;
  if (!left.Is(Kind::kOptional)) {
    const Value both[] = {left, right_->Eval(f)};
    if (both[1].IsAbnormal()) return both[1];
    return f.context.NoOverload(unwrap_ ? "orValue" : "or", both);
  }
  if (left.optional().has_value) {
    return unwrap_ ? left.optional().value : left;
  }
  const Value right = right_->Eval(f);
  if (unwrap_ || right.IsAbnormal() || right.Is(Kind::kOptional)) return right;
  const Value both[] = {left, right};
  return f.context.NoOverload("or", both);
}

}  // namespace zhiheng::cel
