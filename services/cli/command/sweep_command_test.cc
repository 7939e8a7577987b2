// The days on which the law changes for a toy, a trademark case and a food
// label, against the packs that ship; and the same found by asking every day.
#include "services/cli/command/sweep_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <fstream>
#include <sstream>

#include "services/cli/embedded/engines.h"
#include "services/common/base/clock.h"
#include "services/common/testing/temp_dir.h"
#include "services/rules/engine/rules_engine.h"

namespace zhiheng::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kToy[] = R"(
id: toy
label: {category: TOY, generic_name: 积木, production_date: 2026-03-01, standards: [GB 6675.1-2014]}
)";
constexpr char kTrademark[] = R"(
id: mark
case:
  acts: [{kind: SOLD_INFRINGING_GOODS, last_day: 2026-03-01}]
  amounts: {illegal_turnover: "32161.23"}
)";
constexpr char kFood[] = R"(
id: food
label: {category: FOOD, generic_name: 饼干, production_date: 2026-03-01, packaged: true}
)";

class SweepTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const SystemClock clock;
    engines_ = new Engines({"", ""}, &clock);
    gateway_ = OpenLocalGateway(engines_)->release();
    rules_ = *engines_->OpenRules();
  }

  ExitCode Run(const std::string& subject, const std::string& range) {
    out_.str("");
    CheckOptions options;
    std::ofstream(dir_.File("s.yaml")) << subject;
    options.files = {dir_.File("s.yaml")};
    options.sweep = range;
    options.today = "2026-06-30";
    options.timeout = absl::Seconds(60);
    Console console{in_, out_, err_};
    return RunSweep(options, gateway_, rules_, &console);
  }

  // The days that stand on lines of their own.
  std::vector<std::string> Changes() const {
    std::vector<std::string> out;
    std::istringstream lines(out_.str());
    for (std::string line; std::getline(lines, line);) {
      if (RE2::FullMatch(line, "[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        out.push_back(line);
      }
    }
    return out;
  }

  static Engines* engines_;
  static Gateway* gateway_;
  static rules::RulesEngine* rules_;
  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};
Engines* SweepTest::engines_ = nullptr;
Gateway* SweepTest::gateway_ = nullptr;
rules::RulesEngine* SweepTest::rules_ = nullptr;

TEST_F(SweepTest, TheToyStandardChangesOnTheFirstOfNovember2026) {
  EXPECT_EQ(Run(kToy, "2026-01-01..2028-01-01"), kExitOk) << err_.str();
  EXPECT_THAT(Changes(), Contains("2026-11-01")) << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("2025"));
}

TEST_F(SweepTest, TheTrademarkLawChangesOnTheFirstOfJanuary2027) {
  EXPECT_EQ(Run(kTrademark, "2026-01-01..2028-01-01"), kExitOk) << err_.str();
  EXPECT_THAT(Changes(), Contains("2027-01-01")) << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("cn.trademark"));
}

TEST_F(SweepTest, TheFoodLabelStandardsChangeOnTheSixteenthOfMarch2027) {
  EXPECT_EQ(Run(kFood, "2026-01-01..2028-01-01"), kExitOk) << err_.str();
  EXPECT_THAT(Changes(), Contains("2027-03-16")) << out_.str();
}

// Asked day by day over the days about a change: the same changes.
TEST_F(SweepTest, NothingChangesOnDaysThatAreNotEvaluated) {
  struct Window {
    const char* subject;
    const char* from;
    const char* until;
  };
  const Window kWindows[] = {{kToy, "2026-10-27", "2026-11-05"},
                             {kTrademark, "2026-12-28", "2027-01-06"},
                             {kFood, "2027-03-12", "2027-03-21"}};
  for (const auto& [subject, from, until] : kWindows) {
    const std::string range = std::string(from) + ".." + until;
    ASSERT_EQ(Run(subject, range), kExitOk) << err_.str();
    const std::vector<std::string> swept = Changes();
    EXPECT_FALSE(swept.empty()) << subject;
    std::vector<std::string> daily;
    std::string before;
    for (CivilDate day = *CivilDate::Parse(from);
         day < *CivilDate::Parse(until); day = day.PlusDays(1)) {
      CheckOptions options;
      options.files = {dir_.File("s.yaml")};
      options.as_of = day.ToString();
      options.today = "2026-06-30";
      options.format = CheckFormat::kJson;
      options.timeout = absl::Seconds(60);
      std::ostringstream out;
      Console console{in_, out, err_};
      RunCheck(options, gateway_, &console);
      // What names the call or the day is no part of the answer.
      std::string now;
      std::istringstream lines(out.str());
      bool keep = false;
      for (std::string line; std::getline(lines, line);) {
        if (line.rfind(" \"", 0) == 0)
          keep = line.rfind(" \"findings\"", 0) == 0;
        if (keep &&
            RE2::PartialMatch(line, "\"(rule|outcome|display|advisory)\"")) {
          now += line + "\n";
        }
      }
      if (!before.empty() && now != before) daily.push_back(day.ToString());
      before = now;
    }
    EXPECT_EQ(swept, daily) << subject;
  }
}

TEST_F(SweepTest, FewDaysAreEvaluated) {
  Run(kToy, "2026-01-01..2028-01-01");
  int days = 0;
  const std::string text = out_.str();
  ASSERT_TRUE(RE2::PartialMatch(text, "([0-9]+) of 730 days evaluated", &days))
      << text;
  EXPECT_LT(days, 40);
}

TEST(ParseSweepTest, ARangeIsTwoDaysTheSecondOut) {
  EXPECT_EQ(ParseSweep("2026-01-01..2026-01-02")->ToString(),
            "[2026-01-01, 2026-01-02)");
  for (const char* bad :
       {"", "2026-01-01", "2026-01-01..", "..2026-01-01",
        "2026-01-01..2026-01-01", "2026-02-30..2026-03-02",
        "2026-01-01...2026-03-02", "0001-01-01..9999-01-01"}) {
    EXPECT_FALSE(ParseSweep(bad).ok()) << bad;
  }
}

TEST(ParseSweepTest, TheLongestRangeIsNamed) {
  const CivilDate from = *CivilDate::Parse("2000-01-01");
  const auto range = [&](int days) {
    return from.ToString() + ".." + from.PlusDays(days).ToString();
  };
  EXPECT_TRUE(ParseSweep(range(kMaxSweepDays)).ok());
  EXPECT_FALSE(ParseSweep(range(kMaxSweepDays + 1)).ok());
}

}  // namespace
}  // namespace zhiheng::cli
