#include "services/rules/packs/intervals.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace zhiheng::rules {
namespace {

DateInterval Days(int from, int until) {
  DateInterval out{*CivilDate::FromYmd(from, 1, 1), std::nullopt};
  if (until > 0) out.until = *CivilDate::FromYmd(until, 1, 1);
  return out;
}

std::string Show(const std::vector<DateInterval>& intervals) {
  std::string out;
  for (const DateInterval& i : intervals) {
    absl::StrAppend(&out, i.from.year(), "-",
                    i.until.has_value() ? absl::StrCat(i.until->year()) : "",
                    " ");
  }
  return out;
}

TEST(IntervalsTest, UnionJoinsWhatTouchesAndKeepsGaps) {
  EXPECT_EQ(Show(Union({Days(2019, 2027), Days(2027, 0)})), "2019- ");
  EXPECT_EQ(Show(Union({Days(2022, 2024), Days(2000, 2001)})),
            "2000-2001 2022-2024 ");
  EXPECT_EQ(Show(Union({Days(2000, 0), Days(2001, 2002)})), "2000- ");
  EXPECT_EQ(Show(Union({Days(2001, 2001)})), "");
  EXPECT_EQ(Show(Union({})), "");
}

TEST(IntervalsTest, SubtractGivesTheGaps) {
  EXPECT_EQ(Show(Subtract(Days(2000, 2010), {Days(2002, 2003)})),
            "2000-2002 2003-2010 ");
  EXPECT_EQ(Show(Subtract(Days(2000, 0), {Days(1990, 2005)})), "2005- ");
  EXPECT_EQ(Show(Subtract(Days(2000, 2010), {Days(1990, 0)})), "");
  EXPECT_EQ(Show(Subtract(Days(2000, 2010), {})), "2000-2010 ");
  EXPECT_EQ(Show(Subtract(Days(2000, 2010), {Days(2010, 2012)})), "2000-2010 ");
}

}  // namespace
}  // namespace zhiheng::rules
