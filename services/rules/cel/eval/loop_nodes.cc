#include "services/rules/cel/eval/loop_nodes.h"

#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/eval/basic_nodes.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Message;
using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;

Value StepLimit(Context& c) {
  return c.Error("step_limit", absl::StrCat("the evaluation took more than ",
                                            c.limits.steps, " steps"));
}

// Something that should have been a bool.
Value NotBool(Context& c, const Value& v) {
  const Value args[] = {v};
  return c.NoOverload("condition", args);
}

// Values that grow in the arena.
class ArenaVector {
 public:
  explicit ArenaVector(Arena& arena) : arena_(arena) {}
  void Add(const Value& v) {
    if (size_ == capacity_) {
      capacity_ = capacity_ == 0 ? 8 : 2 * capacity_;
      Value* larger = arena_.NewArray<Value>(capacity_);
      std::copy(data_, data_ + size_, larger);
      data_ = larger;
    }
    data_[size_++] = v;
  }
  const Value* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  Arena& arena_;
  Value* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

Value Keep(Context& c, const Value& before, const Value& abnormal) {
  if (!before.IsAbnormal()) return abnormal;
  const Value both[] = {before, abnormal};
  return c.FirstAbnormal(both);
}

}  // namespace

template <typename Turn>
Value LoopNode::Elements(Frame& f, int size, const Turn& turn) const {
  for (int i = 0; i < size; ++i) {
    if ((f.context.steps -= cost_) < 0) return StepLimit(f.context);
    if (!f.context.Room(0)) return f.context.MemoryLimit();
    if (!turn(i)) break;
  }
  return Value();
}

template <typename Turn>
Value LoopNode::ForEachInPlace(Frame& f, const Message* holder,
                               const Turn& turn) const {
  Value& variable = f.slots[slot_];
  switch (repeated_->of()) {
    case RepeatedNode::Of::kMessage: {
      const auto& list = repeated_->In<RepeatedPtrField<Message>>(holder);
      return Elements(f, list.size(), [&](int i) {
        const Message& m = list.Get(i);
        f.records[record_] = &m;
        variable = Value::Message(&m);
        return turn(f);
      });
    }
    case RepeatedNode::Of::kText: {
      const auto& list = repeated_->In<RepeatedPtrField<std::string>>(holder);
      return Elements(f, list.size(), [&](int i) {
        const std::string& text = list.Get(i);
        variable = Value::String({text.data(), text.size()});
        return turn(f);
      });
    }
    case RepeatedNode::Of::kDouble: {
      const auto& list = repeated_->In<RepeatedField<double>>(holder);
      return Elements(f, list.size(), [&](int i) {
        variable = Value::Double(list.Get(i));
        return turn(f);
      });
    }
  }
  return Value();
}

template <typename Turn>
Value LoopNode::ForEach(Frame& f, const Turn& turn) const {
  if (repeated_ != nullptr) {
    const Message* holder = repeated_->Holder(f);
    if (holder != nullptr) return ForEachInPlace(f, holder, turn);
  }
  if (record_ >= 0) f.records[record_] = nullptr;
  const Value range = range_->Eval(f);
  if (range.Is(Kind::kList)) {
    const ListValue& list = range.list();
    return Elements(f, list.size(), [&](int i) {
      f.slots[slot_] = list.Get(i);
      return turn(f);
    });
  }
  if (range.Is(Kind::kMap)) {
    const MapValue& map = range.map();
    return Elements(f, map.size(), [&](int i) {
      f.slots[slot_] = map.KeyAt(i);
      return turn(f);
    });
  }
  if (range.IsAbnormal()) return range;
  const Value args[] = {range};
  return f.context.NoOverload("loop", args);
}

Truth QuantifierNode::Test(Frame& f) const {
  Value abnormal;  // joined so far; null: none
  bool decided = false;
  const Value stopped = ForEach(f, [&](Frame& frame) {
    const Truth t = predicate_->Test(frame);
    if (t == ToTruth(!stop_)) return true;
    decided = t != Truth::kNeither;
    if (!decided) {
      abnormal = LogicNode::Merge(
          frame.context, stop_,
          abnormal.Is(Kind::kNull) ? Value::Bool(!stop_) : abnormal,
          frame.other);
    }
    return !decided;
  });
  if (stopped.IsAbnormal()) {
    f.other = stopped;
    return Truth::kNeither;
  }
  if (decided) return ToTruth(stop_);
  return abnormal.Is(Kind::kNull) ? ToTruth(!stop_) : TruthOf(f, abnormal);
}

Value QuantifierNode::Eval(Frame& f) const {
  const Truth t = Test(f);
  return t == Truth::kNeither ? f.other : Value::Bool(t == Truth::kTrue);
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

template <typename Take>
Value CollectNode::Collect(Frame& f, const Take& take) const {
  Value abnormal;
  const Value stopped = ForEach(f, [&](Frame& frame) {
    const Truth keep =
        predicate_ == nullptr ? Truth::kTrue : predicate_->Test(frame);
    if (keep == Truth::kFalse) return true;
    Value v;
    if (keep == Truth::kTrue) {
      v = element_ == nullptr ? frame.slots[slot_] : element_->Eval(frame);
    } else {
      v = frame.other.IsAbnormal() ? frame.other
                                   : NotBool(frame.context, frame.other);
    }
    if (v.IsAbnormal()) {
      abnormal = Keep(frame.context, abnormal, v);
    } else {
      take(v);
    }
    return true;
  });
  return stopped.IsAbnormal() ? stopped : abnormal;
}

Value CollectNode::Eval(Frame& f) const {
  ArenaVector out(f.context.arena);
  const Value abnormal = Collect(f, [&](const Value& v) { out.Add(v); });
  return abnormal.IsAbnormal() ? abnormal
                               : f.context.ListOf(out.data(), out.size());
}

GotInt CollectNode::Count(Frame& f) const {
  int64_t count = 0;
  f.other = Collect(f, [&](const Value&) { ++count; });
  return {count, !f.other.IsAbnormal()};
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
