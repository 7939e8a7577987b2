#include "services/rules/outcomes/fine.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace zhiheng::rules {
namespace {

using Bound = BoundedAmount::Bound;

Decimal D(const char* text) { return *Decimal::Parse(text); }

FineEnd Amount(const char* text) { return {D(text), std::nullopt}; }
FineEnd Times(const char* text) { return {std::nullopt, D(text)}; }

FineProgram Fine(FineEnd min, std::optional<FineEnd> max) {
  FineProgram fine;
  fine.base_name = "V";
  fine.base_label = {"违法经营额", "unlawful turnover"};
  fine.min = min;
  fine.max = max;
  return fine;
}

struct Case {
  const char* name;
  FineProgram fine;
  std::optional<BoundedAmount> base;
  const char* reason;
  const char* arithmetic;  // English
  bool needs_base = false;
};

TEST(FineTest, ShowsItsArithmetic) {
  FineProgram exclusive = Fine(Amount("0"), Times("0.3"));
  exclusive.min_exclusive = true;
  const Case kCases[] = {
      {"FixedEnds", Fine(Amount("0"), Amount("250000")),
       BoundedAmount{D("32161.23")}, "V = 32,161.23 < 50,000",
       "V = 32,161.23 < 50,000 → [0, 250,000]"},
      {"Multiple", Fine(Amount("0"), Times("5")),
       BoundedAmount{D("1440000.00")}, "",
       "V (unlawful turnover) = 1,440,000.00; 5 × V = 5 × 1,440,000.00 = "
       "7,200,000.00 → [0, 7,200,000]"},
      {"MultipleOfALowerBound", Fine(Amount("0"), Times("5")),
       BoundedAmount{D("1440000"), Bound::kAtLeast}, "",
       "V (unlawful turnover) ≥ 1,440,000; 5 × V ≥ 5 × 1,440,000 = 7,200,000 "
       "→ [0, 7,200,000] (the upper end is at least that)"},
      {"BothEndsMultiples", Fine(Times("1"), Times("3")),
       BoundedAmount{D("100.5")}, "",
       "V (unlawful turnover) = 100.5; 1 × V = 1 × 100.5 = 100.5; 3 × V = 3 × "
       "100.5 = 301.5 → [100.50, 301.50]"},
      {"WaitsForTheBase", exclusive, std::nullopt, "",
       "V (unlawful turnover) not known → (0, 0.3 × V]", true},
      {"OpenAbove", Fine(Amount("10000"), std::nullopt), BoundedAmount{D("1")},
       "", "[10,000, ∞)"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    FineInput input;
    input.fine = &c.fine;
    input.base = c.base;
    input.reason = {c.reason, c.reason};
    const FineResult result = ComputeFine(input);
    EXPECT_EQ(result.interval.arithmetic().en(), c.arithmetic);
    EXPECT_EQ(result.needs_base, c.needs_base);
  }
}

struct ReportedCase {
  const char* name;
  FineProgram fine;
  std::optional<BoundedAmount> base;
  const char* reported;
  bool inside;
  bool contradicted;
  const char* position;
};

TEST(FineTest, HoldsTheReportedFineAgainstTheInterval) {
  FineProgram exclusive = Fine(Amount("0"), Amount("100"));
  exclusive.min_exclusive = true;
  const FineProgram fixed = Fine(Amount("0"), Amount("250000"));
  const FineProgram fivefold = Fine(Amount("0"), Times("5"));
  const BoundedAmount million{D("1000000"), Bound::kAtLeast};
  const ReportedCase kCases[] = {
      {"Inside", fixed, std::nullopt, "30000", true, false, "12.0"},
      {"AtTheUpperEnd", fixed, std::nullopt, "250000", true, false, "100.0"},
      {"AtTheLowerEnd", fixed, std::nullopt, "0", true, false, "0.0"},
      {"JustAbove", fixed, std::nullopt, "250000.01", false, true, ""},
      {"AtAnExcludedEnd", exclusive, std::nullopt, "0", false, true, ""},
      {"AboveABoundThatMayBeHigher", fivefold, million, "6000000", false, false,
       ""},
      {"InsideABoundThatMayBeHigher", fivefold, million, "4000000", true, false,
       ""},
      {"WithoutTheBase", fivefold, std::nullopt, "1", false, false, ""},
  };
  for (const ReportedCase& c : kCases) {
    SCOPED_TRACE(c.name);
    FineInput input;
    input.fine = &c.fine;
    input.base = c.base;
    input.reported = D(c.reported);
    const FineResult result = ComputeFine(input);
    EXPECT_EQ(result.interval.reported().inside(), c.inside);
    EXPECT_EQ(result.contradicted, c.contradicted);
    EXPECT_EQ(result.interval.reported().position_pct(), c.position);
    EXPECT_FALSE(result.interval.reported().text().zh().empty());
  }
}

TEST(FineTest, AHypotheticalFineContradictsNothing) {
  const FineProgram fine = Fine(Amount("0"), Amount("10"));
  FineInput input;
  input.fine = &fine;
  input.reported = D("11");
  input.hypothetical = true;
  EXPECT_FALSE(ComputeFine(input).contradicted);
}

TEST(FineTest, BandsSplitTheSpanAtThirtyAndSeventyPerCent) {
  FineProgram fine = Fine(Amount("0"), Amount("250000"));
  fine.bands_thirds30 = true;
  FineInput input;
  input.fine = &fine;
  input.reported = D("75000");
  const auto interval = ComputeFine(input).interval;
  ASSERT_EQ(interval.bands_size(), 3);
  EXPECT_EQ(interval.bands(0).max().amount(), "75000");
  EXPECT_TRUE(interval.bands(1).min_exclusive());
  EXPECT_TRUE(interval.bands(1).max_exclusive());
  EXPECT_EQ(interval.bands(2).min().amount(), "175000");
  EXPECT_NE(interval.reported().text().en().find("lighter band"),
            std::string::npos);
}

TEST(FineTest, NoBandsWhereTheUpperEndIsOpen) {
  FineProgram fine = Fine(Amount("0"), Times("5"));
  fine.bands_thirds30 = true;
  FineInput input;
  input.fine = &fine;
  input.base = BoundedAmount{D("1"), Bound::kAtLeast};
  EXPECT_EQ(ComputeFine(input).interval.bands_size(), 0);
}

TEST(FineTest, ArithmeticBeyond38DigitsIsSaid) {
  const FineProgram fine = Fine(Amount("0"), Times("10"));
  FineInput input;
  input.fine = &fine;
  input.base = BoundedAmount{D("99999999999999999999999999999999999999")};
  EXPECT_TRUE(ComputeFine(input).overflow);
}

}  // namespace
}  // namespace zhiheng::rules
