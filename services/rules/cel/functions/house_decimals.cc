// decimal: exact numbers with their printed precision. Nothing is rounded
// unless an expression asks for it with round() or div().
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/rounding.h"

namespace zhiheng::cel {
namespace {

Value Number(Context& c, const std::optional<Decimal>& d,
             absl::string_view what) {
  if (d.has_value()) return Value::OfDecimal(*d);
  return c.Error(
      "overflow",
      absl::StrCat(what, ": the exact result needs more than 38 digits"));
}

Value FromText(Context& c, Args a) {
  const auto d = Decimal::Parse(a[0].text());
  if (d.ok()) return Value::OfDecimal(*d);
  return c.Error("conversion", absl::string_view(d.status().message()));
}
Value FromWhole(Context&, Args a) { return Value::OfDecimal(DecimalOf(a[0])); }
Value Same(Context&, Args a) { return a[0]; }

using Exact = std::optional<Decimal> (*)(const Decimal&, const Decimal&);
template <Exact kOp>
Value Apply(Context& c, Args a) {
  return Number(c, kOp(DecimalOf(a[0]), DecimalOf(a[1])), "decimal");
}

Value Divide(Context& c, Args a) {
  const Decimal x = DecimalOf(a[0]);
  const Decimal y = DecimalOf(a[1]);
  if (y.is_zero()) return c.Error("divide_by_zero", "division by zero");
  if (const auto q = Decimal::DivideExact(x, y)) return Value::OfDecimal(*q);
  return c.Error("inexact",
                 absl::StrCat(x.ToString(), " / ", y.ToString(),
                              " has no exact result; say how to round: div(x, "
                              "y, 2, 'half_up')"));
}
Value DivideRounded(Context& c, Args a) {
  Rounding mode;
  if (!RoundingOf(a[3].text(), &mode)) return BadRounding(c, a[3].text());
  const Decimal y = DecimalOf(a[1]);
  if (y.is_zero()) return c.Error("divide_by_zero", "division by zero");
  if (a[2].int_value() < 0 || a[2].int_value() > Decimal::kMaxScale)
    return BadScale(c, a[2]);
  return Number(
      c,
      Decimal::DivideRounded(DecimalOf(a[0]), y,
                             static_cast<int>(a[2].int_value()), mode),
      "div");
}
Value Round(Context& c, Args a) {
  Rounding mode;
  if (!RoundingOf(a[2].text(), &mode)) return BadRounding(c, a[2].text());
  if (a[1].int_value() < 0 || a[1].int_value() > Decimal::kMaxScale)
    return BadScale(c, a[1]);
  return Number(
      c, DecimalOf(a[0]).Rounded(static_cast<int>(a[1].int_value()), mode),
      "round");
}
Value Negate(Context&, Args a) {
  return Value::OfDecimal(a[0].decimal().Negated());
}
Value Abs(Context&, Args a) { return Value::OfDecimal(a[0].decimal().Abs()); }
Value AbsInt(Context& c, Args a) {
  if (a[0].int_value() == INT64_MIN)
    return c.Error("overflow", "int: the result is out of range");
  return Value::Int(std::abs(a[0].int_value()));
}
Value Scale(Context&, Args a) { return Value::Int(a[0].decimal().scale()); }
Value ToInt(Context& c, Args a) {
  if (const auto v = a[0].decimal().ToInt64()) return Value::Int(*v);
  return c.Error("range",
                 absl::StrCat(a[0].decimal().ToString(), " is not an int"));
}

void AddOperator(FunctionRegistry& r, const char* name, const char* id,
                 FunctionImpl impl) {
  using namespace t;  // NOLINT
  r.Add(name, Plain(absl::StrCat(id, "_decimal"), {kDecimal, kDecimal},
                    kDecimal, impl));
  for (const TypeKind whole : {kInt, kUint}) {
    const std::string w = Type(whole).ToString();
    r.Add(name, Plain(absl::StrCat(id, "_decimal_", w), {kDecimal, whole},
                      kDecimal, impl));
    r.Add(name, Plain(absl::StrCat(id, "_", w, "_decimal"), {whole, kDecimal},
                      kDecimal, impl));
  }
}

}  // namespace

void AddDecimals(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("decimal", Plain("string_to_decimal", {kString}, kDecimal, FromText,
                         "十进制数", "an exact decimal, as written"));
  r.Add("decimal", Plain("int64_to_decimal", {kInt}, kDecimal, FromWhole));
  r.Add("decimal", Plain("uint64_to_decimal", {kUint}, kDecimal, FromWhole));
  r.Add("decimal", Plain("decimal_to_decimal", {kDecimal}, kDecimal, Same));
  AddOperator(r, "_+_", "add", Apply<Decimal::Add>);
  AddOperator(r, "_-_", "subtract", Apply<Decimal::Subtract>);
  AddOperator(r, "_*_", "multiply", Apply<Decimal::Multiply>);
  AddOperator(r, "_/_", "divide", Divide);
  r.Add("-_", Plain("negate_decimal", {kDecimal}, kDecimal, Negate));
  r.Add("abs", Plain("abs_decimal", {kDecimal}, kDecimal, Abs, "绝对值",
                     "without its sign"));
  r.Add("abs",
        Plain("abs_int", {kInt}, kInt, AbsInt, "绝对值", "without its sign"));
  r.Add("scale", Plain("scale_decimal", {kDecimal}, kInt, Scale, "小数位数",
                       "digits written after the point"));
  r.Add("scale", Member("decimal_scale", {kDecimal}, kInt, Scale, "小数位数",
                        "digits written after the point"));
  r.Add("int", Plain("decimal_to_int64", {kDecimal}, kInt, ToInt));
  for (const TypeKind x : {kDecimal, kInt}) {
    r.Add("round", Plain(absl::StrCat("round_", Type(x).ToString()),
                         {x, kInt, kString}, kDecimal, Round, "修约",
                         "to so many digits after the point: 'half_up', "
                         "'half_even', 'down', 'up'"));
    for (const TypeKind y : {kDecimal, kInt}) {
      r.Add("div",
            Plain(absl::StrCat("div_", Type(x).ToString(), "_",
                               Type(y).ToString()),
                  {x, y, kInt, kString}, kDecimal, DivideRounded, "除并修约",
                  "the quotient rounded to so many digits after the point"));
    }
  }
}

}  // namespace zhiheng::cel
