#include "services/rules/cel/eval/basic_nodes.h"

#include <re2/re2.h>

#include "services/rules/cel/functions/regex.h"

namespace zhiheng::cel {

Value DefinitionNode::Eval(Frame& f) const {
  DefinitionCell& cell = f.definitions[index_];
  if (!cell.done) {
    cell.value = body_->Eval(f);
    cell.done = true;
  }
  return cell.value;
}

Value LogicNode::Merge(Context& c, bool stop, const Value& a, const Value& b) {
  for (const Value* v : {&a, &b}) {
    if (v->Is(Kind::kBool) && v->bool_value() == stop) return *v;
  }
  const bool plain_a = a.Is(Kind::kBool);
  const bool plain_b = b.Is(Kind::kBool);
  if (plain_a && plain_b) return a;
  if (a.IsAbnormal() || b.IsAbnormal()) {
    const Value both[] = {a, b};
    const Value out = c.FirstAbnormal(both);
    // An operand of the wrong kind is an error too, but not a better answer.
    return out;
  }
  const Value both[] = {a, b};
  return c.NoOverload(stop ? "||" : "&&", both);
}

Value LogicNode::Eval(Frame& f) const {
  const Value left = left_->Eval(f);
  if (left.Is(Kind::kBool)) {
    if (left.bool_value() == stop_) return left;
    const Value right = right_->Eval(f);
    if (right.Is(Kind::kBool)) return right;
    return Merge(f.context, stop_, left, right);
  }
  return Merge(f.context, stop_, left, right_->Eval(f));
}

Value ConditionalNode::Eval(Frame& f) const {
  const Value condition = condition_->Eval(f);
  if (condition.IsTrue()) return yes_->Eval(f);
  if (condition.IsFalse()) return no_->Eval(f);
  if (condition.IsAbnormal()) return condition;
  const Value args[] = {condition};
  return f.context.NoOverload("?:", args);
}

Value EqualNode::Eval(Frame& f) const {
  const Value both[] = {left_->Eval(f), right_->Eval(f)};
  if (both[0].IsAbnormal() || both[1].IsAbnormal()) {
    return f.context.FirstAbnormal(both);
  }
  return Value::Bool(ValuesEqual(both[0], both[1]) != negated_);
}

Value CallNode::Run(Context& c, const Value* values) const {
  const absl::Span<const Value> args(values, args_.size());
  if (overload_ == nullptr) return CallByKind(c, *function_, member_, args);
  for (const Value& arg : args) {
    if (arg.IsAbnormal()) return c.FirstAbnormal(args);
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

MatchNode::MatchNode(NodePtr operand, std::unique_ptr<const re2::RE2> regex)
    : operand_(std::move(operand)), regex_(std::move(regex)) {}
MatchNode::~MatchNode() = default;

Value MatchNode::Eval(Frame& f) const {
  const Value v = operand_->Eval(f);
  if (v.Is(Kind::kString)) return Value::Bool(RegexSearch(*regex_, v.text()));
  if (v.IsAbnormal()) return v;
  const Value args[] = {v};
  return f.context.NoOverload("matches", args);
}

std::string MatchNode::Label() const { return "matches " + regex_->pattern(); }

}  // namespace zhiheng::cel
