// + - * / % and unary minus of the standard: ints and uints report overflow,
// doubles follow IEEE 754, times stay in range.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/times.h"

namespace zhiheng::cel {
namespace {

Value Overflow(Context& c, absl::string_view what) {
  return c.Error("overflow",
                 absl::StrCat(what, ": the result is out of range"));
}

enum class Op { kAdd, kSub, kMul };

template <typename T, Op kOp>
bool Overflows(T a, T b, T* out) {
  if constexpr (kOp == Op::kAdd) return __builtin_add_overflow(a, b, out);
  if constexpr (kOp == Op::kSub) return __builtin_sub_overflow(a, b, out);
  return __builtin_mul_overflow(a, b, out);
}

template <Op kOp>
Value IntOp(Context& c, Args a) {
  int64_t out = 0;
  if (Overflows<int64_t, kOp>(a[0].int_value(), a[1].int_value(), &out)) {
    return Overflow(c, "int");
  }
  return Value::Int(out);
}

template <Op kOp>
Value UintOp(Context& c, Args a) {
  uint64_t out = 0;
  if (Overflows<uint64_t, kOp>(a[0].uint_value(), a[1].uint_value(), &out)) {
    return Overflow(c, "uint");
  }
  return Value::Uint(out);
}

template <Op kOp>
Value DoubleOp(Context&, Args a) {
  const double x = a[0].double_value();
  const double y = a[1].double_value();
  return Value::Double(kOp == Op::kAdd   ? x + y
                       : kOp == Op::kSub ? x - y
                                         : x * y);
}

Value DivideDouble(Context&, Args a) {
  return Value::Double(a[0].double_value() / a[1].double_value());
}

Value DivideInt(Context& c, Args a) {
  if (a[1].int_value() == 0)
    return c.Error("divide_by_zero", "division by zero");
  if (a[0].int_value() == INT64_MIN && a[1].int_value() == -1) {
    return Overflow(c, "int");
  }
  return Value::Int(a[0].int_value() / a[1].int_value());
}
Value ModuloInt(Context& c, Args a) {
  if (a[1].int_value() == 0)
    return c.Error("modulus_by_zero", "modulus by zero");
  if (a[0].int_value() == INT64_MIN && a[1].int_value() == -1) {
    return Overflow(c, "int");
  }
  return Value::Int(a[0].int_value() % a[1].int_value());
}
Value DivideUint(Context& c, Args a) {
  if (a[1].uint_value() == 0)
    return c.Error("divide_by_zero", "division by zero");
  return Value::Uint(a[0].uint_value() / a[1].uint_value());
}
Value ModuloUint(Context& c, Args a) {
  if (a[1].uint_value() == 0)
    return c.Error("modulus_by_zero", "modulus by zero");
  return Value::Uint(a[0].uint_value() % a[1].uint_value());
}
Value NegateInt(Context& c, Args a) {
  if (a[0].int_value() == INT64_MIN) return Overflow(c, "int");
  return Value::Int(-a[0].int_value());
}
Value NegateDouble(Context&, Args a) {
  return Value::Double(-a[0].double_value());
}

Value Concat(Context& c, Args a) {
  const absl::string_view x = a[0].text();
  const absl::string_view y = a[1].text();
  if (static_cast<int64_t>(x.size() + y.size()) > c.limits.result_size) {
    return c.Error("too_large", "the text would be longer than the limit");
  }
  if (!c.Room(x.size() + y.size())) return c.MemoryLimit();
  char* out = static_cast<char*>(c.arena.Allocate(x.size() + y.size() + 1));
  std::copy(x.begin(), x.end(), out);
  std::copy(y.begin(), y.end(), out + x.size());
  const absl::string_view both(out, x.size() + y.size());
  return a[0].Is(Kind::kString) ? Value::String(both) : Value::Bytes(both);
}

Value ConcatLists(Context& c, Args a) {
  const ListValue& x = a[0].list();
  const ListValue& y = a[1].list();
  if (x.size() == 0) return a[1];
  if (y.size() == 0) return a[0];
  const int64_t size = int64_t{x.size()} + y.size();
  if (size > c.limits.result_size) {
    return c.Error("too_large", "the list would be longer than the limit");
  }
  if (!c.Room(sizeof(Value) * static_cast<size_t>(size))) {
    return c.MemoryLimit();
  }
  // Every value is copied once, so the step limit counts it.
  c.steps -= size;
  Value* out = c.arena.NewArray<Value>(static_cast<size_t>(size));
  for (int i = 0; i < x.size(); ++i) out[i] = x.Get(i);
  for (int i = 0; i < y.size(); ++i) out[x.size() + i] = y.Get(i);
  return c.ListOf(out, static_cast<size_t>(size));
}

Value TimeOf(Context& c, int64_t seconds, int64_t nanos) {
  auto n = static_cast<int32_t>(nanos);
  NormalizeTimestamp(&seconds, &n);
  if (!TimestampInRange(seconds)) return Overflow(c, "timestamp");
  return Value::Timestamp(seconds, n);
}
Value SpanOf(Context& c, int64_t seconds, int64_t nanos) {
  auto n = static_cast<int32_t>(nanos);
  NormalizeDuration(&seconds, &n);
  // The range of a duration is that of int64 nanoseconds.
  int64_t total = 0;
  if (__builtin_mul_overflow(seconds, int64_t{1'000'000'000}, &total) ||
      __builtin_add_overflow(total, int64_t{n}, &total)) {
    return Overflow(c, "duration");
  }
  return Value::Duration(seconds, n);
}

template <int kSign, bool kTime>
Value AddTime(Context& c, Args a) {
  const int64_t s = a[0].seconds() + kSign * a[1].seconds();
  const int64_t n = int64_t{a[0].nanos()} + kSign * int64_t{a[1].nanos()};
  return kTime ? TimeOf(c, s, n) : SpanOf(c, s, n);
}
Value AddSpanTime(Context& c, Args a) {
  return TimeOf(c, a[0].seconds() + a[1].seconds(),
                int64_t{a[0].nanos()} + a[1].nanos());
}

}  // namespace

void AddArithmetic(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("_+_", Plain("add_int64", {kInt, kInt}, kInt, IntOp<Op::kAdd>));
  r.Add("_+_", Plain("add_uint64", {kUint, kUint}, kUint, UintOp<Op::kAdd>));
  r.Add("_+_",
        Plain("add_double", {kDouble, kDouble}, kDouble, DoubleOp<Op::kAdd>));
  r.Add("_+_", Plain("add_string", {kString, kString}, kString, Concat));
  r.Add("_+_", Plain("add_bytes", {kBytes, kBytes}, kBytes, Concat));
  r.Add("_+_",
        Plain("add_list", {List(A()), List(A())}, List(A()), ConcatLists));
  r.Add("_+_", Plain("add_timestamp_duration", {kTime, kSpan}, kTime,
                     AddTime<1, true>));
  r.Add("_+_",
        Plain("add_duration_timestamp", {kSpan, kTime}, kTime, AddSpanTime));
  r.Add("_+_", Plain("add_duration_duration", {kSpan, kSpan}, kSpan,
                     AddTime<1, false>));
  r.Add("_-_", Plain("subtract_int64", {kInt, kInt}, kInt, IntOp<Op::kSub>));
  r.Add("_-_",
        Plain("subtract_uint64", {kUint, kUint}, kUint, UintOp<Op::kSub>));
  r.Add("_-_", Plain("subtract_double", {kDouble, kDouble}, kDouble,
                     DoubleOp<Op::kSub>));
  r.Add("_-_", Plain("subtract_timestamp_timestamp", {kTime, kTime}, kSpan,
                     AddTime<-1, false>));
  r.Add("_-_", Plain("subtract_timestamp_duration", {kTime, kSpan}, kTime,
                     AddTime<-1, true>));
  r.Add("_-_", Plain("subtract_duration_duration", {kSpan, kSpan}, kSpan,
                     AddTime<-1, false>));
  r.Add("_*_", Plain("multiply_int64", {kInt, kInt}, kInt, IntOp<Op::kMul>));
  r.Add("_*_",
        Plain("multiply_uint64", {kUint, kUint}, kUint, UintOp<Op::kMul>));
  r.Add("_*_", Plain("multiply_double", {kDouble, kDouble}, kDouble,
                     DoubleOp<Op::kMul>));
  r.Add("_/_", Plain("divide_int64", {kInt, kInt}, kInt, DivideInt));
  r.Add("_/_", Plain("divide_uint64", {kUint, kUint}, kUint, DivideUint));
  r.Add("_/_",
        Plain("divide_double", {kDouble, kDouble}, kDouble, DivideDouble));
  r.Add("_%_", Plain("modulo_int64", {kInt, kInt}, kInt, ModuloInt));
  r.Add("_%_", Plain("modulo_uint64", {kUint, kUint}, kUint, ModuloUint));
  r.Add("-_", Plain("negate_int64", {kInt}, kInt, NegateInt));
  r.Add("-_", Plain("negate_double", {kDouble}, kDouble, NegateDouble));
}

}  // namespace zhiheng::cel
