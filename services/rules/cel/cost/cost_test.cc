// The bound as text, and its promise: no run takes more steps.
#include "services/rules/cel/cost/cost.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/syntax/parser.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

using facts::v1::ProductLabel;

std::shared_ptr<const Environment> LabelEnvironment() {
  EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  builder.SetContainer("zhiheng.facts.v1");
  builder.AddVariable("label", Type::OfMessage(ProductLabel::descriptor()));
  return *builder.Build();
}

// Definitions are (name, text).
using Lets = std::vector<std::pair<std::string, std::string>>;

CostBound BoundOf(const std::string& text, const Lets& lets = {}) {
  static const auto& environment =
      *new std::shared_ptr<const Environment>(LabelEnvironment());
  Scope scope = ScopeOf(*environment);
  DefinitionCosts definitions;
  for (const auto& [name, let] : lets) {
    const Parsed parsed = Parse(let);
    const Checked checked = Check(parsed.ast, scope, Type::Dyn(), Limits());
    EXPECT_TRUE(checked.ok()) << let;
    definitions[name] = CostOf(parsed.ast, checked, definitions);
    scope.names[name] = checked.type;
  }
  const Parsed parsed = Parse(text);
  const Checked checked = Check(parsed.ast, scope, Type::Dyn(), Limits());
  EXPECT_TRUE(parsed.ok() && checked.ok()) << text;
  return TotalCost(CostOf(parsed.ast, checked, definitions), definitions);
}

TEST(CostTest, NamesTheListsThatCount) {
  struct Case {
    const char* text;
    std::vector<std::string> sizes;
  };
  const Case kCases[] = {
      {"label.packaged && label.bulk", {}},
      {"[1, 2, 3].exists(x, x > 2)", {}},
      {"label.claims.exists(c, c.text == 'x')", {"label.claims"}},
      {"label.claims.filter(c, c.text != '').exists(c, c.text == 'x')",
       {"label.claims"}},
      {"label.claims.exists(c, label.standards.all(s, s != c.text))",
       {"label.claims", "label.standards"}},
      {"label.batch.split(',').exists(w, w == 'x')",
       {"label.batch.split(\",\")"}},
      {"(label.standards + label.warnings).exists(w, w == 'x')",
       {"label.standards", "label.warnings"}},
      {"cel.bind(l, label.claims, l.exists(c, c.text == 'x'))",
       {"label.claims"}},
  };
  for (const Case& c : kCases) {
    std::vector<std::string> names = BoundOf(c.text).SizeNames();
    for (std::string& name : names) {
      for (char& ch : name) ch = ch == '\'' ? '"' : ch;
    }
    EXPECT_EQ(names, c.sizes) << c.text << ": " << BoundOf(c.text).ToString();
  }
}

TEST(CostTest, NestedLoopsMultiply) {
  const std::string inner = "label.claims.exists(b, b.text == 'x')";
  const int64_t one = BoundOf(inner).AtEqual(100);
  const int64_t two =
      BoundOf("label.claims.exists(a, label.claims.exists(b, b.text == 'x'))")
          .AtEqual(100);
  EXPECT_GT(two, 90 * one);
  EXPECT_LT(two, 300 * one);
}

TEST(CostTest, ADefinitionCountsOnceHoweverOftenItIsUsed) {
  const Lets lets = {{"slow", "label.claims.exists(c, c.text == 'x')"}};
  const int64_t once = BoundOf("slow", lets).AtEqual(50);
  const int64_t thrice = BoundOf("slow || slow || slow", lets).AtEqual(50);
  EXPECT_LT(thrice - once, 10);
  EXPECT_GT(once, 100);
}

TEST(CostTest, NumbersStopInsteadOfOverflowing) {
  std::string text = "true";
  for (int i = 0; i < 12; ++i)
    text = absl::StrCat("label.claims.exists(c", i, ", ", text, ")");
  EXPECT_EQ(BoundOf(text).AtEqual(1'000'000), CostBound::kMost);
}

TEST(CostTest, TermsAreCollectedAtTheLimit) {
  CostBound bound;
  for (size_t i = 0; i < CostBound::kMaxTerms; ++i)
    bound += CostBound::Size(absl::StrCat("a", i));
  EXPECT_EQ(bound.AtEqual(10), 10 * static_cast<int64_t>(CostBound::kMaxTerms));
  bound += CostBound::Size("b");
  EXPECT_GT(bound.AtEqual(10),
            10 * static_cast<int64_t>(CostBound::kMaxTerms + 1) - 1);
}

// Lists of sizes 0 to 6, expressions with every kind of loop.
TEST(CostTest, NoRunTakesMoreStepsThanTheBound) {
  const char* kExpressions[] = {
      "label.packaged || label.batch == 'x'",
      "label.claims.exists(c, c.text == 'none')",
      "label.claims.all(c, c.text != 'none' && c.text.size() > 0)",
      "label.claims.exists_one(c, c.text == 't1')",
      "label.claims.map(c, c.text).exists(t, t == 'none')",
      "label.claims.map(c, c.text != '', c.text + '!').size() > 3",
      "label.claims.filter(c, c.text != 't1').all(c, c.text != 'none')",
      "label.claims.exists(c, label.standards.exists(s, s == c.text + '?'))",
      "label.claims.all(c, label.standards.all(s, label.warnings.all(w, w != "
      "s && s != c.text + 'x')))",
      "label.standards.filter(s, label.warnings.exists(w, w == s)).size() == 0",
      "cel.bind(l, label.claims.map(c, c.text), l.exists(t, t in l && t == "
      "''))",
      "[1, 2, 3, 4].map(x, x * x).exists(x, x > 99)",
      "(label.standards + label.warnings).exists(w, w == 'none')",
      "(label.packaged ? label.standards : label.warnings).exists(w, w == "
      "'none')",
      "label.claims[0].text == 't0' || label.claims.exists(c, c.text == 'q')",
      "text.exists(t, text.exists(u, t + u == 'none'))",
  };
  const Lets lets = {{"text", "label.claims.map(c, c.text)"}};
  ModuleBuilder builder(LabelEnvironment());
  for (const auto& [name, let] : lets) builder.Define(name, let);
  std::vector<ExprId> ids;
  for (const char* text : kExpressions) {
    const Added added = builder.Add(text);
    ASSERT_TRUE(added.ok()) << text;
    ids.push_back(added.id);
  }
  const auto module = *builder.Build();
  Evaluation evaluation(*module);
  for (int size = 0; size < 7; ++size) {
    ProductLabel label;
    for (int i = 0; i < size; ++i) {
      label.add_claims()->set_text(absl::StrCat("t", i));
      label.add_standards(absl::StrCat("s", i));
      label.add_warnings(absl::StrCat("w", i));
    }
    for (size_t i = 0; i < ids.size(); ++i) {
      evaluation.Reset();
      ASSERT_TRUE(evaluation.Bind("label", label).ok());
      evaluation.Evaluate(ids[i]);
      const CostBound bound = BoundOf(kExpressions[i], lets);
      EXPECT_LE(evaluation.steps_used(), bound.AtEqual(size))
          << kExpressions[i] << " at " << size << ": " << bound.ToString();
    }
  }
}

}  // namespace
}  // namespace zhiheng::cel
