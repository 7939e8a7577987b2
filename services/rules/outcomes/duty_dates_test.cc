#include "services/rules/outcomes/duty_dates.h"

#include <string>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace zhiheng::rules {
namespace {

using Status = DutyResult::Status;
using Unit = DutySource::Unit;

// 2024 with one holiday, 2024-10-01 to 2024-10-07; no other year is known.
Calendar OneYear() {
  CalendarYear year;
  for (int day = 1; day <= 7; ++day) {
    year.holidays.insert(*CivilDate::FromYmd(2024, 10, day));
  }
  year.workdays.insert(*CivilDate::FromYmd(2024, 10, 12));
  return Calendar({{2024, year}});
}

// "2024-09-30", "2024-09", "" (unknown), "-" (absent).
DutyDate Date(const std::string& text, const std::string& path) {
  DutyDate out;
  out.path = path;
  if (text.empty()) {
    out.state = DutyDate::State::kUnknown;
  } else if (text == "-") {
    out.state = DutyDate::State::kAbsent;
  } else {
    out.state = DutyDate::State::kSet;
    out.date.year = std::stoi(text.substr(0, 4));
    if (text.size() >= 7) out.date.month = std::stoi(text.substr(5, 2));
    if (text.size() >= 10) out.date.day = std::stoi(text.substr(8, 2));
    out.date.days = *PossibleDays(out.date.year, out.date.month, out.date.day);
  }
  return out;
}

struct Case {
  const char* name;
  Unit unit;
  int count;
  bool roll;
  const char* trigger;
  const char* done;
  const char* today;
  Status status;
  const char* due;  // empty: none
  int days_late;
  const char* missing;
};

TEST(DutyDatesTest, SaysWhereTheDutyStands) {
  const Case kCases[] = {
      {"OnTheLastDay", Unit::kDays, 3, false, "2024-09-10", "2024-09-13",
       "2024-12-01", Status::kOnTime, "2024-09-13", 0, ""},
      {"OneDayLate", Unit::kDays, 3, false, "2024-09-10", "2024-09-14",
       "2024-12-01", Status::kLate, "2024-09-13", 1, ""},
      {"NotYetDue", Unit::kDays, 3, false, "2024-09-10", "", "2024-09-13",
       Status::kDue, "2024-09-13", 0, ""},
      {"PassedAndNobodyLooked", Unit::kDays, 3, false, "2024-09-10", "",
       "2024-09-14", Status::kNeedsFacts, "2024-09-13", 0, "done"},
      {"PassedAndNotDone", Unit::kDays, 3, false, "2024-09-10", "-",
       "2024-09-15", Status::kOverdue, "2024-09-13", 2, ""},
      {"TriggerUnknown", Unit::kDays, 3, false, "", "", "2024-09-14",
       Status::kNeedsFacts, "", 0, "trigger,done"},
      {"TriggerNeverHappened", Unit::kDays, 3, false, "-", "", "2024-09-14",
       Status::kNoDueDate, "", 0, ""},
      {"WorkingDaysOverAHoliday", Unit::kWorkingDays, 5, false, "2024-09-30",
       "2024-10-12", "2024-12-01", Status::kOnTime, "2024-10-12", 0, ""},
      {"LastDayMovesToAWorkingDay", Unit::kDays, 3, true, "2024-10-01",
       "2024-10-08", "2024-12-01", Status::kOnTime, "2024-10-08", 0, ""},
      {"LastDayStaysWithoutRoll", Unit::kDays, 3, false, "2024-10-01",
       "2024-10-08", "2024-12-01", Status::kLate, "2024-10-04", 4, ""},
      {"MonthsEndWithTheMonth", Unit::kMonths, 1, false, "2024-01-31",
       "2024-02-29", "2024-12-01", Status::kOnTime, "2024-02-29", 0, ""},
      {"YearsEndWithTheMonth", Unit::kYears, 1, false, "2024-02-29",
       "2025-03-01", "2025-12-01", Status::kLate, "2025-02-28", 1, ""},
      {"PartialTriggerStillDecides", Unit::kDays, 3, false, "2024-09",
       "2024-09-02", "2024-12-01", Status::kOnTime, "", 0, ""},
      {"PartialTriggerDoesNotDecide", Unit::kDays, 3, false, "2024-09",
       "2024-09-20", "2024-12-01", Status::kNeedsFacts, "", 0, "trigger"},
      {"PartialDoneDoesNotDecide", Unit::kDays, 3, false, "2024-09-10",
       "2024-09", "2024-12-01", Status::kNeedsFacts, "2024-09-13", 0, "done"},
      {"CalendarUnknownButSurelyInTime", Unit::kWorkingDays, 5, false,
       "2019-09-30", "2019-10-05", "2019-12-01", Status::kOnTime, "", 0, ""},
      {"CalendarUnknown", Unit::kWorkingDays, 5, false, "2019-09-30",
       "2019-10-20", "2019-12-01", Status::kNeedsFacts, "", 0, ""},
      {"CalendarUnknownButSurelyLate", Unit::kDays, 3, true, "2019-09-30",
       "2019-11-20", "2019-12-01", Status::kLate, "", 33, ""},
      {"NoPeriodDone", Unit::kNone, 0, false, "", "2024-09-10", "2024-12-01",
       Status::kOnTime, "", 0, ""},
      {"NoPeriodOpen", Unit::kNone, 0, false, "", "", "2024-12-01",
       Status::kNoDueDate, "", 0, ""},
  };
  const Calendar calendar = OneYear();
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const DutyInput input{c.unit,
                          c.count,
                          c.roll,
                          Date(c.trigger, "trigger"),
                          Date(c.done, "done"),
                          *CivilDate::Parse(c.today)};
    const DutyResult result = ComputeDuty(input, calendar);
    EXPECT_EQ(result.status, c.status);
    EXPECT_EQ(result.due.has_value() ? result.due->ToString() : "", c.due);
    EXPECT_EQ(result.days_late, c.days_late);
    EXPECT_EQ(absl::StrJoin(result.missing, ","), c.missing);
  }
}

TEST(DutyDatesTest, SaysThatTheCalendarIsUnknown) {
  const DutyInput input{Unit::kWorkingDays,
                        5,
                        false,
                        Date("2019-09-30", "t"),
                        Date("", "d"),
                        *CivilDate::Parse("2019-12-01")};
  const DutyResult result = ComputeDuty(input, OneYear());
  EXPECT_NE(result.arithmetic.en.find("calendar unknown"), std::string::npos);
  EXPECT_FALSE(result.due.has_value());
}

TEST(DutyDatesTest, ShowsTheMoveToAWorkingDay) {
  const DutyInput input{Unit::kDays,   3,
                        true,          Date("2024-10-01", "t"),
                        Date("", "d"), *CivilDate::Parse("2024-10-01")};
  EXPECT_EQ(ComputeDuty(input, OneYear()).arithmetic.en,
            "3 days from the day after 2024-10-01 → 2024-10-04 (no working "
            "day, moved) → 2024-10-08");
}

}  // namespace
}  // namespace zhiheng::rules
