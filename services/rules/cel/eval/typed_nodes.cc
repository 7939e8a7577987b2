// One template for each shape: compare, equal, arithmetic, negate, not, size;
// a table at the end maps overloads to them. Tested by
// module/fast_paths_test.cc.
#include "services/rules/cel/eval/typed_nodes.h"

#include <cstring>
#include <map>
#include <utility>

#include "services/rules/cel/eval/loop_nodes.h"
#include "services/rules/cel/eval/map_nodes.h"
#include "services/rules/cel/eval/record_nodes.h"
#include "services/rules/cel/eval/text_nodes.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

// How a C++ type is asked for and turned back into a Value.
struct Doubles {
  using Operand = GotDouble;
  static Operand Of(const EvalNode& n, Frame& f) { return n.Double(f); }
  static bool Ok(const Operand& v) { return v.ok; }
  static Value Box(const Operand& v) { return Value::Double(v.value); }
  static bool Less(const Operand& a, const Operand& b) {
    return a.value < b.value;
  }
  static bool LessEqual(const Operand& a, const Operand& b) {
    return a.value <= b.value;
  }
  static bool Equal(const Operand& a, const Operand& b) {
    return a.value == b.value;
  }
};

struct Ints {
  using Operand = GotInt;
  static Operand Of(const EvalNode& n, Frame& f) { return n.Int(f); }
  static bool Ok(const Operand& v) { return v.ok; }
  static Value Box(const Operand& v) { return Value::Int(v.value); }
  static bool Less(const Operand& a, const Operand& b) {
    return a.value < b.value;
  }
  static bool LessEqual(const Operand& a, const Operand& b) {
    return a.value <= b.value;
  }
  static bool Equal(const Operand& a, const Operand& b) {
    return a.value == b.value;
  }
};

struct Texts {
  using Operand = GotText;
  static Operand Of(const EvalNode& n, Frame& f) { return n.Text(f); }
  static bool Ok(const Operand& v) { return v.ok(); }
  static Value Box(const Operand& v) { return Value::String(v.view()); }
  static bool Less(const Operand& a, const Operand& b) {
    return a.view() < b.view();
  }
  static bool LessEqual(const Operand& a, const Operand& b) {
    return a.view() <= b.view();
  }
  static bool Equal(const Operand& a, const Operand& b) {
    return a.size == b.size && std::memcmp(a.data, b.data, a.size) == 0;
  }
};

struct Bools {
  using Operand = Truth;
  static Operand Of(const EvalNode& n, Frame& f) { return n.Test(f); }
  static bool Ok(Operand v) { return v != Truth::kNeither; }
  static Value Box(Operand v) { return Value::Bool(v == Truth::kTrue); }
  static bool Equal(Operand a, Operand b) { return a == b; }
};

template <typename Typed>
class BinaryNode {
 public:
  BinaryNode(const Function* function, NodePtr left, NodePtr right)
      : function_(function), left_(std::move(left)), right_(std::move(right)) {}

 protected:
  using Operand = typename Typed::Operand;

  // Both operands, or false: then frame.other is what the function says.
  bool Read(Frame& f, Operand* a, Operand* b) const {
    *a = Typed::Of(*left_, f);
    if (!Typed::Ok(*a)) {
      const Value left = f.other;
      f.other = CallOn(f, left, right_->Eval(f));
      return false;
    }
    *b = Typed::Of(*right_, f);
    if (Typed::Ok(*b)) return true;
    f.other = CallOn(f, Typed::Box(*a), f.other);
    return false;
  }
  std::vector<const EvalNode*> Both() const {
    return {left_.get(), right_.get()};
  }
  const std::string& name() const { return function_->name; }

 private:
  Value CallOn(Frame& f, const Value& a, const Value& b) const {
    const Value both[] = {a, b};
    return CallByKind(f.context, *function_, false, both);
  }

  const Function* function_;
  NodePtr left_;
  NodePtr right_;
};

enum class Order { kLess, kLessEqual, kGreater, kGreaterEqual };

template <typename Typed, Order kOrder>
class CompareNode : public BoolNode, BinaryNode<Typed> {
 public:
  using BinaryNode<Typed>::BinaryNode;
  Truth Test(Frame& f) const override {
    typename Typed::Operand a{};
    typename Typed::Operand b{};
    // What the function said instead may be a bool: 1 < 2 through dyn.
    if (!this->Read(f, &a, &b)) return TruthOf(f, Value(f.other));
    switch (kOrder) {
      case Order::kLess:
        return ToTruth(Typed::Less(a, b));
      case Order::kLessEqual:
        return ToTruth(Typed::LessEqual(a, b));
      case Order::kGreater:
        return ToTruth(Typed::Less(b, a));
      case Order::kGreaterEqual:
        return ToTruth(Typed::LessEqual(b, a));
    }
    return Truth::kNeither;
  }
  std::string Label() const override { return this->name() + " (typed)"; }
  std::vector<const EvalNode*> Children() const override {
    return this->Both();
  }
};

template <typename Typed>
class SameTypeEqualNode : public BoolNode {
 public:
  SameTypeEqualNode(bool negated, NodePtr left, NodePtr right)
      : negated_(negated), left_(std::move(left)), right_(std::move(right)) {}
  Truth Test(Frame& f) const override {
    const typename Typed::Operand a = Typed::Of(*left_, f);
    if (!Typed::Ok(a)) {
      const Value left = f.other;
      return Slow(f, left, right_->Eval(f));
    }
    const typename Typed::Operand b = Typed::Of(*right_, f);
    if (!Typed::Ok(b)) return Slow(f, Typed::Box(a), Value(f.other));
    return ToTruth(Typed::Equal(a, b) != negated_);
  }
  std::string Label() const override {
    return negated_ ? "!= (typed)" : "== (typed)";
  }
  std::vector<const EvalNode*> Children() const override {
    return {left_.get(), right_.get()};
  }

 private:
  Truth Slow(Frame& f, const Value& a, const Value& b) const {
    const Value equal = Equality(f.context, a, b);
    if (!equal.IsAbnormal()) return ToTruth(equal.bool_value() != negated_);
    f.other = equal;
    return Truth::kNeither;
  }
  bool negated_;
  NodePtr left_;
  NodePtr right_;
};

enum class Arithmetic { kAdd, kSubtract, kMultiply };

template <Arithmetic kOp>
class DoubleArithmeticNode : public DoubleNode, BinaryNode<Doubles> {
 public:
  using BinaryNode<Doubles>::BinaryNode;
  GotDouble Double(Frame& f) const override {
    GotDouble a{};
    GotDouble b{};
    if (!Read(f, &a, &b)) {
      return {f.other.double_value(), f.other.Is(Kind::kDouble)};
    }
    switch (kOp) {
      case Arithmetic::kAdd:
        return {a.value + b.value, true};
      case Arithmetic::kSubtract:
        return {a.value - b.value, true};
      case Arithmetic::kMultiply:
        return {a.value * b.value, true};
    }
    return {0, false};
  }
  std::string Label() const override { return name() + " (typed)"; }
  std::vector<const EvalNode*> Children() const override { return Both(); }
};

template <Arithmetic kOp>
class IntArithmeticNode : public IntNode, BinaryNode<Ints> {
 public:
  using BinaryNode<Ints>::BinaryNode;
  GotInt Int(Frame& f) const override {
    GotInt a{};
    GotInt b{};
    if (!Read(f, &a, &b)) {
      return {f.other.int_value(), f.other.Is(Kind::kInt)};
    }
    int64_t out = 0;
    bool overflows = false;
    switch (kOp) {
      case Arithmetic::kAdd:
        overflows = __builtin_add_overflow(a.value, b.value, &out);
        break;
      case Arithmetic::kSubtract:
        overflows = __builtin_sub_overflow(a.value, b.value, &out);
        break;
      case Arithmetic::kMultiply:
        overflows = __builtin_mul_overflow(a.value, b.value, &out);
        break;
    }
    if (!overflows) return {out, true};
    f.other = f.context.Error("overflow", "int: the result is out of range");
    return {0, false};
  }
  std::string Label() const override { return name() + " (typed)"; }
  std::vector<const EvalNode*> Children() const override { return Both(); }
};

class NotNode : public BoolNode {
 public:
  NotNode(const Function* function, NodePtr operand)
      : function_(function), operand_(std::move(operand)) {}
  Truth Test(Frame& f) const override {
    const Truth t = operand_->Test(f);
    if (t != Truth::kNeither) return ToTruth(t == Truth::kFalse);
    const Value args[] = {f.other};
    return TruthOf(f, CallByKind(f.context, *function_, false, args));
  }
  std::string Label() const override { return "not"; }
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 private:
  const Function* function_;
  NodePtr operand_;
};

// size(list), without the list where only its size is needed.
class ListSizeNode : public IntNode {
 public:
  ListSizeNode(const Function* function, bool member, NodePtr list)
      : function_(function), member_(member), list_(std::move(list)) {}
  GotInt Int(Frame& f) const override {
    if (const RepeatedNode* repeated = list_->AsRepeated()) {
      const int size = repeated->Size(f);
      if (size >= 0) return {size, true};
    } else if (const auto* collected =
                   dynamic_cast<const CollectNode*>(list_.get())) {
      return collected->Count(f);
    }
    const Value list = list_->Eval(f);
    if (list.Is(Kind::kList)) return {list.list().size(), true};
    const Value args[] = {list};
    f.other = CallByKind(f.context, *function_, member_, args);
    return {f.other.int_value(), f.other.Is(Kind::kInt)};
  }
  std::string Label() const override { return "size of list"; }
  std::vector<const EvalNode*> Children() const override {
    return {list_.get()};
  }

 private:
  const Function* function_;
  bool member_;
  NodePtr list_;
};

using Operands = std::vector<NodePtr>;
using Maker = NodePtr (*)(const Function&, bool, Operands&);

template <typename Node>
NodePtr Binary(const Function& function, bool, Operands& o) {
  return std::make_unique<Node>(&function, std::move(o[0]), std::move(o[1]));
}
template <Order kOrder>
void AddCompare(std::map<std::string, Maker>& makers, const std::string& id) {
  makers[id + "_double"] = Binary<CompareNode<Doubles, kOrder>>;
  makers[id + "_int64"] = Binary<CompareNode<Ints, kOrder>>;
  makers[id + "_string"] = Binary<CompareNode<Texts, kOrder>>;
}
NodePtr MakeNot(const Function& function, bool, Operands& o) {
  return std::make_unique<NotNode>(&function, std::move(o[0]));
}
NodePtr MakeListSize(const Function& function, bool member, Operands& o) {
  return std::make_unique<ListSizeNode>(&function, member, std::move(o[0]));
}
NodePtr MakeContains(const Function&, bool, Operands& o) {
  const Value* part = o[1]->Constant();
  if (part == nullptr || !part->Is(Kind::kString)) return nullptr;
  return std::make_unique<ContainsNode>(std::move(o[0]), part->text());
}

NodePtr MakeHasKey(const Function& function, bool, Operands& o) {
  const Value* key = o[0]->Constant();
  if (key == nullptr) return nullptr;
  return std::make_unique<HasKeyNode>(&function, *key, std::move(o[1]));
}
NodePtr MakeAtKey(const Function& function, bool, Operands& o) {
  const Value* key = o[1]->Constant();
  if (key == nullptr) return nullptr;
  return std::make_unique<AtKeyNode>(&function, std::move(o[0]), *key);
}

const std::map<std::string, Maker>& Makers() {
  static const auto* const makers = [] {
    auto* m = new std::map<std::string, Maker>();
    AddCompare<Order::kLess>(*m, "less");
    AddCompare<Order::kLessEqual>(*m, "less_equals");
    AddCompare<Order::kGreater>(*m, "greater");
    AddCompare<Order::kGreaterEqual>(*m, "greater_equals");
    (*m)["add_double"] = Binary<DoubleArithmeticNode<Arithmetic::kAdd>>;
    (*m)["subtract_double"] =
        Binary<DoubleArithmeticNode<Arithmetic::kSubtract>>;
    (*m)["multiply_double"] =
        Binary<DoubleArithmeticNode<Arithmetic::kMultiply>>;
    (*m)["add_int64"] = Binary<IntArithmeticNode<Arithmetic::kAdd>>;
    (*m)["subtract_int64"] = Binary<IntArithmeticNode<Arithmetic::kSubtract>>;
    (*m)["multiply_int64"] = Binary<IntArithmeticNode<Arithmetic::kMultiply>>;
    (*m)["logical_not"] = MakeNot;
    (*m)["size_list"] = MakeListSize;
    (*m)["list_size"] = MakeListSize;
    (*m)["contains_string"] = MakeContains;
    (*m)["in_map"] = MakeHasKey;
    (*m)["index_map"] = MakeAtKey;
    return m;
  }();
  return *makers;
}

}  // namespace

NodePtr MakeTypedCall(const Function& function, const Overload& overload,
                      std::vector<NodePtr>& operands) {
  const auto it = Makers().find(overload.id);
  return it == Makers().end() ? nullptr
                              : it->second(function, overload.member, operands);
}

NodePtr MakeTypedEqual(bool negated, TypeKind type, NodePtr& left,
                       NodePtr& right) {
  const auto make = [&](auto typed) -> NodePtr {
    return std::make_unique<SameTypeEqualNode<decltype(typed)>>(
        negated, std::move(left), std::move(right));
  };
  switch (type) {
    case TypeKind::kString: {
      const Value* text = right->Constant();
      if (text != nullptr && text->Is(Kind::kString)) {
        return std::make_unique<TextEqualsNode>(negated, std::move(left),
                                                text->text());
      }
      return make(Texts());
    }
    case TypeKind::kDouble:
      return make(Doubles());
    case TypeKind::kInt:
      return make(Ints());
    case TypeKind::kBool:
      return make(Bools());
    default:
      return nullptr;
  }
}

}  // namespace zhiheng::cel
