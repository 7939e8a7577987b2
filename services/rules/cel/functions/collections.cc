// @in and indexing, and over lists: sum min max join.
#include "services/rules/cel/values/collections.h"

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/indexes.h"

namespace zhiheng::cel {
namespace {

Value InList(Context& c, Args a) {
  const ListValue& list = a[1].list();
  Value unknown;
  for (int i = 0; i < list.size(); ++i) {
    const Value equal = Equality(c, list.Get(i), a[0]);
    if (equal.IsError()) return equal;
    if (equal.IsUnknown()) {
      unknown = unknown.IsUnknown() ? c.MergeUnknown(unknown, equal) : equal;
    } else if (equal.bool_value()) {
      return equal;
    }
  }
  return unknown.IsUnknown() ? unknown : Value::Bool(false);
}
Value InMap(Context&, Args a) {
  Value ignored;
  return Value::Bool(a[1].map().Find(a[0], &ignored));
}

Value IndexMap(Context& c, Args a) {
  Value found;
  if (a[0].map().Find(a[1], &found)) return found;
  return c.Error("no_such_key",
                 absl::StrCat("no such key: ", DebugString(a[1])));
}

Value IndexList(Context& c, Args a) {
  const ListValue& list = a[0].list();
  const int i = ListIndex(list, a[1]);
  if (i < 0) {
    return c.Error("index_out_of_bounds",
                   absl::StrCat("index ", DebugString(a[1]),
                                " is outside a list of ", list.size()));
  }
  return list.Get(i);
}

// All elements, or the first that is abnormal (unknowns joined).
bool Elements(Context& c, const ListValue& list, Value* abnormal) {
  for (int i = 0; i < list.size(); ++i) {
    const Value v = list.Get(i);
    if (!v.IsAbnormal()) continue;
    const Value both[] = {*abnormal, v};
    *abnormal = abnormal->IsAbnormal() ? c.FirstAbnormal(both) : v;
  }
  return !abnormal->IsAbnormal();
}

Value Sum(Context& c, Args a) {
  const ListValue& list = a[0].list();
  Value sum;
  if (!Elements(c, list, &sum)) return sum;
  const Function& add = *FunctionRegistry::House().Find("_+_");
  sum = list.size() == 0 ? Value::Int(0) : list.Get(0);
  // A list may hold other things than its type says: null in a wrapper.
  if (!sum.IsNumber() && !sum.Is(Kind::kDecimal) && !sum.Is(Kind::kMoney)) {
    return c.NoOverload("sum", a);
  }
  for (int i = 1; i < list.size(); ++i) {
    const Value operands[] = {sum, list.Get(i)};
    sum = CallByKind(c, add, false, operands);
    if (sum.IsAbnormal()) return sum;
  }
  return sum;
}
Value SumDecimals(Context& c, Args a) {
  const Value sum = Sum(c, a);
  return sum.Is(Kind::kInt)
             ? Value::OfDecimal(Decimal::FromInt(sum.int_value()))
             : sum;
}
Value SumMoney(Context& c, Args a) {
  const Value sum = Sum(c, a);
  return sum.Is(Kind::kInt) ? Value::Money(Decimal(), "") : sum;
}

template <int kSign>
Value Extreme(Context& c, Args a) {
  const ListValue& list = a[0].list();
  Value best;
  if (!Elements(c, list, &best)) return best;
  if (list.size() == 0) {
    return c.Error("invalid_argument",
                   "an empty list has no smallest or largest element");
  }
  best = list.Get(0);
  for (int i = 1; i < list.size(); ++i) {
    const Value v = list.Get(i);
    const std::optional<int> order = CompareValues(v, best);
    if (!order.has_value()) {
      const Value both[] = {v, best};
      return c.NoOverload("comparison", both);
    }
    if (*order * kSign > 0) best = v;
  }
  return best;
}

}  // namespace

void AddCollections(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("@in", Plain("in_list", {A(), List(A())}, kBool, InList));
  r.Add("@in", Plain("in_map", {A(), Type::Map(A(), B())}, kBool, InMap));
  r.Add("_[_]", Plain("index_list", {List(A()), kInt}, A(), IndexList));
  for (const TypeKind number : {kUint, kDouble}) {
    Overload index = Plain("index_list_" + Type(number).ToString(),
                           {List(A()), number}, A(), IndexList);
    index.checked = false;
    r.Add("_[_]", std::move(index));
  }
  r.Add("_[_]", Plain("index_map", {Type::Map(A(), B()), A()}, B(), IndexMap));
}

void AddHouseCollections(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  struct Number {
    const char* name;
    TypeKind kind;
    FunctionImpl sum;
  };
  for (const Number& n :
       {Number{"int", kInt, Sum}, Number{"decimal", kDecimal, SumDecimals},
        Number{"money", kMoney, SumMoney}}) {
    r.Add("sum", Plain(absl::StrCat("sum_", n.name), {List(n.kind)}, n.kind,
                       n.sum, "求和", "the exact sum of the elements"));
    r.Add("sum",
          Member(absl::StrCat("list_sum_", n.name), {List(n.kind)}, n.kind,
                 n.sum, "求和", "the exact sum of the elements"));
  }
  r.Add("min", Plain("min_list", {List(A())}, A(), Extreme<-1>, "最小值",
                     "the smallest element"));
  r.Add("max", Plain("max_list", {List(A())}, A(), Extreme<1>, "最大值",
                     "the largest element"));
  r.Add("min", Member("list_min", {List(A())}, A(), Extreme<-1>, "最小值",
                      "the smallest element"));
  r.Add("max", Member("list_max", {List(A())}, A(), Extreme<1>, "最大值",
                      "the largest element"));
}

}  // namespace zhiheng::cel
