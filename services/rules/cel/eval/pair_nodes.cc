#include "services/rules/cel/eval/pair_nodes.h"

#include "absl/strings/str_cat.h"
#include "services/rules/cel/eval/basic_nodes.h"
#include "services/rules/cel/values/map_builder.h"

namespace zhiheng::cel {
namespace {

Value Keep(Context& c, const Value& before, const Value& abnormal) {
  if (!before.IsAbnormal()) return abnormal;
  const Value both[] = {before, abnormal};
  return c.FirstAbnormal(both);
}

Value TooLarge(Context& c) {
  return c.Error("too_large", "the result would be larger than the limit");
}

}  // namespace

template <typename Turn>
Value PairLoopNode::ForEach(Frame& f, const Turn& turn) const {
  const Value range = p_.range->Eval(f);
  const bool list = range.Is(Kind::kList);
  if (!list && !range.Is(Kind::kMap)) {
    return range.IsAbnormal() ? range
                              : f.context.NoOverload("loop", {&range, 1});
  }
  const int size = list ? range.list().size() : range.map().size();
  for (int i = 0; i < size; ++i) {
    if ((f.context.steps -= p_.cost) < 0) {
      return f.context.Error("step_limit",
                             absl::StrCat("the evaluation took more than ",
                                          f.context.limits.steps, " steps"));
    }
    f.slots[p_.first] = list ? Value::Int(i) : range.map().KeyAt(i);
    f.slots[p_.second] = list ? range.list().Get(i) : range.map().ValueAt(i);
    if (!turn()) break;
  }
  return Value();
}

Value PairLoopNode::Quantify(Frame& f) const {
  const bool stop = p_.macro == MacroKind::kExists;
  Value result = Value::Bool(!stop);
  const Value stopped = ForEach(f, [&] {
    const Value v = p_.predicate->Eval(f);
    if (v.Is(Kind::kBool) && v.bool_value() == stop) {
      result = v;
      return false;
    }
    if (!v.Is(Kind::kBool)) {
      const Value wrong =
          v.IsAbnormal() ? v : f.context.NoOverload("condition", {&v, 1});
      result = Keep(f.context, result, wrong);
    }
    return true;
  });
  return stopped.IsAbnormal() ? stopped : result;
}

Value PairLoopNode::One(Frame& f) const {
  int64_t count = 0;
  Value abnormal;
  const Value stopped = ForEach(f, [&] {
    const Value v = p_.predicate->Eval(f);
    if (v.IsTrue()) {
      ++count;
    } else if (!v.IsFalse()) {
      abnormal =
          Keep(f.context, abnormal,
               v.IsAbnormal() ? v : f.context.NoOverload("condition", {&v, 1}));
    }
    return true;
  });
  if (stopped.IsAbnormal()) return stopped;
  return abnormal.IsAbnormal() ? abnormal : Value::Bool(count == 1);
}

// One turn of a transformation; false when the result grows too large.
bool PairLoopNode::Take(Frame& f, std::vector<Value>* out,
                        Value* abnormal) const {
  if (p_.predicate != nullptr) {
    const Value keep = p_.predicate->Eval(f);
    if (keep.IsFalse()) return true;
    if (!keep.IsTrue()) {
      *abnormal = Keep(f.context, *abnormal,
                       keep.IsAbnormal()
                           ? keep
                           : f.context.NoOverload("condition", {&keep, 1}));
      return true;
    }
  }
  const Value v = p_.element->Eval(f);
  if (v.IsAbnormal()) {
    *abnormal = Keep(f.context, *abnormal, v);
  } else if (p_.macro == MacroKind::kTransformMapEntry) {
    if (!v.Is(Kind::kMap)) {
      *abnormal = Keep(f.context, *abnormal,
                       f.context.NoOverload("transformMapEntry", {&v, 1}));
      return true;
    }
    for (int i = 0; i < v.map().size(); ++i) {
      out->push_back(v.map().KeyAt(i));
      out->push_back(v.map().ValueAt(i));
    }
  } else {
    if (p_.macro == MacroKind::kTransformMap) out->push_back(f.slots[p_.first]);
    out->push_back(v);
  }
  return static_cast<int64_t>(out->size()) <= f.context.limits.result_size;
}

Value PairLoopNode::Transform(Frame& f) const {
  std::vector<Value> out;
  Value abnormal;
  const Value stopped = ForEach(f, [&] { return Take(f, &out, &abnormal); });
  if (stopped.IsAbnormal()) return stopped;
  if (abnormal.IsAbnormal()) return abnormal;
  if (static_cast<int64_t>(out.size()) > f.context.limits.result_size) {
    return TooLarge(f.context);
  }
  return p_.macro == MacroKind::kTransformList ? f.context.List(out)
                                               : MakeMap(f.context, out);
}

Value PairLoopNode::Eval(Frame& f) const {
  switch (p_.macro) {
    case MacroKind::kAll:
    case MacroKind::kExists:
      return Quantify(f);
    case MacroKind::kExistsOne:
      return One(f);
    default:
      return Transform(f);
  }
}

std::string PairLoopNode::Label() const {
  switch (p_.macro) {
    case MacroKind::kAll:
      return "all pairs";
    case MacroKind::kExists:
      return "exists pair";
    case MacroKind::kExistsOne:
      return "exists_one pair";
    case MacroKind::kTransformList:
      return "transformList";
    case MacroKind::kTransformMap:
      return "transformMap";
    default:
      return "transformMapEntry";
  }
}

std::vector<const EvalNode*> PairLoopNode::Children() const {
  std::vector<const EvalNode*> out = {p_.range.get()};
  if (p_.predicate != nullptr) out.push_back(p_.predicate.get());
  if (p_.element != nullptr) out.push_back(p_.element.get());
  return out;
}

}  // namespace zhiheng::cel
