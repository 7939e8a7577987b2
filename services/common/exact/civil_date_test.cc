#include "services/common/exact/civil_date.h"

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace zhiheng {
namespace {

using ::testing::HasSubstr;

CivilDate D(absl::string_view text) { return CivilDate::Parse(text).value(); }

TEST(CivilDateTest, AgreesWithAbseilOverTheWholeRange) {
  absl::CivilDay day(1, 1, 1);
  for (int32_t days = CivilDate::Min().days_since_epoch();
       days <= CivilDate::Max().days_since_epoch(); days += 13, day += 13) {
    const CivilDate date = CivilDate::FromDays(days);
    ASSERT_EQ(date.year(), day.year());
    ASSERT_EQ(date.month(), day.month());
    ASSERT_EQ(date.day(), day.day());
    ASSERT_EQ(date.weekday(), static_cast<int>(absl::GetWeekday(day)) + 1);
    ASSERT_EQ(CivilDate::FromYmd(date.year(), date.month(), date.day()).value(),
              date);
  }
}

TEST(CivilDateTest, RefusesDaysThatDoNotExist) {
  EXPECT_THAT(std::string(CivilDate::Parse("2023-02-29").status().message()),
              HasSubstr("2023-02 has 28 days"));
  EXPECT_FALSE(CivilDate::Parse("2023-13-01").ok());
  EXPECT_FALSE(CivilDate::Parse("2023-1-1").ok());
  EXPECT_FALSE(CivilDate::Parse("2023/01/01").ok());
  EXPECT_FALSE(CivilDate::Parse("０２３-01-01").ok());
  EXPECT_FALSE(CivilDate::Parse("").ok());
  EXPECT_FALSE(CivilDate::FromYmd(0, 1, 1).ok());
  EXPECT_FALSE(CivilDate::FromYmd(10000, 1, 1).ok());
}

TEST(CivilDateTest, PeriodsEndOnTheCorrespondingDayOrMonthEnd) {
  EXPECT_EQ(D("2024-01-31").PlusMonths(1), D("2024-02-29"));
  EXPECT_EQ(D("2024-02-29").PlusYears(1), D("2025-02-28"));
  EXPECT_EQ(D("2024-03-31").PlusMonths(-1), D("2024-02-29"));
  EXPECT_EQ(D("2024-12-31").PlusDays(1), D("2025-01-01"));
}

TEST(CivilDateTest, SaturatesInsteadOfOverflowing) {
  EXPECT_EQ(CivilDate::Max().PlusDays(INT64_MAX), CivilDate::Max());
  EXPECT_EQ(CivilDate::Min().PlusDays(INT64_MIN), CivilDate::Min());
  EXPECT_EQ(D("2024-01-01").PlusYears(INT64_MAX), CivilDate::Max());
  EXPECT_EQ(D("2024-01-01").PlusMonths(INT64_MIN), CivilDate::Min());
}

TEST(CivilDateTest, TheDayInShanghaiTurnsEightHoursBeforeUtc) {
  const absl::Time utc_1559 = absl::FromCivil(
      absl::CivilMinute(2026, 12, 31, 15, 59), absl::UTCTimeZone());
  EXPECT_EQ(CivilDate::InShanghai(utc_1559), D("2026-12-31"));
  EXPECT_EQ(CivilDate::InShanghai(utc_1559 + absl::Minutes(1)),
            D("2027-01-01"));
}

TEST(DateIntervalTest, IsHalfOpen) {
  const DateInterval law{D("2019-11-01"), D("2027-01-01")};
  EXPECT_FALSE(law.Contains(D("2019-10-31")));
  EXPECT_TRUE(law.Contains(D("2019-11-01")));
  EXPECT_TRUE(law.Contains(D("2026-12-31")));
  EXPECT_FALSE(law.Contains(D("2027-01-01")));
  const DateInterval next{D("2027-01-01"), std::nullopt};
  EXPECT_TRUE(law.Intersect(next).Empty());
  EXPECT_EQ(next.ToString(), "[2027-01-01, open)");
}

TEST(DateIntervalTest, PartialDatesMeanEveryDayTheyCanMean) {
  EXPECT_EQ(PossibleDays(2024, 9, 0).value(),
            (DateInterval{D("2024-09-01"), D("2024-10-01")}));
  EXPECT_EQ(PossibleDays(2024, 0, 0).value(),
            (DateInterval{D("2024-01-01"), D("2025-01-01")}));
  EXPECT_EQ(PossibleDays(2024, 9, 30).value(),
            (DateInterval{D("2024-09-30"), D("2024-10-01")}));
  EXPECT_FALSE(PossibleDays(2024, 0, 3).ok());
  EXPECT_FALSE(PossibleDays(2024, 2, 30).ok());
}

}  // namespace
}  // namespace zhiheng
