// The math extension: math.greatest least abs sign ceil floor round trunc sqrt
// isNaN isInf isFinite and the bits of int and uint.
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

// The first of the extreme ones; kSign 1 for the greatest.
template <int kSign>
Value Extreme(Context& c, Args a) {
  Value best = a[0];
  for (const Value& v : a) {
    const std::optional<int> order = CompareValues(v, best);
    if (!v.IsNumber() || !best.IsNumber()) {
      const Value both[] = {best, v};
      return c.NoOverload("comparison", both);
    }
    if (order.has_value() && *order * kSign > 0) best = v;
  }
  return best;
}
template <int kSign>
Value ExtremeOfList(Context& c, Args a) {
  const ListValue& list = a[0].list();
  std::vector<Value> values;
  for (int i = 0; i < list.size(); ++i) {
    values.push_back(list.Get(i));
    if (values.back().IsAbnormal()) return values.back();
  }
  if (values.empty()) {
    return c.Error("invalid_argument",
                   "an empty list has no smallest or largest element");
  }
  return Extreme<kSign>(c, values);
}

Value AbsInt(Context& c, Args a) {
  const int64_t v = a[0].int_value();
  if (v == INT64_MIN)
    return c.Error("overflow", "int: the result is out of range");
  return Value::Int(v < 0 ? -v : v);
}
Value AbsDouble(Context&, Args a) {
  return Value::Double(std::fabs(a[0].double_value()));
}
Value Same(Context&, Args a) { return a[0]; }
Value SignInt(Context&, Args a) {
  const int64_t v = a[0].int_value();
  return Value::Int(v > 0 ? 1 : v < 0 ? -1 : 0);
}
Value SignUint(Context&, Args a) {
  return Value::Uint(a[0].uint_value() > 0 ? 1 : 0);
}
Value SignDouble(Context&, Args a) {
  const double v = a[0].double_value();
  if (std::isnan(v)) return a[0];
  return Value::Double(v > 0 ? 1 : v < 0 ? -1 : 0);
}

// Half away from zero, as std::round.
template <double (*kFunction)(double)>
Value OfDouble(Context&, Args a) {
  return Value::Double(kFunction(a[0].double_value()));
}
double Ceil(double d) { return std::ceil(d); }
double Floor(double d) { return std::floor(d); }
double Round(double d) { return std::round(d); }
double Trunc(double d) { return std::trunc(d); }
double Sqrt(double d) { return std::sqrt(d); }

Value SqrtWhole(Context&, Args a) {
  return Value::Double(std::sqrt(a[0].Is(Kind::kInt)
                                     ? static_cast<double>(a[0].int_value())
                                     : static_cast<double>(a[0].uint_value())));
}
Value IsNan(Context&, Args a) {
  return Value::Bool(std::isnan(a[0].double_value()));
}
Value IsInf(Context&, Args a) {
  return Value::Bool(std::isinf(a[0].double_value()));
}
Value IsFinite(Context&, Args a) {
  return Value::Bool(std::isfinite(a[0].double_value()));
}

Value Bits(const Value& like, uint64_t bits) {
  return like.Is(Kind::kUint) ? Value::Uint(bits)
                              : Value::Int(static_cast<int64_t>(bits));
}
Value BitAnd(Context&, Args a) {
  return Bits(a[0], a[0].uint_value() & a[1].uint_value());
}
Value BitOr(Context&, Args a) {
  return Bits(a[0], a[0].uint_value() | a[1].uint_value());
}
Value BitXor(Context&, Args a) {
  return Bits(a[0], a[0].uint_value() ^ a[1].uint_value());
}
Value BitNot(Context&, Args a) { return Bits(a[0], ~a[0].uint_value()); }

// Bits that are moved out are lost, and a shift to the right brings in zeros.
template <bool kLeft>
Value Shift(Context& c, Args a) {
  const int64_t by = a[1].int_value();
  if (by < 0) {
    return c.Error("invalid_argument",
                   absl::StrCat("a shift by ", by, " places: less than none"));
  }
  if (by > 63) return Bits(a[0], 0);
  return Bits(a[0], kLeft ? a[0].uint_value() << by : a[0].uint_value() >> by);
}

template <int kSign>
void AddExtreme(FunctionRegistry& r, const std::string& name, const char* zh,
                const char* en) {
  using namespace t;  // NOLINT
  const std::string full = "math." + name;
  const std::string id = "math_@" + name;
  constexpr TypeKind kNumbers[] = {kInt, kUint, kDouble};
  for (const TypeKind kind : kNumbers) {
    const std::string one = id + "_" + Type(kind).ToString();
    r.Add(full, Plain(one, {kind}, kind, Extreme<kSign>, zh, en));
    r.Add(full, Plain(one + "_" + Type(kind).ToString(), {kind, kind}, kind,
                      Extreme<kSign>, zh, en));
    r.Add(full, Plain(id + "_list_" + Type(kind).ToString(), {List(kind)}, kind,
                      ExtremeOfList<kSign>, zh, en));
  }
  // Numbers of any kinds: up to 16, as they come.
  for (size_t count = 2; count <= 16; ++count) {
    Overload any = Plain(absl::StrCat(id, "_", count),
                         std::vector<Type>(count, kDyn), kDyn, Extreme<kSign>);
    any.last_resort = true;
    r.Add(full, std::move(any));
  }
  Overload list = Plain(id + "_list", {List(kDyn)}, kDyn, ExtremeOfList<kSign>);
  list.last_resort = true;
  r.Add(full, std::move(list));
}

void AddNumber(FunctionRegistry& r, const char* name, TypeKind kind,
               TypeKind result, FunctionImpl impl, const char* zh = "",
               const char* en = "") {
  r.Add(absl::StrCat("math.", name),
        Plain(absl::StrCat("math_", name, "_", Type(kind).ToString()), {kind},
              result, impl, zh, en));
}

void AddBits(FunctionRegistry& r, const char* name, FunctionImpl impl,
             const char* zh, const char* en) {
  using namespace t;  // NOLINT
  for (const TypeKind kind : {kInt, kUint}) {
    const std::string type = Type(kind).ToString();
    r.Add(absl::StrCat("math.", name),
          Plain(absl::StrCat("math_", name, "_", type, "_", type), {kind, kind},
                kind, impl, zh, en));
  }
}

void AddRounding(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  AddNumber(r, "ceil", kDouble, kDouble, OfDouble<Ceil>, "向上取整",
            "the next whole number above");
  AddNumber(r, "floor", kDouble, kDouble, OfDouble<Floor>, "向下取整",
            "the next whole number below");
  AddNumber(r, "round", kDouble, kDouble, OfDouble<Round>, "四舍五入",
            "the nearest whole number, half away from zero");
  AddNumber(r, "trunc", kDouble, kDouble, OfDouble<Trunc>, "截去小数",
            "without its fraction");
  AddNumber(r, "sqrt", kDouble, kDouble, OfDouble<Sqrt>, "平方根",
            "the square root");
  AddNumber(r, "sqrt", kInt, kDouble, SqrtWhole);
  AddNumber(r, "sqrt", kUint, kDouble, SqrtWhole);
  AddNumber(r, "isNaN", kDouble, kBool, IsNan, "非数",
            "whether it is no number");
  AddNumber(r, "isInf", kDouble, kBool, IsInf, "无穷",
            "whether it is infinite");
  AddNumber(r, "isFinite", kDouble, kBool, IsFinite, "有限",
            "whether it is neither");
}

}  // namespace

void AddMath(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  AddExtreme<1>(r, "greatest", "最大", "the largest of numbers");
  AddExtreme<-1>(r, "least", "最小", "the smallest of numbers");
  AddNumber(r, "abs", kInt, kInt, AbsInt, "绝对值", "without its sign");
  AddNumber(r, "abs", kUint, kUint, Same);
  AddNumber(r, "abs", kDouble, kDouble, AbsDouble);
  AddNumber(r, "sign", kInt, kInt, SignInt, "符号", "-1, 0 or 1");
  AddNumber(r, "sign", kUint, kUint, SignUint);
  AddNumber(r, "sign", kDouble, kDouble, SignDouble);
  AddRounding(r);
  AddBits(r, "bitAnd", BitAnd, "按位与", "bits set in both");
  AddBits(r, "bitOr", BitOr, "按位或", "bits set in one of them");
  AddBits(r, "bitXor", BitXor, "按位异或", "bits set in one but not both");
  AddNumber(r, "bitNot", kInt, kInt, BitNot, "按位非", "every bit turned");
  AddNumber(r, "bitNot", kUint, kUint, BitNot);
  for (const TypeKind kind : {kInt, kUint}) {
    const std::string type = Type(kind).ToString();
    r.Add("math.bitShiftLeft",
          Plain("math_bitShiftLeft_" + type + "_int", {kind, kInt}, kind,
                Shift<true>, "左移", "bits moved to the left"));
    r.Add("math.bitShiftRight",
          Plain("math_bitShiftRight_" + type + "_int", {kind, kInt}, kind,
                Shift<false>, "右移", "bits moved to the right"));
  }
}

}  // namespace zhiheng::cel
