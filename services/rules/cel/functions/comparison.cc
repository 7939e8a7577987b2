// == != < <= > >= and !. Equality never fails; order fails for kinds that have
// none, and compares numbers of different kinds by value.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

Value Equal(Context&, Args a) { return Value::Bool(ValuesEqual(a[0], a[1])); }
Value NotEqual(Context&, Args a) {
  return Value::Bool(!ValuesEqual(a[0], a[1]));
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

void AddOrder(FunctionRegistry& r, const char* name, const char* id,
              FunctionImpl impl) {
  using namespace t;  // NOLINT
  constexpr TypeKind kSame[] = {kBool,    kInt,   kUint, kDouble,
                                kString,  kBytes, kTime, kSpan,
                                kDecimal, kMoney, kDate};
  for (const TypeKind kind : kSame) {
    r.Add(name, Plain(absl::StrCat(id, "_", Type(kind).ToString()),
                      {kind, kind}, kBool, impl));
  }
  constexpr TypeKind kMixed[][2] = {{kInt, kUint},
                                    {kInt, kDouble},
                                    {kUint, kDouble},
                                    {kInt, kDecimal},
                                    {kUint, kDecimal}};
  for (const auto& pair : kMixed) {
    const std::string a = Type(pair[0]).ToString();
    const std::string b = Type(pair[1]).ToString();
    r.Add(name, Plain(absl::StrCat(id, "_", a, "_", b), {pair[0], pair[1]},
                      kBool, impl));
    r.Add(name, Plain(absl::StrCat(id, "_", b, "_", a), {pair[1], pair[0]},
                      kBool, impl));
  }
}

void AddEquality(FunctionRegistry& r, const char* name, const char* id,
                 FunctionImpl impl) {
  using namespace t;  // NOLINT
  r.Add(name, Plain(id, {A(), A()}, kBool, impl));
  for (const TypeKind whole : {kInt, kUint}) {
    const std::string w = Type(whole).ToString();
    r.Add(name, Plain(absl::StrCat(id, "_decimal_", w), {kDecimal, whole},
                      kBool, impl));
    r.Add(name, Plain(absl::StrCat(id, "_", w, "_decimal"), {whole, kDecimal},
                      kBool, impl));
  }
}

}  // namespace

void AddComparison(FunctionRegistry& r) {
  AddEquality(r, "_==_", "equals", Equal);
  AddEquality(r, "_!=_", "not_equals", NotEqual);
  r.Add("!_", Plain("logical_not", {t::kBool}, t::kBool, Not));
  AddOrder(r, "_<_", "less", Compare<Order::kLess>);
  AddOrder(r, "_<=_", "less_equals", Compare<Order::kLessEquals>);
  AddOrder(r, "_>_", "greater", Compare<Order::kGreater>);
  AddOrder(r, "_>=_", "greater_equals", Compare<Order::kGreaterEquals>);
}

}  // namespace zhiheng::cel
