// int() uint() double() string() bytes() bool() timestamp() duration() dyn()
// type(). A conversion that would lose something is an error.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/functions/type_name.h"
#include "services/rules/cel/values/times.h"

namespace zhiheng::cel {
namespace {

Value Same(Context&, Args a) { return a[0]; }

Value RangeError(Context& c, absl::string_view what) {
  return c.Error("range", absl::StrCat(what, ": out of range"));
}
Value BadText(Context& c, absl::string_view type, const Value& v) {
  return c.Error("conversion",
                 absl::StrCat(DebugString(v), " cannot be read as ", type));
}

Value IntFromUint(Context& c, Args a) {
  return a[0].uint_value() > INT64_MAX ? RangeError(c, "int")
                                       : Value::Int(a[0].int_value());
}
Value IntFromDouble(Context& c, Args a) {
  const double d = a[0].double_value();
  if (!(d > -9223372036854775808.0 && d < 9223372036854775808.0)) {
    return RangeError(c, "int");
  }
  return Value::Int(static_cast<int64_t>(d));
}
Value IntFromString(Context& c, Args a) {
  int64_t v = 0;
  return absl::SimpleAtoi(a[0].text(), &v) ? Value::Int(v)
                                           : BadText(c, "int", a[0]);
}
Value IntFromTime(Context&, Args a) { return Value::Int(a[0].seconds()); }
Value IntFromEnum(Context&, Args a) { return Value::Int(a[0].enum_number()); }
Value UintFromInt(Context& c, Args a) {
  return a[0].int_value() < 0 ? RangeError(c, "uint")
                              : Value::Uint(a[0].uint_value());
}
Value UintFromDouble(Context& c, Args a) {
  const double d = a[0].double_value();
  if (!(d >= 0 && d < 18446744073709551616.0)) return RangeError(c, "uint");
  return Value::Uint(static_cast<uint64_t>(d));
}
Value UintFromString(Context& c, Args a) {
  uint64_t v = 0;
  return absl::SimpleAtoi(a[0].text(), &v) ? Value::Uint(v)
                                           : BadText(c, "uint", a[0]);
}
Value DoubleFromInt(Context&, Args a) {
  return Value::Double(static_cast<double>(a[0].int_value()));
}
Value DoubleFromUint(Context&, Args a) {
  return Value::Double(static_cast<double>(a[0].uint_value()));
}
Value DoubleFromString(Context& c, Args a) {
  double v = 0;
  return absl::SimpleAtod(a[0].text(), &v) ? Value::Double(v)
                                           : BadText(c, "double", a[0]);
}
Value ToText(Context& c, Args a) { return c.Text(DisplayString(a[0])); }
Value StringFromDouble(Context& c, Args a) {
  const double d = a[0].double_value();
  if (std::isnan(d)) return c.Text("NaN");
  if (std::isinf(d)) return c.Text(d > 0 ? "+Inf" : "-Inf");
  // The shortest text that reads back as the same number.
  for (int digits = 6; digits <= 17; ++digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, d);
    if (std::strtod(text, nullptr) == d) return c.Text(text);
  }
  return Value();
}
Value StringFromBytes(Context& c, Args a) {
  return IsValidUtf8(a[0].text())
             ? Value::String(a[0].text())
             : c.Error("conversion", "the bytes are not UTF-8");
}
Value BytesFromString(Context&, Args a) { return Value::Bytes(a[0].text()); }
Value BoolFromString(Context& c, Args a) {
  const absl::string_view s = a[0].text();
  for (const char* yes : {"true", "True", "TRUE", "t", "1"}) {
    if (s == yes) return Value::Bool(true);
  }
  for (const char* no : {"false", "False", "FALSE", "f", "0"}) {
    if (s == no) return Value::Bool(false);
  }
  return BadText(c, "bool", a[0]);
}
Value TimeFromString(Context& c, Args a) {
  int64_t s = 0;
  int32_t n = 0;
  return ParseTimestamp(a[0].text(), &s, &n) ? Value::Timestamp(s, n)
                                             : BadText(c, "timestamp", a[0]);
}
Value TimeFromInt(Context& c, Args a) {
  return TimestampInRange(a[0].int_value())
             ? Value::Timestamp(a[0].int_value(), 0)
             : RangeError(c, "timestamp");
}
Value SpanFromString(Context& c, Args a) {
  int64_t s = 0;
  int32_t n = 0;
  return ParseDuration(a[0].text(), &s, &n) ? Value::Duration(s, n)
                                            : BadText(c, "duration", a[0]);
}
Value SpanFromInt(Context& c, Args a) {
  return DurationInRange(a[0].int_value())
             ? Value::Duration(a[0].int_value(), 0)
             : RangeError(c, "duration");
}

}  // namespace

absl::string_view TypeNameOf(const Value& v) {
  switch (v.kind()) {
    case Kind::kNull:
      return "null_type";
    case Kind::kTimestamp:
      return "google.protobuf.Timestamp";
    case Kind::kDuration:
      return "google.protobuf.Duration";
    case Kind::kOptional:
      return "optional_type";
    case Kind::kEnum:
      return v.enum_type()->full_name();
    case Kind::kMessage:
      return v.message()->GetDescriptor()->full_name();
    default:
      return KindName(v.kind());
  }
}
namespace {

Value TypeOf(Context& c, Args a) {
  auto type = std::make_unique<TypeValue>();
  type->name = std::string(TypeNameOf(a[0]));
  return Value::OfType(c.arena.Own(std::move(type)));
}

}  // namespace

void AddConversions(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("int", Plain("int64_to_int64", {kInt}, kInt, Same));
  r.Add("int", Plain("uint64_to_int64", {kUint}, kInt, IntFromUint));
  r.Add("int", Plain("double_to_int64", {kDouble}, kInt, IntFromDouble));
  r.Add("int", Plain("string_to_int64", {kString}, kInt, IntFromString));
  r.Add("int", Plain("timestamp_to_int64", {kTime}, kInt, IntFromTime));
  r.Add("int", Plain("duration_to_int64", {kSpan}, kInt, IntFromTime));
  r.Add("int", Plain("enum_to_int64", {TypeKind::kEnum}, kInt, IntFromEnum));
  r.Add("uint", Plain("uint64_to_uint64", {kUint}, kUint, Same));
  r.Add("uint", Plain("int64_to_uint64", {kInt}, kUint, UintFromInt));
  r.Add("uint", Plain("double_to_uint64", {kDouble}, kUint, UintFromDouble));
  r.Add("uint", Plain("string_to_uint64", {kString}, kUint, UintFromString));
  r.Add("double", Plain("double_to_double", {kDouble}, kDouble, Same));
  r.Add("double", Plain("int64_to_double", {kInt}, kDouble, DoubleFromInt));
  r.Add("double", Plain("uint64_to_double", {kUint}, kDouble, DoubleFromUint));
  r.Add("double",
        Plain("string_to_double", {kString}, kDouble, DoubleFromString));
  r.Add("string", Plain("string_to_string", {kString}, kString, Same));
  for (const TypeKind kind :
       {kBool, kInt, kUint, kTime, kSpan, kDecimal, kDate}) {
    r.Add("string", Plain(absl::StrCat(Type(kind).ToString(), "_to_string"),
                          {kind}, kString, ToText));
  }
  r.Add("string",
        Plain("double_to_string", {kDouble}, kString, StringFromDouble));
  r.Add("string", Plain("bytes_to_string", {kBytes}, kString, StringFromBytes));
  r.Add("bytes", Plain("bytes_to_bytes", {kBytes}, kBytes, Same));
  r.Add("bytes", Plain("string_to_bytes", {kString}, kBytes, BytesFromString));
  r.Add("bool", Plain("bool_to_bool", {kBool}, kBool, Same));
  r.Add("bool", Plain("string_to_bool", {kString}, kBool, BoolFromString));
  r.Add("timestamp", Plain("timestamp_to_timestamp", {kTime}, kTime, Same));
  r.Add("timestamp",
        Plain("string_to_timestamp", {kString}, kTime, TimeFromString));
  r.Add("timestamp", Plain("int64_to_timestamp", {kInt}, kTime, TimeFromInt));
  r.Add("duration", Plain("duration_to_duration", {kSpan}, kSpan, Same));
  r.Add("duration",
        Plain("string_to_duration", {kString}, kSpan, SpanFromString));
  r.Add("duration", Plain("int64_to_duration", {kInt}, kSpan, SpanFromInt));
  r.Add("dyn", Plain("to_dyn", {A()}, kDyn, Same));
  Overload type = Plain("type", {A()}, Type::TypeOf(A()), TypeOf);
  type.pure = false;  // the value lives in the arena of its evaluation
  r.Add("type", std::move(type));
}

}  // namespace zhiheng::cel
