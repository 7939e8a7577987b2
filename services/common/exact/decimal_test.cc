#include "services/common/exact/decimal.h"

#include <random>

#include "absl/hash/hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace zhiheng {
namespace {

using ::testing::HasSubstr;

Decimal D(absl::string_view text) { return Decimal::Parse(text).value(); }

std::string Show(const std::optional<Decimal>& value) {
  return value.has_value() ? value->ToString() : "none";
}

const char kNines[] = "99999999999999999999999999999999999999";  // 38

TEST(DecimalTest, KeepsThePrintedPrecision) {
  for (const char* text : {"0", "64.0", "-1.50", "0.001", "32161.23", kNines}) {
    EXPECT_EQ(D(text).ToString(), text);
  }
  EXPECT_EQ(D("007.0").ToString(), "7.0");
}

TEST(DecimalTest, SaysWhatIsWrong) {
  const struct {
    const char* text;
    const char* why;
  } kCases[] = {
      {"", "no digit before the point"},
      {"-", "no digit before the point"},
      {".5", "no digit before the point"},
      {"5.", "no digit after the point"},
      {"1.2.3", "two points"},
      {"1e3", "exponent"},
      {"+1", "no digit"},
      {"1,000", "no digit"},
      {"１８", "no digit"},
      {"999999999999999999999999999999999999999", "more than 38 digits"},
  };
  for (const auto& c : kCases) {
    const auto got = Decimal::Parse(c.text);
    ASSERT_FALSE(got.ok()) << c.text;
    EXPECT_THAT(std::string(got.status().message()), HasSubstr(c.why))
        << c.text;
  }
}

TEST(DecimalTest, ComparesByValueNotByText) {
  EXPECT_EQ(D("64.0"), D("64"));
  EXPECT_LT(D("63.99"), D("64"));
  EXPECT_GT(D("-63.99"), D("-64"));
  EXPECT_LT(D("-0.1"), D("0"));
  EXPECT_EQ(D("-0"), D("0.00"));
  EXPECT_LT(D("0.00000000000000000000000000000000000001"), D(kNines));
  EXPECT_EQ(absl::HashOf(D("64.0")), absl::HashOf(D("64")));
}

TEST(DecimalTest, ArithmeticIsExact) {
  EXPECT_EQ(Show(Decimal::Add(D("0.1"), D("0.2"))), "0.3");
  EXPECT_EQ(Show(Decimal::Add(D("64.0"), D("1"))), "65.0");
  EXPECT_EQ(Show(Decimal::Subtract(D("1"), D("1.00"))), "0.00");
  EXPECT_EQ(Show(Decimal::Multiply(D("5"), D("1440000.00"))), "7200000.00");
  EXPECT_EQ(Show(Decimal::Multiply(D("-0.3"), D("250000"))), "-75000.0");
  EXPECT_EQ(Show(Decimal::DivideExact(D("30000"), D("250000"))), "0.12");
  EXPECT_EQ(Show(Decimal::DivideExact(D("1"), D("3"))), "none");
  EXPECT_EQ(Show(Decimal::DivideExact(D("1"), D("0"))), "none");
}

TEST(DecimalTest, HasNoResultRatherThanAWrongOne) {
  EXPECT_EQ(Show(Decimal::Add(D(kNines), D("1"))), "none");
  EXPECT_EQ(Show(Decimal::Multiply(D(kNines), D("10"))), "none");
  EXPECT_EQ(Show(Decimal::Add(D(kNines), D("0.1"))), "none");
  // Only zeros at the end are given up to make a result fit.
  EXPECT_EQ(Show(Decimal::Add(D(kNines), D("0.0"))), kNines);
  EXPECT_EQ(Show(Decimal::Multiply(D("10000000000000000000"),
                                   D("1000000000000000000.0"))),
            "10000000000000000000000000000000000000");
}

TEST(DecimalTest, RoundsOnlyWhenAskedAndAsAsked) {
  const struct {
    const char* text;
    Rounding rounding;
    const char* want;
  } kCases[] = {
      {"0.125", Rounding::kHalfUp, "0.13"},
      {"0.125", Rounding::kHalfEven, "0.12"},
      {"0.135", Rounding::kHalfEven, "0.14"},
      {"-0.125", Rounding::kHalfUp, "-0.13"},
      {"0.129", Rounding::kDown, "0.12"},
      {"0.121", Rounding::kUp, "0.13"},
      {"5", Rounding::kHalfUp, "5.00"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Show(D(c.text).Rounded(2, c.rounding)), c.want) << c.text;
  }
  EXPECT_EQ(Show(Decimal::DivideRounded(D("2"), D("3"), 4, Rounding::kHalfUp)),
            "0.6667");
  EXPECT_EQ(
      Show(Decimal::DivideRounded(D("0.01"), D(kNines), 0, Rounding::kHalfUp)),
      "0");
}

TEST(DecimalTest, WholeNumbers) {
  EXPECT_EQ(D("5.00").ToInt64(), 5);
  EXPECT_EQ(D("5.01").ToInt64(), std::nullopt);
  EXPECT_EQ(D("9223372036854775808").ToInt64(), std::nullopt);
  EXPECT_EQ(D("-9223372036854775808").ToInt64(), INT64_MIN);
  EXPECT_EQ(D("64.00").Normalized().ToString(), "64");
}

TEST(DecimalTest, GroupsThousandsForPeople) {
  EXPECT_EQ(D("7200000.00").ToGroupedString(), "7,200,000.00");
  EXPECT_EQ(D("-250000").ToGroupedString(), "-250,000");
  EXPECT_EQ(D("999.5").ToGroupedString(), "999.5");
}

// Sums and products of random decimals against 64-bit whole numbers.
TEST(DecimalTest, AgreesWithWholeNumberArithmetic) {
  std::mt19937_64 random(20261121);
  for (int i = 0; i < 20000; ++i) {
    const int64_t a = static_cast<int32_t>(random());
    const int64_t b = static_cast<int32_t>(random());
    const int scale_a = static_cast<int>(random() % 6);
    const int scale_b = static_cast<int>(random() % 6);
    const Decimal x = *Decimal::FromParts(a, scale_a);
    const Decimal y = *Decimal::FromParts(b, scale_b);
    const auto scaled = [&](int64_t v, int scale) {
      __int128 out = v;
      for (int k = scale; k < 6; ++k) out *= 10;
      return out;
    };
    EXPECT_EQ(*Decimal::Add(x, y),
              *Decimal::FromParts(scaled(a, scale_a) + scaled(b, scale_b), 6));
    EXPECT_EQ(
        *Decimal::Multiply(x, y),
        *Decimal::FromParts(static_cast<__int128>(a) * b, scale_a + scale_b));
    EXPECT_EQ(x < y, scaled(a, scale_a) < scaled(b, scale_b));
    if (b != 0) {
      const Decimal q = *Decimal::DivideRounded(x, y, 12, Rounding::kHalfUp);
      const Decimal back = *Decimal::Multiply(q, y);
      const Decimal error = Decimal::Subtract(back, x)->Abs();
      const Decimal bound =
          *Decimal::Multiply(y.Abs(), *Decimal::FromParts(5, 13));
      EXPECT_LE(error, bound);
    }
  }
}

}  // namespace
}  // namespace zhiheng
