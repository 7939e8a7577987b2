// Which fact decides first: rules 1 to 4 of decider.h, each with an example.
#include "services/rules/cel/residual/decider.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

using facts::v1::ProductLabel;

std::shared_ptr<const Environment> LabelEnvironment() {
  EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  builder.SetContainer("zhiheng.facts.v1").AllowDouble(false);
  builder.AddVariable("made_day", Type::Date());
  builder.AddVariable("label", Type::OfMessage(ProductLabel::descriptor()));
  return *builder.Build();
}

// Path, T or F or both or - for what it decides alone, conditions it decides,
// conditions that ask for it.
std::string Show(const std::vector<RankedFact>& facts) {
  std::string out;
  for (const RankedFact& f : facts) {
    absl::StrAppend(&out, out.empty() ? "" : "; ", f.path, " ",
                    f.can_make_true ? "T" : "", f.can_make_false ? "F" : "",
                    f.decides_alone() ? "" : "-", f.decides, "/", f.asked);
  }
  return out;
}

struct Case {
  const char* name;
  const char* expression;
  std::vector<std::string> missing;
  const char* want;
};

TEST(DeciderTest, RanksFacts) {
  const Case kCases[] = {
      {"one fact of one condition decides both ways",
       "label.batch == 'B1'",
       {"label.batch"},
       "label.batch TF1/1"},
      {"of two that are both needed, each can only make it false",
       "label.packaged && label.bulk",
       {"label.bulk", "label.packaged"},
       "label.bulk F1/1; label.packaged F1/1"},
      {"of two alternatives, each can only make it true",
       "label.packaged || label.bulk",
       {"label.bulk", "label.packaged"},
       "label.bulk T1/1; label.packaged T1/1"},
      {"what decides alone comes before what needs company",
       "(label.packaged && label.bulk) || label.imported",
       {"label.bulk", "label.packaged", "label.imported"},
       "label.imported T1/1; label.bulk -1/1; label.packaged -1/1"},
      {"a negation turns the ways around",
       "!(label.packaged && label.bulk)",
       {"label.bulk", "label.packaged"},
       "label.bulk T1/1; label.packaged T1/1"},
      {"the fact that both sides ask for decides both ways",
       "(label.batch == 'A' && label.bulk) || label.batch == 'B'",
       {"label.batch", "label.bulk"},
       "label.batch TF2/2; label.bulk -1/1"},
      {"a condition over two facts is decided by neither",
       "label.batch == label.origin || label.bulk",
       {"label.origin", "label.batch", "label.bulk"},
       "label.bulk T1/1; label.batch -0/1; label.origin -0/1"},
      {"more conditions decided come first",
       "(label.packaged && label.imported && label.batch == 'A') || "
       "(label.bulk && label.imported && label.batch == 'B')",
       {"label.bulk", "label.packaged", "label.imported"},
       "label.imported F2/2; label.bulk -1/1; label.packaged -1/1"},
      {"one element can make exists true",
       "label.claims.exists(c, c.text == 'x')",
       {"label.claims[0].text", "label.claims[1].text"},
       "label.claims[0].text T1/1; label.claims[1].text T1/1"},
      {"one element can make all false",
       "label.claims.all(c, c.text == 'x')",
       {"label.claims[0].text", "label.claims[1].text"},
       "label.claims[0].text F1/1; label.claims[1].text F1/1"},
      {"the only open element decides both ways",
       "label.claims.exists(c, c.text == 'x')",
       {"label.claims[1].text"},
       "label.claims[1].text TF1/1"},
      {"an unknown message hides its fields",
       "label.fertilizer.grade == 'x' || label.bulk",
       {"label.fertilizer", "label.bulk"},
       "label.bulk T1/1; label.fertilizer T1/1"},
      {"a definition counts as what it says",
       "loose || label.imported",
       {"label.bulk", "label.packaged", "label.imported"},
       "label.imported T1/1; label.bulk -1/1; label.packaged -1/1"},
      {"a day stands for the date it is chosen from",
       "made_day < date('2025-01-01') || label.bulk && label.packaged",
       {"label.bulk", "label.packaged", "label.production_date"},
       "label.production_date T1/1; label.bulk -1/1; label.packaged -1/1"},
      {"a definition reads the day too",
       "old || label.bulk && label.packaged",
       {"label.bulk", "label.packaged", "label.on_sale_date"},
       "label.on_sale_date T1/1; label.bulk -1/1; label.packaged -1/1"},
      {"what chooses the branch decides when a branch is settled",
       "label.packaged ? label.bulk : false",
       {"label.packaged", "label.bulk"},
       "label.packaged TF1/1; label.bulk -1/1"},
  };
  const Decider decider(
      LabelEnvironment(),
      {{"loose", "label.bulk && label.packaged"},
       {"old", "made_day < date('2025-01-01')"}},
      {{"made_day", {"label.production_date", "label.on_sale_date"}}});
  for (const Case& c : kCases) {
    EXPECT_EQ(Show(decider.Rank(c.expression, c.missing)), c.want) << c.name;
  }
}

TEST(DeciderTest, TheOrderDoesNotDependOnTheOrderOfTheQuestion) {
  const Decider decider(LabelEnvironment(), {});
  const std::string expression =
      "(label.packaged && label.bulk) || label.imported";
  const std::string want = Show(decider.Rank(
      expression, {"label.bulk", "label.imported", "label.packaged"}));
  EXPECT_EQ(want,
            Show(decider.Rank(expression, {"label.packaged", "label.imported",
                                           "label.bulk"})));
}

TEST(DeciderTest, AnExpressionBeyondTheLimitIsOrderedByPath) {
  const Decider decider(LabelEnvironment(), {});
  const auto chain = [](size_t conditions) {
    // A balanced tree of `||`: n conditions and n - 1 operators.
    std::vector<std::string> parts(conditions, "label.bulk");
    parts[0] = "label.packaged";
    while (parts.size() > 1) {
      std::vector<std::string> next;
      for (size_t i = 0; i + 1 < parts.size(); i += 2)
        next.push_back(absl::StrCat("(", parts[i], " || ", parts[i + 1], ")"));
      if (parts.size() % 2 == 1) next.push_back(parts.back());
      parts = std::move(next);
    }
    return parts[0];
  };
  const size_t most = (Decider::kMaxConditions + 1) / 2;
  EXPECT_EQ(decider.Rank(chain(most), {"label.bulk"})[0].asked,
            static_cast<int>(most) - 1);
  EXPECT_EQ(decider.Rank(chain(most + 1), {"label.bulk"})[0].asked, 0);
}

}  // namespace
}  // namespace zhiheng::cel
