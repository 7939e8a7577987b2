#include "services/common/facts/validate.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng {
namespace {

// "reason path" of every problem.
std::vector<std::string> Problems(const char* textproto) {
  facts::v1::Subject subject;
  if (!google::protobuf::TextFormat::ParseFromString(textproto, &subject)) {
    return {"the test's own input is wrong"};
  }
  std::vector<std::string> out;
  for (const auto& problem : ValidateFacts(subject, "subject")) {
    out.push_back(problem.reason + " " + problem.path);
  }
  return out;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ValidateFactsTest, AcceptsWhatIsRight) {
  EXPECT_THAT(Problems(R"pb(
                id: "x"
                completeness: COMPLETENESS_COMPLETE
                unknown { paths: "fertilizer.process" paths: "warnings" }
                label {
                  production_date { year: 2024 month: 2 day: 29 }
                  fertilizer { n_pct { value: "18.0" } }
                }
              )pb"),
              IsEmpty());
}

TEST(ValidateFactsTest, NamesEveryValueThatCannotBe) {
  EXPECT_THAT(
      Problems(R"pb(
        enforcement_case {
          acts {}
          acts { from { year: 2023 month: 2 day: 29 } }
          amounts {
            illegal_turnover { value { amount: "" } }
            proven_costs { amount: "1" currency_code: "Yuan" }
            label_pieces { value: "1e3" }
          }
        }
      )pb"),
      ElementsAre("IMPOSSIBLE_DATE subject.case.acts[1].from",
                  "MALFORMED_DECIMAL "
                  "subject.case.amounts.illegal_turnover.value",
                  "MALFORMED_CURRENCY "
                  "subject.case.amounts.proven_costs.currency_code",
                  "MALFORMED_DECIMAL subject.case.amounts.label_pieces"));
}

TEST(ValidateFactsTest, KnowsEnumNumbers) {
  facts::v1::Subject subject;
  subject.mutable_label()->set_category(
      static_cast<facts::v1::ProductLabel::Category>(50));
  const auto problems = ValidateFacts(subject, "");
  ASSERT_EQ(problems.size(), 1);
  EXPECT_EQ(problems[0].path, "label.category");
  EXPECT_EQ(problems[0].value, "50");
}

TEST(ValidateFactsTest, APartialDateIsReversedOnlyWhenNoDayFits) {
  EXPECT_THAT(Problems(R"pb(
                enforcement_case {
                  acts {
                    from { year: 2024 month: 9 day: 15 }
                    last_day { year: 2024 month: 9 }
                  }
                }
              )pb"),
              IsEmpty());
  EXPECT_THAT(Problems(R"pb(
                enforcement_case {
                  acts {
                    from { year: 2024 month: 9 day: 15 }
                    last_day { year: 2024 month: 8 }
                  }
                }
              )pb"),
              ElementsAre("PERIOD_REVERSED subject.case.acts[0].last_day"));
}

TEST(ValidateFactsTest, APathIsAbsentOrUnknownNotBoth) {
  EXPECT_THAT(Problems(R"pb(
                absent { paths: "batch" }
                unknown { paths: "batch" }
                label {}
              )pb"),
              ElementsAre("CONTRADICTORY_PATH subject.unknown[0]"));
}

TEST(ValidateFactsTest, TheIdHasAnEdge) {
  facts::v1::Subject subject;
  std::string id;
  for (int i = 0; i < 128; ++i) id += "质";
  subject.set_id(id);
  EXPECT_THAT(ValidateFacts(subject, ""), IsEmpty());
  subject.set_id(id + "x");
  EXPECT_EQ(ValidateFacts(subject, "").size(), 1);
}

}  // namespace
}  // namespace zhiheng
