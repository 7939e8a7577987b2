#include "services/rules/calendar/calendar.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "services/rules/calendar/calendar_file.h"

namespace zhiheng::rules {
namespace {

CivilDate Day(const char* text) { return *CivilDate::Parse(text); }

std::string Show(std::optional<CivilDate> day) {
  return day.has_value() ? day->ToString() : "unknown";
}

std::string ReadLibrary() {
  std::ifstream in("library/calendar/cn.yaml");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class LibraryCalendarTest : public testing::Test {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    std::map<int, CalendarYear> years;
    ReadCalendarFile("cn.yaml", ReadLibrary(), &diagnostics, &years);
    for (const auto& d : diagnostics.items()) {
      ADD_FAILURE() << RenderDiagnostic(d, "");
    }
    calendar_ = Calendar(std::move(years));
  }
  Calendar calendar_;
};

TEST_F(LibraryCalendarTest, KnowsHolidaysAndMakeUpDays) {
  EXPECT_EQ(calendar_.IsWorkingDay(Day("2024-10-01")), false);
  EXPECT_EQ(calendar_.IsWorkingDay(Day("2024-10-12")), true);   // a Saturday
  EXPECT_EQ(calendar_.IsWorkingDay(Day("2024-10-13")), false);  // a Sunday
  EXPECT_EQ(calendar_.IsWorkingDay(Day("2024-10-14")), true);
  EXPECT_EQ(calendar_.IsWorkingDay(Day("2031-10-14")), std::nullopt);
}

TEST_F(LibraryCalendarTest, CountsWorkingDaysOverTheNationalHoliday) {
  struct Case {
    const char* start;
    int days;
    const char* want;
  };
  const Case kCases[] = {
      {"2024-09-30", 1, "2024-10-08"},  // seven days off between
      {"2024-09-30", 5, "2024-10-12"},  // the Saturday is worked
      {"2024-09-30", 0, "2024-09-30"},
      {"2024-12-31", 1, "2025-01-02"},  // into the next known year
      {"2026-12-31", 1, "unknown"},     // into a year without data
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Show(calendar_.AddWorkingDays(Day(c.start), c.days)), c.want)
        << c.start << " + " << c.days;
  }
}

TEST_F(LibraryCalendarTest, RollsToTheNextWorkingDay) {
  EXPECT_EQ(Show(calendar_.NextWorkingDay(Day("2024-10-01"))), "2024-10-08");
  EXPECT_EQ(Show(calendar_.NextWorkingDay(Day("2024-10-08"))), "2024-10-08");
  EXPECT_EQ(Show(calendar_.NextWorkingDay(Day("2020-01-31"))), "2020-02-03");
  EXPECT_EQ(Show(calendar_.NextWorkingDay(Day("2018-10-01"))), "unknown");
}

TEST_F(LibraryCalendarTest, HolidaysOfAYearAreAsManyAsTheLawHas) {
  // Days off net of make-up days, weekends apart: 11 until 2024, 13 from 2025.
  for (int year = 2019; year <= 2026; ++year) {
    int off = 0;
    for (CivilDate d = *CivilDate::FromYmd(year, 1, 1); d.year() == year;
         d = d.PlusDays(1)) {
      const bool weekday = d.weekday() <= 5;
      if (weekday && !*calendar_.IsWorkingDay(d)) ++off;
      if (!weekday && *calendar_.IsWorkingDay(d)) --off;
    }
    EXPECT_GE(off, 10) << year;
    EXPECT_LE(off, 13) << year;
  }
}

struct Broken {
  const char* name;
  const char* text;
  const char* code;
};

TEST(CalendarFileTest, MistakesAreReported) {
  const Broken kCases[] = {
      {"WrongYear",
       "calendar: x\nyears: {2024: {source: {zh: a, en: a}, off: "
       "[2023-01-01], on: []}}",
       "bad-date"},
      {"NoSuchDay",
       "calendar: x\nyears: {2023: {source: {zh: a, en: a}, off: "
       "[2023-02-30], on: []}}",
       "bad-date"},
      {"WorkedWeekday",
       "calendar: x\nyears: {2023: {source: {zh: a, en: a}, off: [], on: "
       "[2023-02-01]}}",
       "bad-date"},
      {"NoSource", "calendar: x\nyears: {2023: {off: [], on: []}}",
       "missing-key"},
  };
  for (const Broken& c : kCases) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    std::map<int, CalendarYear> years;
    ReadCalendarFile("c.yaml", c.text, &diagnostics, &years);
    ASSERT_FALSE(diagnostics.empty());
    EXPECT_EQ(diagnostics.items()[0].code, c.code);
  }
}

}  // namespace
}  // namespace zhiheng::rules
