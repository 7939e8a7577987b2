// money: an exact amount in a currency, yuan unless said. Two currencies never
// mix; money divided by money is a plain number.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/rounding.h"

namespace zhiheng::cel {
namespace {

Value Amount(Context& c, const std::optional<Decimal>& d, const Value& like) {
  if (d.has_value()) return Value::Money(*d, like.currency());
  return c.Error("overflow",
                 "money: the exact result needs more than 38 digits");
}

Value FromText(Context& c, Args a) {
  const auto d = Decimal::Parse(a[0].text());
  if (!d.ok())
    return c.Error("conversion", absl::string_view(d.status().message()));
  const absl::string_view currency = a.size() == 2 ? a[1].text() : "CNY";
  bool ok = currency.size() == 3;
  for (const char ch : currency) ok = ok && absl::ascii_isupper(ch);
  if (!ok) {
    return c.Error(
        "invalid_argument",
        absl::StrCat("a currency is three capital letters such as CNY, not '",
                     currency, "'"));
  }
  return Value::Money(*d, currency);
}
Value FromNumber(Context&, Args a) {
  return Value::Money(DecimalOf(a[0]), "CNY");
}

Value Mismatch(Context& c, Args a) {
  return c.Error(
      "currency_mismatch",
      absl::StrCat(a[0].currency(), " and ", a[1].currency(), " do not mix"));
}

using Exact = std::optional<Decimal> (*)(const Decimal&, const Decimal&);
template <Exact kOp>
Value Apply(Context& c, Args a) {
  if (a[0].currency_bits() != a[1].currency_bits()) return Mismatch(c, a);
  return Amount(c, kOp(a[0].decimal(), a[1].decimal()), a[0]);
}
Value Times(Context& c, Args a) {
  const bool first = a[0].Is(Kind::kMoney);
  const Value& money = first ? a[0] : a[1];
  return Amount(
      c, Decimal::Multiply(money.decimal(), DecimalOf(first ? a[1] : a[0])),
      money);
}
Value Divide(Context& c, Args a) {
  const Decimal by = DecimalOf(a[1]);
  if (by.is_zero()) return c.Error("divide_by_zero", "division by zero");
  if (const auto q = Decimal::DivideExact(a[0].decimal(), by))
    return Amount(c, q, a[0]);
  return c.Error("inexact",
                 "the quotient has no exact result; use money(div(amount(m), "
                 "x, 2, 'half_up'))");
}
Value Ratio(Context& c, Args a) {
  if (a[0].currency_bits() != a[1].currency_bits()) return Mismatch(c, a);
  if (a[1].decimal().is_zero())
    return c.Error("divide_by_zero", "division by zero");
  if (const auto q = Decimal::DivideExact(a[0].decimal(), a[1].decimal()))
    return Value::OfDecimal(*q);
  return c.Error("inexact",
                 "the ratio has no exact result; use div(amount(a), amount(b), "
                 "4, 'half_up')");
}
Value Negate(Context&, Args a) {
  return Value::Money(a[0].decimal().Negated(), a[0].currency());
}
Value ToDecimal(Context&, Args a) { return Value::OfDecimal(a[0].decimal()); }
Value Currency(Context& c, Args a) { return c.Text(a[0].currency()); }

}  // namespace

void AddMoney(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("money", Plain("string_to_money", {kString}, kMoney, FromText,
                       "金额（元）", "an amount in yuan"));
  r.Add("money",
        Plain("string_string_to_money", {kString, kString}, kMoney, FromText,
              "金额与币种", "an amount in a currency such as 'USD'"));
  for (const TypeKind number : {kDecimal, kInt, kUint}) {
    const std::string n = Type(number).ToString();
    r.Add("money", Plain(absl::StrCat(n, "_to_money"), {number}, kMoney,
                         FromNumber, "金额（元）", "an amount in yuan"));
    r.Add("_*_", Plain(absl::StrCat("multiply_money_", n), {kMoney, number},
                       kMoney, Times));
    r.Add("_*_", Plain(absl::StrCat("multiply_", n, "_money"), {number, kMoney},
                       kMoney, Times));
    r.Add("_/_", Plain(absl::StrCat("divide_money_", n), {kMoney, number},
                       kMoney, Divide));
  }
  r.Add("_/_", Plain("divide_money_money", {kMoney, kMoney}, kDecimal, Ratio));
  r.Add("_+_",
        Plain("add_money", {kMoney, kMoney}, kMoney, Apply<Decimal::Add>));
  r.Add("_-_", Plain("subtract_money", {kMoney, kMoney}, kMoney,
                     Apply<Decimal::Subtract>));
  r.Add("-_", Plain("negate_money", {kMoney}, kMoney, Negate));
  r.Add("amount", Plain("amount_money", {kMoney}, kDecimal, ToDecimal,
                        "金额数值", "the number of an amount"));
  r.Add("amount", Member("money_amount", {kMoney}, kDecimal, ToDecimal,
                         "金额数值", "the number of an amount"));
  r.Add("currency", Member("money_currency", {kMoney}, kString, Currency,
                           "币种", "the currency code"));
}

}  // namespace zhiheng::cel
