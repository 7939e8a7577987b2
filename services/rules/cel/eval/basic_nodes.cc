#include "services/rules/cel/eval/basic_nodes.h"

namespace zhiheng::cel {

Value DefinitionNode::Eval(Frame& f) const {
  MemoCell& cell = f.memo[index_];
  if (cell.generation != f.generation) {
    cell.value = body_->Eval(f);
    cell.generation = f.generation;
  }
  return cell.value;
}

Value LogicNode::Merge(Context& c, bool stop, const Value& a, const Value& b) {
  for (const Value* v : {&a, &b}) {
    if (v->Is(Kind::kBool) && v->bool_value() == stop) return *v;
  }
  // An operand of the wrong kind is an error in its place, so that it does not
  // matter how operands are grouped.
  Value both[] = {a, b};
  for (Value& v : both) {
    if (v.Is(Kind::kBool) || v.IsAbnormal()) continue;
    const Value wrong = v;
    v = c.NoOverload(stop ? "||" : "&&", {&wrong, 1});
  }
  if (both[0].Is(Kind::kBool) && both[1].Is(Kind::kBool)) return a;
  return c.FirstAbnormal(both);
}

Truth LogicNode::Test(Frame& f) const {
  const Truth decides = ToTruth(stop_);
  for (size_t i = 0; i < operands_.size(); ++i) {
    const Truth t = operands_[i]->Test(f);
    if (t == decides) return t;
    if (t == Truth::kNeither) return Rest(f, i);
  }
  return ToTruth(!stop_);
}

// Operand i came out as frame.other, none before it decided.
Truth LogicNode::Rest(Frame& f, size_t i) const {
  Value all = f.other;
  if (i > 0) all = Merge(f.context, stop_, Value::Bool(!stop_), all);
  for (++i; i < operands_.size(); ++i) {
    const Truth t = operands_[i]->Test(f);
    if (t == ToTruth(stop_)) return t;
    all = Merge(f.context, stop_, all,
                t == Truth::kNeither ? f.other : Value::Bool(!stop_));
  }
  return TruthOf(f, all);
}

std::vector<const EvalNode*> LogicNode::Children() const {
  std::vector<const EvalNode*> out;
  for (const NodePtr& operand : operands_) out.push_back(operand.get());
  return out;
}

const EvalNode* ConditionalNode::Branch(Frame& f) const {
  switch (condition_->Test(f)) {
    case Truth::kTrue:
      return yes_.get();
    case Truth::kFalse:
      return no_.get();
    case Truth::kNeither:
      break;
  }
  if (!f.other.IsAbnormal()) {
    const Value args[] = {f.other};
    f.other = f.context.NoOverload("?:", args);
  }
  return nullptr;
}

Value ConditionalNode::Eval(Frame& f) const {
  const EvalNode* branch = Branch(f);
  return branch == nullptr ? f.other : branch->Eval(f);
}
Truth ConditionalNode::Test(Frame& f) const {
  const EvalNode* branch = Branch(f);
  return branch == nullptr ? Truth::kNeither : branch->Test(f);
}
GotInt ConditionalNode::Int(Frame& f) const {
  const EvalNode* branch = Branch(f);
  return branch == nullptr ? GotInt{0, false} : branch->Int(f);
}
GotDouble ConditionalNode::Double(Frame& f) const {
  const EvalNode* branch = Branch(f);
  return branch == nullptr ? GotDouble{0, false} : branch->Double(f);
}
GotText ConditionalNode::Text(Frame& f) const {
  const EvalNode* branch = Branch(f);
  return branch == nullptr ? GotText::None() : branch->Text(f);
}

Value EqualNode::Eval(Frame& f) const {
  const Value left = left_->Eval(f);
  const Value equal = Equality(f.context, left, right_->Eval(f));
  return equal.IsAbnormal() ? equal
                            : Value::Bool(equal.bool_value() != negated_);
}

Value CallNode::Run(Context& c, const Value* values) const {
  const absl::Span<const Value> args(values, args_.size());
  if (overload_ == nullptr) return CallByKind(c, *function_, member_, args);
  for (const Value& arg : args) {
    if (arg.IsAbnormal()) return c.FirstAbnormal(args);
  }
  // What the checker concluded is not what memory safety rests on: a list may
  // hold a null that came out of a wrapper, or what came out of a dyn.
  for (size_t i = 0; i < args.size(); ++i) {
    if (!KindMatches(overload_->params[i], args[i])) {
      return CallByKind(c, *function_, member_, args);
    }
  }
  return overload_->impl(c, args);
}

Value CallNode::Eval(Frame& f) const {
  if (args_.size() <= kInline) {
    Value values[kInline];
    for (size_t i = 0; i < args_.size(); ++i) values[i] = args_[i]->Eval(f);
    return Run(f.context, values);
  }
  std::vector<Value> values;
  for (const NodePtr& arg : args_) values.push_back(arg->Eval(f));
  return Run(f.context, values.data());
}

std::vector<const EvalNode*> CallNode::Children() const {
  std::vector<const EvalNode*> out;
  for (const NodePtr& arg : args_) out.push_back(arg.get());
  return out;
}

}  // namespace zhiheng::cel
