// Questions over cases: numbers cut at bounds, days without a day between,
// enums with and without other values, and what waits.
#include "services/rules/proof/case_table.h"

#include <gtest/gtest.h>

#include "services/common/exact/civil_date.h"

namespace zhiheng::rules {
namespace {

using Kind = CaseTable::AxisKind;

Decimal D(const char* text) { return *Decimal::Parse(text); }
Decimal Day(const char* text) {
  return Decimal::FromInt(CivilDate::Parse(text)->days_since_epoch());
}

TEST(CaseTableTest, AHoleAndAnOverlapAtABound) {
  CaseTable table;
  const int v = table.Axis("v", Kind::kNumber, false);
  const auto below = table.Number(v, Compare::kLess, D("50000"));
  const auto above =
      table.Not(table.Number(v, Compare::kLessEquals, D("50000.00")));
  const auto from = table.Not(table.Number(v, Compare::kLess, D("50000")));
  const auto neither = table.Not(table.Or({below, above}));
  const auto gap = table.Not(table.Or({below, from}));
  table.Freeze();
  EXPECT_EQ(table.Regions(v), 3);
  const auto hole = table.Find({{neither}}, false);
  ASSERT_TRUE(hole.found.has_value());
  EXPECT_EQ(table.Describe(*hole.found), "v = 50000");
  EXPECT_FALSE(table.Find({{gap}}, false).found.has_value());
  EXPECT_FALSE(table.Find({{below}, {from}}, false).found.has_value());
}

TEST(CaseTableTest, NoDayLiesBetweenTwoThatFollowOneAnother) {
  CaseTable table;
  const int day = table.Axis("day", Kind::kDay, false);
  const auto until = table.Number(day, Compare::kLessEquals, Day("2026-12-31"));
  const auto from =
      table.Not(table.Number(day, Compare::kLess, Day("2027-01-01")));
  const auto none = table.Not(table.Or({until, from}));
  table.Freeze();
  EXPECT_FALSE(table.Find({{none}}, false).found.has_value());
}

TEST(CaseTableTest, ADayLiesBetweenTwoThatDoNot) {
  CaseTable table;
  const int day = table.Axis("day", Kind::kDay, false);
  const auto until = table.Number(day, Compare::kLessEquals, Day("2026-12-31"));
  const auto from =
      table.Not(table.Number(day, Compare::kLessEquals, Day("2027-01-01")));
  const auto none = table.Not(table.Or({until, from}));
  table.Freeze();
  const auto hole = table.Find({{none}}, false);
  ASSERT_TRUE(hole.found.has_value());
  EXPECT_EQ(table.Describe(*hole.found), "day = 2027-01-01");
}

TEST(CaseTableTest, AnEnumIsAnotherValueUnlessAllAreKnown) {
  for (const bool closed : {false, true}) {
    CaseTable table;
    const int kind = table.Axis("kind", Kind::kName, false);
    table.SetNames(kind, {"A", "B"}, closed);
    const auto none =
        table.Not(table.Or({table.Named(kind, "A"), table.Named(kind, "B")}));
    table.Freeze();
    EXPECT_EQ(table.Find({{none}}, false).found.has_value(), !closed);
  }
}

TEST(CaseTableTest, WhatWaitsIsNeverACase) {
  CaseTable table;
  const int flag = table.Axis("f", Kind::kFlag, false);
  const auto waits =
      table.If(table.Flag(flag), table.Waits(), table.Always(false));
  table.Freeze();
  EXPECT_FALSE(table.Find({{waits}}, false).found.has_value());
  EXPECT_TRUE(table.CanWait(waits));
}

TEST(CaseTableTest, APartMayFixAnAxis) {
  CaseTable table;
  const int v = table.Axis("v", Kind::kNumber, false);
  const auto low = table.Number(v, Compare::kLess, D("1"));
  table.Freeze();
  EXPECT_TRUE(table.Find({{low, v, 0}}, false).found.has_value());
  EXPECT_FALSE(table.Find({{low, v, 2}}, false).found.has_value());
}

TEST(CaseTableTest, PastItsBudgetAQuestionIsNotAnswered) {
  // n flags that must be even in number, and odd: every case is looked at.
  const auto answer = [](int n) {
    CaseTable table;
    CaseTable::Id odd = table.Always(false);
    for (int i = 0; i < n; ++i) {
      const auto flag = table.Flag(table.Axis(
          std::string(1, static_cast<char>('a' + i)), Kind::kFlag, false));
      odd = table.If(flag, table.Not(odd), odd);
    }
    const auto even = table.Not(odd);
    table.Freeze();
    return table.Find({{odd}, {even}}, false).within_budget;
  };
  EXPECT_TRUE(answer(12));   // 2^13 - 1 cases
  EXPECT_FALSE(answer(14));  // 2^15 - 1 cases, more than kMaxCases
}

}  // namespace
}  // namespace zhiheng::rules
