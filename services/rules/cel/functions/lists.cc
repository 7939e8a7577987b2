// The lists extension: slice flatten sort distinct reverse first last and
// lists.range. sortBy() is a macro over @sortByAssociatedKeys.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/optionals.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

// All elements; false and the reason when one is abnormal.
bool Elements(const ListValue& list, std::vector<Value>* out, Value* abnormal) {
  out->reserve(static_cast<size_t>(list.size()));
  for (int i = 0; i < list.size(); ++i) {
    out->push_back(list.Get(i));
    if (out->back().IsAbnormal()) {
      *abnormal = out->back();
      return false;
    }
  }
  return true;
}

Value TooLarge(Context& c) {
  return c.Error("too_large", "the list would be longer than the limit");
}

Value Slice(Context& c, Args a) {
  const ListValue& list = a[0].list();
  const int64_t from = a[1].int_value();
  const int64_t to = a[2].int_value();
  if (from < 0 || to < from || to > list.size()) {
    return c.Error("index_out_of_bounds",
                   absl::StrCat("slice(", from, ", ", to,
                                ") is outside a list of ", list.size()));
  }
  std::vector<Value> out;
  for (int64_t i = from; i < to; ++i) {
    out.push_back(list.Get(static_cast<int>(i)));
  }
  return c.List(out);
}

// Lists inside to the depth given; a stack of our own.
Value Flatten(Context& c, Args a) {
  const int64_t depth = a.size() == 2 ? a[1].int_value() : 1;
  if (depth < 0) {
    return c.Error("invalid_argument", "flatten() takes a depth of 0 or more");
  }
  struct Level {
    Value list;
    int next;
  };
  std::vector<Level> stack = {{a[0], 0}};
  std::vector<Value> out;
  while (!stack.empty()) {
    Level& top = stack.back();
    if (top.next == top.list.list().size()) {
      stack.pop_back();
      continue;
    }
    const Value v = top.list.list().Get(top.next++);
    if (v.IsAbnormal()) return v;
    if (--c.steps < 0) return c.Error("step_limit", "too many steps");
    if (v.Is(Kind::kList) && static_cast<int64_t>(stack.size()) <= depth) {
      stack.push_back({v, 0});
    } else {
      out.push_back(v);
    }
    if (static_cast<int64_t>(out.size()) > c.limits.result_size) {
      return TooLarge(c);
    }
  }
  return c.List(out);
}

// `values` in the order of `keys`, equal keys as they stood.
Value Sorted(Context& c, const std::vector<Value>& values,
             const std::vector<Value>& keys) {
  std::vector<size_t> order(values.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (const Value& key : keys) {
    if (key.kind() != keys[0].kind() ||
        !CompareValues(key, keys[0]).has_value()) {
      const Value both[] = {keys[0], key};
      return c.NoOverload("sort", both);
    }
  }
  c.steps -= static_cast<int64_t>(values.size());
  std::stable_sort(order.begin(), order.end(), [&](size_t x, size_t y) {
    return CompareValues(keys[x], keys[y]).value_or(0) < 0;
  });
  std::vector<Value> out;
  for (const size_t i : order) out.push_back(values[i]);
  return c.List(out);
}

Value Sort(Context& c, Args a) {
  std::vector<Value> values;
  Value abnormal;
  if (!Elements(a[0].list(), &values, &abnormal)) return abnormal;
  return Sorted(c, values, values);
}
Value SortByKeys(Context& c, Args a) {
  std::vector<Value> values;
  std::vector<Value> keys;
  Value abnormal;
  if (!Elements(a[0].list(), &values, &abnormal) ||
      !Elements(a[1].list(), &keys, &abnormal)) {
    return abnormal;
  }
  if (keys.size() != values.size()) {
    return c.Error("invalid_argument", "sortBy() needs a key for each element");
  }
  return Sorted(c, values, keys);
}

Value Distinct(Context& c, Args a) {
  std::vector<Value> values;
  Value abnormal;
  if (!Elements(a[0].list(), &values, &abnormal)) return abnormal;
  std::vector<Value> out;
  ValueSet seen;
  for (const Value& v : values) {
    if (seen.insert(v).second) out.push_back(v);
  }
  return c.List(out);
}

Value Reverse(Context& c, Args a) {
  std::vector<Value> values;
  Value abnormal;
  if (!Elements(a[0].list(), &values, &abnormal)) return abnormal;
  std::reverse(values.begin(), values.end());
  return c.List(values);
}

Value Range(Context& c, Args a) {
  const int64_t size = a[0].int_value();
  if (size > c.limits.result_size) return TooLarge(c);
  std::vector<Value> out;
  for (int64_t i = 0; i < size; ++i) out.push_back(Value::Int(i));
  c.steps -= std::max<int64_t>(size, 0);
  return c.List(out);
}

template <bool kFirst>
Value End(Context& c, Args a) {
  const ListValue& list = a[0].list();
  if (list.size() == 0) return None();
  const Value v = list.Get(kFirst ? 0 : list.size() - 1);
  return v.IsAbnormal() ? v : Some(c, v);
}

}  // namespace

void AddLists(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  const Type list = List(A());
  r.Add("slice", Member("list_slice", {list, kInt, kInt}, list, Slice, "切片",
                        "the elements from one place to before another"));
  r.Add("flatten", Member("list_flatten", {List(List(A()))}, list, Flatten,
                          "展平", "the elements of the lists inside"));
  Overload any = Member("list_flatten_dyn", {List(kDyn)}, List(kDyn), Flatten);
  any.last_resort = true;
  r.Add("flatten", std::move(any));
  r.Add("flatten", Member("list_flatten_int", {List(kDyn), kInt}, List(kDyn),
                          Flatten, "展平", "the same to a depth"));
  r.Add("sort",
        Member("list_sort", {list}, list, Sort, "排序", "in ascending order"));
  r.Add("@sortByAssociatedKeys", Member("list_sortByAssociatedKeys",
                                        {list, List(B())}, list, SortByKeys));
  r.Add("distinct", Member("list_distinct", {list}, list, Distinct, "去重",
                           "each element once, where it first stood"));
  r.Add("reverse",
        Member("list_reverse", {list}, list, Reverse, "倒序", "back to front"));
  r.Add("lists.range", Plain("lists_range", {kInt}, List(kInt), Range, "区间",
                             "0, 1, … up to before the number"));
  r.Add("first", Member("list_first", {list}, Type::Optional(A()), End<true>,
                        "首个", "the first element, if there is one"));
  r.Add("last", Member("list_last", {list}, Type::Optional(A()), End<false>,
                       "末个", "the last element, if there is one"));
}

}  // namespace zhiheng::cel
