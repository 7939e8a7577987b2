#include "services/rules/cel/eval/loop_nodes.h"

#include "absl/strings/str_cat.h"
#include "services/rules/cel/eval/basic_nodes.h"

namespace zhiheng::cel {
namespace {

Value StepLimit(Context& c) {
  return c.Error("step_limit", absl::StrCat("the evaluation took more than ",
                                            c.limits.steps, " steps"));
}

// Something that should have been a bool.
Value NotBool(Context& c, const Value& v) {
  const Value args[] = {v};
  return c.NoOverload("condition", args);
}

Value Keep(Context& c, const Value& before, const Value& abnormal) {
  if (!before.IsAbnormal()) return abnormal;
  const Value both[] = {before, abnormal};
  return c.FirstAbnormal(both);
}

}  // namespace

template <typename Turn>
Value LoopNode::ForEach(Frame& f, const Turn& turn) const {
  const Value range = range_->Eval(f);
  const bool list = range.Is(Kind::kList);
  if (!list && !range.Is(Kind::kMap)) {
    if (range.IsAbnormal()) return range;
    const Value args[] = {range};
    return f.context.NoOverload("loop", args);
  }
  const int size = list ? range.list().size() : range.map().size();
  for (int i = 0; i < size; ++i) {
    if ((f.context.steps -= cost_) < 0) return StepLimit(f.context);
    f.slots[slot_] = list ? range.list().Get(i) : range.map().KeyAt(i);
    if (!turn(f)) break;
  }
  return Value();
}

Value QuantifierNode::Eval(Frame& f) const {
  Value result = Value::Bool(!stop_);
  const Value stopped = ForEach(f, [&](Frame& frame) {
    const Value v = predicate_->Eval(frame);
    if (v.Is(Kind::kBool)) {
      if (v.bool_value() != stop_) return true;
      result = v;
      return false;
    }
    result = LogicNode::Merge(frame.context, stop_, result, v);
    return true;
  });
  return stopped.IsAbnormal() ? stopped : result;
}

Value ExistsOneNode::Eval(Frame& f) const {
  int64_t count = 0;
  Value abnormal;
  const Value stopped = ForEach(f, [&](Frame& frame) {
    const Value v = predicate_->Eval(frame);
    if (v.IsTrue()) {
      ++count;
    } else if (!v.IsFalse()) {
      abnormal = Keep(frame.context, abnormal,
                      v.IsAbnormal() ? v : NotBool(frame.context, v));
    }
    return true;
  });
  if (stopped.IsAbnormal()) return stopped;
  return abnormal.IsAbnormal() ? abnormal : Value::Bool(count == 1);
}

Value CollectNode::Eval(Frame& f) const {
  std::vector<Value> out;
  Value abnormal;
  const Value stopped = ForEach(f, [&](Frame& frame) {
    const Value keep =
        predicate_ == nullptr ? Value::Bool(true) : predicate_->Eval(frame);
    if (keep.IsFalse()) return true;
    Value v = keep;
    if (keep.IsTrue()) {
      v = element_ == nullptr ? frame.slots[slot_] : element_->Eval(frame);
    } else if (!keep.IsAbnormal()) {
      v = NotBool(frame.context, keep);
    }
    if (v.IsAbnormal()) {
      abnormal = Keep(frame.context, abnormal, v);
    } else {
      out.push_back(v);
    }
    return true;
  });
  if (stopped.IsAbnormal()) return stopped;
  return abnormal.IsAbnormal() ? abnormal : f.context.List(out);
}

std::vector<const EvalNode*> CollectNode::Children() const {
  std::vector<const EvalNode*> out = {range_.get()};
  if (predicate_ != nullptr) out.push_back(predicate_.get());
  if (element_ != nullptr) out.push_back(element_.get());
  return out;
}

Value FoldNode::Eval(Frame& f) const {
  f.slots[accu_] = parts_.init->Eval(f);
  const Value stopped = ForEach(f, [&](Frame& frame) {
    const Value go_on = parts_.condition->Eval(frame);
    if (!go_on.IsTrue()) return false;
    frame.slots[accu_] = parts_.step->Eval(frame);
    return true;
  });
  return stopped.IsAbnormal() ? stopped : parts_.result->Eval(f);
}

std::vector<const EvalNode*> FoldNode::Children() const {
  return {range_.get(), parts_.init.get(), parts_.condition.get(),
          parts_.step.get(), parts_.result.get()};
}

}  // namespace zhiheng::cel
