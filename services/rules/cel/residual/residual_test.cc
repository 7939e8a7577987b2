// The residual as text, and its promise: once the missing facts are supplied it
// gives the answer of the whole expression.
#include "services/rules/cel/residual/residual.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

using facts::v1::ProductLabel;

const Definitions kDefinitions = {
    {"loose", "label.bulk || !label.packaged"},
    {"words", "label.claims.map(c, c.text)"},
};

class ResidualTest : public ::testing::Test {
 protected:
  ResidualTest() {
    EnvironmentBuilder builder(
        google::protobuf::DescriptorPool::generated_pool());
    builder.SetContainer("zhiheng.facts.v1").AllowDouble(false);
    builder.AddVariable("label", Type::OfMessage(ProductLabel::descriptor()));
    environment_ = *builder.Build();
  }

  static ProductLabel Label(const std::string& text) {
    ProductLabel label;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &label));
    return label;
  }

  static Binder Bind(const ProductLabel& label,
                     std::vector<std::string> unknown) {
    return [&label, unknown = std::move(unknown)](Evaluation& e) {
      Knowledge knowledge;
      knowledge.unknown = unknown;
      absl::Status status = e.SetKnowledge("label", knowledge);
      return status.ok() ? e.Bind("label", label) : status;
    };
  }

  std::string Residual(const std::string& text, const ProductLabel& label,
                       const std::vector<std::string>& unknown) const {
    const auto out =
        ResidualOf(environment_, kDefinitions, text, Bind(label, unknown));
    return out.ok() ? *out : std::string(out.status().message());
  }

  std::string Answer(const std::string& text, const ProductLabel& label,
                     const std::vector<std::string>& unknown) const {
    ModuleBuilder builder(environment_);
    for (const auto& [name, definition] : kDefinitions)
      builder.Define(name, definition);
    const Added added = builder.Add(text);
    if (!added.ok()) return absl::StrCat("issues in: ", text);
    const auto module = *builder.Build();
    Evaluation evaluation(*module);
    EXPECT_TRUE(Bind(label, unknown)(evaluation).ok());
    const Value value = evaluation.Evaluate(added.id);
    // Which of two errors is shown is not part of the promise.
    return value.IsError() ? "error" : DebugString(value);
  }

  std::shared_ptr<const Environment> environment_;
};

struct Case {
  const char* expression;
  std::vector<std::string> unknown;
  const char* want;
};

TEST_F(ResidualTest, ShowsWhatIsLeft) {
  const ProductLabel label = Label(R"(
      batch: "B1" packaged: true bulk: false
      largest_face_cm2 { value: "40.50" }
      claims { text: "绿色" } claims { text: "纯天然" }
      production_date { year: 2025 month: 3 day: 1 })");
  const Case kCases[] = {
      {"label.packaged && label.imported",
       {"label.imported"},
       "label.imported"},
      {"label.bulk || label.imported", {"label.imported"}, "label.imported"},
      {"label.bulk && label.imported", {"label.imported"}, "false"},
      {"label.imported == label.packaged",
       {"label.imported"},
       "label.imported == true"},
      {"label.packaged ? label.imported : label.bulk",
       {"label.imported"},
       "label.imported"},
      {"label.imported ? label.packaged : label.bulk",
       {"label.imported"},
       "label.imported ? true : false"},
      {"label.largest_face_cm2 > decimal('35') && label.imported",
       {"label.largest_face_cm2", "label.imported"},
       "label.largest_face_cm2 > decimal(\"35\") && label.imported"},
      {"label.claims.exists(c, c.text == '绿色')",
       {"label.claims[0].text"},
       "label.claims[0].text == \"绿色\""},
      {"label.claims.all(c, c.text != '绿色')",
       {"label.claims[1].text"},
       "false"},
      {"label.claims.all(c, c.text != '有机')",
       {"label.claims[1].text"},
       "label.claims[1].text != \"有机\""},
      {"label.claims.exists(c, c.text == 'x')",
       {"label.claims"},
       "label.claims.exists(c, c.text == \"x\")"},
      {"loose || label.imported", {"label.imported"}, "label.imported"},
      {"has(label.batch) && label.imported",
       {"label.imported"},
       "label.imported"},
      {"(label.batch + '-' + label.origin).startsWith('B1')",
       {"label.origin"},
       "(\"B1-\" + label.origin).startsWith(\"B1\")"},
      {"label.imported || 1 / 0 > 0",
       {"label.imported"},
       "label.imported || 1 / 0 > 0"},
      {"label.production_date < date('2026-01-01') && label.imported",
       {"label.imported"},
       "label.imported"},
      {"date('2026-01-01') > label.production_date",
       {"label.production_date"},
       "date(\"2026-01-01\") > label.production_date"},
  };
  for (const Case& c : kCases) {
    std::string got = Residual(c.expression, label, c.unknown);
    // Either kind of quotes is right.
    for (char& ch : got) ch = ch == '\'' ? '"' : ch;
    EXPECT_EQ(got, c.want) << c.expression;
  }
}

// Facts are hidden at random; the residual of what is then known, evaluated
// over all facts, must give what the whole expression gives.
TEST_F(ResidualTest, GivesTheSameAnswerOnceTheFactsAreThere) {
  const char* kExpressions[] = {
      "label.packaged && (label.imported || label.bulk)",
      "!(label.packaged && label.imported) || label.batch == 'B1'",
      "label.packaged ? label.batch == 'B1' : label.origin == 'x'",
      "label.claims.exists(c, c.text == '绿色' && label.packaged)",
      "label.claims.all(c, c.text != '绿色' || label.imported)",
      "label.claims.exists(c, label.standards.exists(s, s == c.text))",
      "label.claims.exists(c, label.claims.all(d, d.text != c.text))",
      "label.claims.exists_one(c, c.text == label.batch)",
      "label.claims.filter(c, c.text != '绿色').size() > 1 || label.bulk",
      "label.claims.map(c, c.text + label.batch).exists(t, t == '绿色B1')",
      "label.claims[1].text == label.origin && label.bulk",
      "label.claims[9].text == label.origin || label.bulk",
      "words.exists(w, w == label.origin) || loose",
      "cel.bind(b, label.batch, b + b == 'B1B1' && label.packaged)",
      "label.batch in ['B1', label.origin] && !label.bulk",
      "size(label.standards) + size(label.claims) > 3 && label.imported",
      "{'a': label.batch, 'b': label.origin}['a'] == 'B1' || label.bulk",
      "has(label.batch) == has(label.origin) && label.packaged",
      "label.largest_face_cm2 > decimal('35') || label.bulk",
      "1 / size(label.warnings) > 0 || label.bulk",
      "(label.packaged || 1 / 0 > 0) && label.bulk",
      "label.category == ProductLabel.Category.CATEGORY_FOOD && label.bulk",
      "label.production_date.addDays(3) < date('2026-01-01') && label.packaged",
      "label.batch.contains('B') != label.packaged",
  };
  const std::string kHideable[] = {
      "label.packaged",       "label.imported",         "label.bulk",
      "label.batch",          "label.origin",           "label.claims[0].text",
      "label.claims[1].text", "label.claims[2].text",   "label.claims",
      "label.standards",      "label.largest_face_cm2", "label.warnings",
      "label.category",       "label.production_date"};
  std::mt19937 random(20260630);
  int open = 0;
  for (int round = 0; round < 20; ++round) {
    const auto coin = [&] { return random() % 2 == 0; };
    ProductLabel label = Label(R"(claims { text: "绿色" } claims { text: "x" }
                                  claims { text: "B1" } standards: "x"
                                  largest_face_cm2 { value: "35.5" })");
    label.set_packaged(coin());
    label.set_imported(coin());
    label.set_bulk(coin());
    if (coin()) label.set_batch(coin() ? "B1" : "B2");
    if (coin()) label.set_origin("x");
    if (coin()) label.add_standards("绿色");
    label.set_category(coin() ? ProductLabel::CATEGORY_FOOD
                              : ProductLabel::CATEGORY_TOY);
    label.mutable_production_date()->set_year(2025);
    label.mutable_production_date()->set_month(12);
    label.mutable_production_date()->set_day(coin() ? 5 : 30);
    for (const char* expression : kExpressions) {
      std::vector<std::string> hidden;
      for (const std::string& path : kHideable) {
        if (random() % 4 == 0) hidden.push_back(path);
      }
      const std::string rest = Residual(expression, label, hidden);
      open += Answer(expression, label, hidden).rfind("unknown", 0) == 0;
      EXPECT_EQ(Answer(rest, label, {}), Answer(expression, label, {}))
          << expression << "\nresidual: " << rest
          << "\nhidden: " << absl::StrJoin(hidden, ", ") << "\n"
          << label.ShortDebugString();
      // What is left of what is left is the same.
      EXPECT_EQ(Answer(rest, label, hidden), Answer(expression, label, hidden))
          << expression << "\nresidual: " << rest;
    }
  }
  EXPECT_GT(open, 100) << "too few of the answers were open";
}

TEST_F(ResidualTest, LargerThanTheLimitsStaysWhole) {
  ProductLabel label;
  for (int i = 0; i < 5; ++i) label.add_claims()->set_text("x");
  const std::string text = "label.claims.exists(c, c.text == \"y\")";
  const auto residual = [&](const ResidualLimits& limits) {
    const auto out = ResidualOf(environment_, {}, text,
                                Bind(label, {"label.claims[4].text"}), limits);
    return out.ok() ? *out : std::string(out.status().message());
  };
  ResidualLimits limits;
  limits.unrolled = 5;
  EXPECT_EQ(residual(limits), "label.claims[4].text == \"y\"");
  limits.unrolled = 4;
  EXPECT_EQ(residual(limits), text);
  limits = {};
  limits.nodes = 5;
  EXPECT_EQ(residual(limits), text);
  limits = {};
  limits.text = 10;
  EXPECT_EQ(residual(limits), text);
}

TEST_F(ResidualTest, AMistakeIsShown) {
  EXPECT_THAT(Residual("label.bacth == ''", ProductLabel(), {}),
              ::testing::HasSubstr("did you mean"));
}

}  // namespace
}  // namespace zhiheng::cel
