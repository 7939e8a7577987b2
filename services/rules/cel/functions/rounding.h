// What the decimal and money functions share. Stateless.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_ROUNDING_H_
#define SERVICES_RULES_CEL_FUNCTIONS_ROUNDING_H_

#include "absl/strings/str_cat.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

// REQUIRES: decimal, int or uint.
inline Decimal DecimalOf(const Value& v) {
  if (v.Is(Kind::kInt)) return Decimal::FromInt(v.int_value());
  return v.Is(Kind::kUint) ? Decimal::FromUint(v.uint_value()) : v.decimal();
}

inline bool RoundingOf(absl::string_view name, Rounding* mode) {
  if (name == "half_up")
    *mode = Rounding::kHalfUp;
  else if (name == "half_even")
    *mode = Rounding::kHalfEven;
  else if (name == "down")
    *mode = Rounding::kDown;
  else if (name == "up")
    *mode = Rounding::kUp;
  else
    return false;
  return true;
}

inline Value BadRounding(Context& c, absl::string_view name) {
  return c.Error("invalid_argument",
                 absl::StrCat("no rounding named '", name,
                              "'; use 'half_up', 'half_even', 'down' or 'up'"));
}
inline Value BadScale(Context& c, const Value& scale) {
  return c.Error("invalid_argument",
                 absl::StrCat("digits after the point are 0 to 38, not ",
                              DebugString(scale)));
}

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_ROUNDING_H_
