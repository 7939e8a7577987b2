// All arithmetic is on whole numbers. Products and aligned comparisons may need
// more than 128 bits; they use a 256-bit magnitude of two 128-bit halves.
// Tested by decimal_test.cc, against strings of digits added and multiplied by
// hand's method.
#include "services/common/exact/decimal.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace zhiheng {
namespace {

using Int = __int128;
using Uint = unsigned __int128;

constexpr std::array<Uint, 39> MakePowers() {
  std::array<Uint, 39> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
constexpr std::array<Uint, 39> kPowers = MakePowers();
constexpr Uint kLimit = kPowers[38];  // coefficients stay below this

Uint Magnitude(Int value) {
  return value < 0 ? -static_cast<Uint>(value) : static_cast<Uint>(value);
}

struct Wide {  // high * 2^128 + low
  Uint high = 0;
  Uint low = 0;

  friend auto operator<=>(const Wide&, const Wide&) = default;
  bool fits() const { return high == 0 && low < kLimit; }
};

Wide MultiplyWide(Uint a, Uint b) {
  const Uint mask = ~uint64_t{0};
  const Uint a0 = a & mask, a1 = a >> 64, b0 = b & mask, b1 = b >> 64;
  const Uint low = a0 * b0;
  const Uint mid1 = a1 * b0 + (low >> 64);
  const Uint mid2 = a0 * b1 + (mid1 & mask);
  return {a1 * b1 + (mid1 >> 64) + (mid2 >> 64), (mid2 << 64) | (low & mask)};
}

// Divides by a number below 2^64 and returns the remainder.
uint64_t DivideSmall(Wide* value, uint64_t divisor) {
  std::array<uint64_t, 4> words = {static_cast<uint64_t>(value->high >> 64),
                                   static_cast<uint64_t>(value->high),
                                   static_cast<uint64_t>(value->low >> 64),
                                   static_cast<uint64_t>(value->low)};
  Uint rest = 0;
  for (uint64_t& word : words) {
    const Uint part = (rest << 64) | word;
    word = static_cast<uint64_t>(part / divisor);
    rest = part % divisor;
  }
  value->high = (Uint{words[0]} << 64) | words[1];
  value->low = (Uint{words[2]} << 64) | words[3];
  return static_cast<uint64_t>(rest);
}

Wide AddWide(Wide a, Wide b) {
  Wide sum{a.high + b.high, a.low + b.low};
  if (sum.low < a.low) ++sum.high;
  return sum;
}

Wide SubtractWide(Wide a, Wide b) {  // REQUIRES: a >= b
  Wide out{a.high - b.high, a.low - b.low};
  if (a.low < b.low) --out.high;
  return out;
}

Int Signed(bool negative, Uint magnitude) {
  return negative ? -static_cast<Int>(magnitude) : static_cast<Int>(magnitude);
}

// Gives up zeros at the end until the coefficient and the scale fit.
std::optional<Decimal> Fit(bool negative, Wide magnitude, int scale) {
  while ((!magnitude.fits() || scale > Decimal::kMaxScale) && scale > 0) {
    Wide shorter = magnitude;
    if (DivideSmall(&shorter, 10) != 0) return std::nullopt;
    magnitude = shorter;
    --scale;
  }
  if (!magnitude.fits()) return std::nullopt;
  return Decimal::FromParts(Signed(negative, magnitude.low), scale);
}

std::optional<Decimal> AddSigned(const Decimal& a, Int b_coefficient,
                                 int b_scale) {
  const int scale = std::max(a.scale(), b_scale);
  const Wide x =
      MultiplyWide(Magnitude(a.coefficient()), kPowers[scale - a.scale()]);
  const Wide y =
      MultiplyWide(Magnitude(b_coefficient), kPowers[scale - b_scale]);
  const bool x_negative = a.coefficient() < 0;
  const bool y_negative = b_coefficient < 0;
  if (x_negative == y_negative) return Fit(x_negative, AddWide(x, y), scale);
  if (x >= y) return Fit(x_negative, SubtractWide(x, y), scale);
  return Fit(y_negative, SubtractWide(y, x), scale);
}

// True when the quotient has to grow by one in its last place. `twice` tells
// how twice the remainder compares with the divisor.
bool RoundsUp(Rounding rounding, bool remainder_is_zero,
              std::strong_ordering twice, bool quotient_is_odd) {
  if (remainder_is_zero) return false;
  switch (rounding) {
    case Rounding::kDown:
      return false;
    case Rounding::kUp:
      return true;
    case Rounding::kHalfUp:
      return twice >= 0;
    case Rounding::kHalfEven:
      return twice > 0 || (twice == 0 && quotient_is_odd);
  }
  return false;
}

// Long division bit by bit: 256 steps, off every hot path.
// REQUIRES: divisor != 0 and divisor < 2^127.
Wide DivideWide(Wide dividend, Uint divisor, Uint* remainder) {
  Wide quotient;
  Uint rest = 0;
  for (int bit = 255; bit >= 0; --bit) {
    const Uint word = bit >= 128 ? dividend.high : dividend.low;
    rest = (rest << 1) | ((word >> (bit % 128)) & 1);
    if (rest >= divisor) {
      rest -= divisor;
      (bit >= 128 ? quotient.high : quotient.low) |= Uint{1} << (bit % 128);
    }
  }
  *remainder = rest;
  return quotient;
}

std::string Digits(Uint value) {
  std::string out;
  do {
    out.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Parse(absl::string_view text) {
  const auto wrong = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text.substr(0, 60), "' is not a decimal: ", why,
                     "; write digits with an optional point, as 18.0"));
  };
  absl::string_view rest = text;
  const bool negative = !rest.empty() && rest[0] == '-';
  if (negative) rest.remove_prefix(1);
  Uint value = 0;
  int scale = 0;
  size_t before = 0, after = 0;
  bool point = false;
  for (char c : rest) {
    if (c == '.') {
      if (point) return wrong("it has two points");
      point = true;
      continue;
    }
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return wrong(c == 'e' || c == 'E'
                       ? "an exponent is not allowed"
                       : "it holds a character that is no digit");
    }
    if (value >= kPowers[37]) return wrong("it has more than 38 digits");
    value = value * 10 + static_cast<Uint>(c - '0');
    (point ? after : before) += 1;
    if (point) ++scale;
    if (scale > kMaxScale) return wrong("over 38 digits after the point");
  }
  if (before == 0) return wrong("no digit before the point");
  if (point && after == 0) return wrong("no digit after the point");
  return Decimal(Signed(negative, value), scale);
}

std::optional<Decimal> Decimal::FromParts(Int coefficient, int scale) {
  if (Magnitude(coefficient) >= kLimit || scale < 0 || scale > kMaxScale) {
    return std::nullopt;
  }
  return Decimal(coefficient, scale);
}

bool Decimal::is_integer() const {
  return Magnitude(coefficient_) % kPowers[scale_] == 0;
}

std::optional<int64_t> Decimal::ToInt64() const {
  if (!is_integer()) return std::nullopt;
  const Int whole = coefficient_ / static_cast<Int>(kPowers[scale_]);
  if (whole < INT64_MIN || whole > INT64_MAX) return std::nullopt;
  return static_cast<int64_t>(whole);
}

std::optional<Decimal> Decimal::Add(const Decimal& a, const Decimal& b) {
  return AddSigned(a, b.coefficient_, b.scale_);
}

std::optional<Decimal> Decimal::Subtract(const Decimal& a, const Decimal& b) {
  return AddSigned(a, -b.coefficient_, b.scale_);
}

std::optional<Decimal> Decimal::Multiply(const Decimal& a, const Decimal& b) {
  return Fit((a.coefficient_ < 0) != (b.coefficient_ < 0),
             MultiplyWide(Magnitude(a.coefficient_), Magnitude(b.coefficient_)),
             a.scale_ + b.scale_);
}

std::optional<Decimal> Decimal::DivideExact(const Decimal& a,
                                            const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  for (int scale = 0; scale <= kMaxScale; ++scale) {
    const std::optional<Decimal> quotient =
        DivideRounded(a, b, scale, Rounding::kDown);
    if (!quotient.has_value()) return std::nullopt;
    const std::optional<Decimal> back = Multiply(*quotient, b);
    if (back.has_value() && *back == a) return quotient;
  }
  return std::nullopt;
}

std::optional<Decimal> Decimal::DivideRounded(const Decimal& a,
                                              const Decimal& b, int scale,
                                              Rounding rounding) {
  if (b.is_zero() || scale < 0 || scale > kMaxScale) return std::nullopt;
  // a / b * 10^scale = (ca * 10^(scale + sb - sa)) / cb.
  const int shift = scale + b.scale_ - a.scale_;
  Wide dividend{0, Magnitude(a.coefficient_)};
  Uint divisor = Magnitude(b.coefficient_);
  if (shift >= 0) {
    const int first = std::min(shift, 38);
    dividend = MultiplyWide(dividend.low, kPowers[first]);
    for (int i = first; i < shift; ++i) {
      const Wide by8{(dividend.high << 3) | (dividend.low >> 125),
                     dividend.low << 3};
      const Wide by2{(dividend.high << 1) | (dividend.low >> 127),
                     dividend.low << 1};
      if (dividend.high >> 124) return std::nullopt;
      dividend = AddWide(by8, by2);
    }
  } else {
    const Wide wide = MultiplyWide(divisor, kPowers[-shift]);
    if (wide.high != 0 || wide.low >> 127) {
      // |a| < 10^38 is then below half of the divisor.
      const bool up =
          RoundsUp(rounding, a.is_zero(), std::strong_ordering::less, false);
      return FromParts(Signed(a.is_negative() != b.is_negative(), up ? 1 : 0),
                       scale);
    }
    divisor = wide.low;
  }
  Uint remainder = 0;
  Wide quotient = DivideWide(dividend, divisor, &remainder);
  const std::strong_ordering twice = remainder <=> (divisor - remainder);
  if (RoundsUp(rounding, remainder == 0, twice, (quotient.low & 1) != 0)) {
    quotient = AddWide(quotient, {0, 1});
  }
  if (!quotient.fits()) return std::nullopt;
  return FromParts(Signed(a.is_negative() != b.is_negative(), quotient.low),
                   scale);
}

std::optional<Decimal> Decimal::Rounded(int scale, Rounding rounding) const {
  return DivideRounded(*this, FromInt(1), scale, rounding);
}

Decimal Decimal::Normalized() const {
  Decimal out = *this;
  while (out.scale_ > 0 && out.coefficient_ % 10 == 0) {
    out.coefficient_ /= 10;
    --out.scale_;
  }
  return out;
}

std::string Decimal::ToString() const {
  std::string digits = Digits(Magnitude(coefficient_));
  const size_t scale = static_cast<size_t>(scale_);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return coefficient_ < 0 ? absl::StrCat("-", digits) : digits;
}

std::string Decimal::ToGroupedString() const {
  std::string out = ToString();
  const size_t start = out[0] == '-' ? 1 : 0;
  size_t end = std::min(out.find('.'), out.size());
  while (end > start + 3) {
    end -= 3;
    out.insert(end, ",");
  }
  return out;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.scale_ == b.scale_) return a.coefficient_ <=> b.coefficient_;
  const bool a_negative = a.coefficient_ < 0;
  const bool b_negative = b.coefficient_ < 0;
  if (a_negative != b_negative) {
    return a_negative ? std::strong_ordering::less
                      : std::strong_ordering::greater;
  }
  const int scale = std::max(a.scale_, b.scale_);
  const Wide x =
      MultiplyWide(Magnitude(a.coefficient_), kPowers[scale - a.scale_]);
  const Wide y =
      MultiplyWide(Magnitude(b.coefficient_), kPowers[scale - b.scale_]);
  return a_negative ? y <=> x : x <=> y;
}

}  // namespace zhiheng
