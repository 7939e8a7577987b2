// == != < <= > >= and !. Equality never fails; order fails for kinds that have
// none, and compares numbers of different kinds by value.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

Value Equal(Context& c, Args a) { return Equality(c, a[0], a[1]); }
Value NotEqual(Context& c, Args a) {
  const Value equal = Equality(c, a[0], a[1]);
  return equal.IsAbnormal() ? equal : Value::Bool(!equal.bool_value());
}
Value Not(Context&, Args a) { return Value::Bool(!a[0].bool_value()); }

enum class Order { kLess, kLessEquals, kGreater, kGreaterEquals };

template <Order kOrder>
Value Compare(Context& c, Args a) {
  const std::optional<int> order = CompareValues(a[0], a[1]);
  if (!order.has_value()) {
    if (a[0].IsNumber() && a[1].IsNumber()) return Value::Bool(false);  // NaN
    if (a[0].Is(Kind::kMoney)) {
      return c.Error("currency_mismatch",
                     absl::StrCat(a[0].currency(), " and ", a[1].currency(),
                                  " do not compare"));
    }
    return c.NoOverload("comparison", a);
  }
  switch (kOrder) {
    case Order::kLess:
      return Value::Bool(*order < 0);
    case Order::kLessEquals:
      return Value::Bool(*order <= 0);
    case Order::kGreater:
      return Value::Bool(*order > 0);
    case Order::kGreaterEquals:
      return Value::Bool(*order >= 0);
  }
  return Value();
}

// As the specification's overloads are called: int64, not int.
std::string IdName(TypeKind kind) {
  if (kind == TypeKind::kInt) return "int64";
  if (kind == TypeKind::kUint) return "uint64";
  return Type(kind).ToString();
}

void AddOrder(FunctionRegistry& r, const char* name, const char* id,
              FunctionImpl impl) {
  using namespace t;  // NOLINT
  for (const TypeKind kind :
       {kBool, kInt, kUint, kDouble, kString, kBytes, kTime, kSpan}) {
    r.Add(name, Plain(absl::StrCat(id, "_", IdName(kind)), {kind, kind}, kBool,
                      impl));
  }
  constexpr TypeKind kNumbers[] = {kInt, kUint, kDouble};
  for (const TypeKind a : kNumbers) {
    for (const TypeKind b : kNumbers) {
      if (a == b) continue;
      r.Add(name, Plain(absl::StrCat(id, "_", IdName(a), "_", IdName(b)),
                        {a, b}, kBool, impl));
    }
  }
}

void AddHouseOrder(FunctionRegistry& r, const char* name, const char* id,
                   FunctionImpl impl) {
  using namespace t;  // NOLINT
  for (const TypeKind kind : {kDecimal, kMoney, kDate}) {
    r.Add(name, Plain(absl::StrCat(id, "_", IdName(kind)), {kind, kind}, kBool,
                      impl));
  }
  for (const TypeKind whole : {kInt, kUint}) {
    r.Add(name, Plain(absl::StrCat(id, "_", IdName(whole), "_decimal"),
                      {whole, kDecimal}, kBool, impl));
    r.Add(name, Plain(absl::StrCat(id, "_decimal_", IdName(whole)),
                      {kDecimal, whole}, kBool, impl));
  }
}

void AddHouseEquality(FunctionRegistry& r, const char* name, const char* id,
                      FunctionImpl impl) {
  using namespace t;  // NOLINT
  for (const TypeKind whole : {kInt, kUint}) {
    const std::string w = IdName(whole);
    r.Add(name, Plain(absl::StrCat(id, "_decimal_", w), {kDecimal, whole},
                      kBool, impl));
    r.Add(name, Plain(absl::StrCat(id, "_", w, "_decimal"), {whole, kDecimal},
                      kBool, impl));
  }
}

}  // namespace

void AddComparison(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add(op::kEquals, Plain("equals", {A(), A()}, kBool, Equal));
  r.Add(op::kNotEquals, Plain("not_equals", {A(), A()}, kBool, NotEqual));
  r.Add(op::kNot, Plain("logical_not", {kBool}, kBool, Not));
  AddOrder(r, op::kLess, "less", Compare<Order::kLess>);
  AddOrder(r, op::kLessEquals, "less_equals", Compare<Order::kLessEquals>);
  AddOrder(r, op::kGreater, "greater", Compare<Order::kGreater>);
  AddOrder(r, op::kGreaterEquals, "greater_equals",
           Compare<Order::kGreaterEquals>);
}

void AddHouseComparison(FunctionRegistry& r) {
  AddHouseEquality(r, op::kEquals, "equals", Equal);
  AddHouseEquality(r, op::kNotEquals, "not_equals", NotEqual);
  AddHouseOrder(r, op::kLess, "less", Compare<Order::kLess>);
  AddHouseOrder(r, op::kLessEquals, "less_equals", Compare<Order::kLessEquals>);
  AddHouseOrder(r, op::kGreater, "greater", Compare<Order::kGreater>);
  AddHouseOrder(r, op::kGreaterEquals, "greater_equals",
                Compare<Order::kGreaterEquals>);
}

}  // namespace zhiheng::cel
