// Exact decimal numbers: a whole coefficient of up to 38 digits and a scale,
// the number of digits after the point. "64.0" keeps its printed precision and
// is equal to "64". Nothing is ever rounded unless a caller asks for it; an
// operation whose exact result needs more than 38 digits has no result.
//
// Value type: 32 bytes, immutable, thread-safe, no allocation.
#ifndef SERVICES_COMMON_EXACT_DECIMAL_H_
#define SERVICES_COMMON_EXACT_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zhiheng {

enum class Rounding {
  kDown,      // towards zero
  kUp,        // away from zero
  kHalfUp,    // 四舍五入: a half goes away from zero
  kHalfEven,  // a half goes to the even neighbour
};

class Decimal {
 public:
  static constexpr int kMaxDigits = 38;
  static constexpr int kMaxScale = 38;

  constexpr Decimal() = default;  // 0
  static constexpr Decimal FromInt(int64_t value) { return Decimal(value, 0); }
  static constexpr Decimal FromUint(uint64_t value) {
    return Decimal(static_cast<__int128>(value), 0);
  }

  // `-12.50`: an optional minus, digits, optionally a point and digits. No
  // exponent, no plus, no grouping. INVALID_ARGUMENT says what is wrong.
  static absl::StatusOr<Decimal> Parse(absl::string_view text);

  // nullopt when |coefficient| >= 10^38 or scale is outside [0, 38].
  static std::optional<Decimal> FromParts(__int128 coefficient, int scale);

  __int128 coefficient() const { return coefficient_; }
  int scale() const { return scale_; }
  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return coefficient_ < 0; }
  // No digits other than zero after the point.
  bool is_integer() const;
  // nullopt when not a whole number or outside int64.
  std::optional<int64_t> ToInt64() const;

  // Exact. The scale of a sum is the larger scale, of a product the sum of the
  // scales (trailing zeros are given up only when 38 digits would not do).
  // nullopt when the exact result does not fit.
  static std::optional<Decimal> Add(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> Subtract(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> Multiply(const Decimal& a, const Decimal& b);

  // The exact quotient in its shortest form, or nullopt: division by zero, or
  // a quotient that does not end within 38 digits (1/3). See DivideRounded.
  static std::optional<Decimal> DivideExact(const Decimal& a, const Decimal& b);
  // The quotient rounded to `scale` digits after the point. nullopt for
  // division by zero, a scale outside [0, 38], or more than 38 digits.
  static std::optional<Decimal> DivideRounded(const Decimal& a,
                                              const Decimal& b, int scale,
                                              Rounding rounding);

  Decimal Negated() const { return Decimal(-coefficient_, scale_); }
  Decimal Abs() const { return is_negative() ? Negated() : *this; }
  // To exactly `scale` digits; nullopt when the result needs over 38 digits.
  std::optional<Decimal> Rounded(int scale, Rounding rounding) const;
  // Without trailing zeros after the point: 64.0 becomes 64.
  Decimal Normalized() const;

  std::string ToString() const;         // -1440000.00
  std::string ToGroupedString() const;  // -1,440,000.00

  // Numeric: 64.0 == 64.
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) {
    return (a <=> b) == std::strong_ordering::equal;
  }

  // Equal decimals hash alike whatever their scale.
  template <typename H>
  friend H AbslHashValue(H h, const Decimal& d) {
    const Decimal n = d.Normalized();
    return H::combine(std::move(h), static_cast<uint64_t>(n.coefficient_),
                      static_cast<uint64_t>(n.coefficient_ >> 64), n.scale_);
  }

 private:
  constexpr Decimal(__int128 coefficient, int scale)
      : coefficient_(coefficient), scale_(scale) {}

  __int128 coefficient_ = 0;
  int scale_ = 0;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_EXACT_DECIMAL_H_
