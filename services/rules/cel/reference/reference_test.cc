// The reference evaluator by itself: each line is a statement about the
// language, with and without the checker.
#include "services/rules/cel/reference/reference.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/rules/cel/syntax/parser.h"
#include "services/rules/cel/values/knowledge.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

using facts::v1::ProductLabel;

struct Case {
  const char* text;
  const char* want;  // DebugString; of an error, "error" and its code
};

class ReferenceTest : public testing::TestWithParam<Case> {
 protected:
  ReferenceTest() {
    scope_.pool = google::protobuf::DescriptorPool::generated_pool();
    scope_.functions = &FunctionRegistry::House();
    scope_.container = "zhiheng.facts.v1";
    scope_.names["label"] = Type::OfMessage(ProductLabel::descriptor());
    context_.pool = scope_.pool;
    context_.factory = google::protobuf::MessageFactory::generated_factory();
    context_.steps = context_.limits.steps;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        "generic_name: '磷酸二铵' standards: 'GB 1' standards: 'GB 2' "
        "fertilizer { formula: '18-46-0' n_pct { value: '18.0' } } "
        "production_date { year: 2024 month: 9 }",
        &label_));
    path_.name = "label";
  }

  std::string Run(const std::string& text, bool check) {
    const Parsed parsed = Parse(text);
    if (!parsed.ok()) return "issue " + parsed.issues[0].code;
    Checked checked;
    if (check) {
      checked = Check(parsed.ast, scope_, Type::Dyn(), {});
      if (!checked.ok()) return "issue " + checked.issues[0].code;
    }
    const ReferenceBindings bindings = {
        {"label", ReferenceBinding(context_, label_, &path_)}};
    const Value value = ReferenceEvaluate(
        parsed.ast, check ? &checked : nullptr, scope_, bindings, context_);
    if (value.IsError()) return "error " + std::string(value.error().code);
    return DebugString(value);
  }

  Scope scope_;
  Context context_;
  AttributeNode path_;
  ProductLabel label_;
};

TEST_P(ReferenceTest, MeansTheSameCheckedAndUnchecked) {
  EXPECT_EQ(Run(GetParam().text, true), GetParam().want) << GetParam().text;
  EXPECT_EQ(Run(GetParam().text, false), GetParam().want) << GetParam().text;
}

constexpr Case kCases[] = {
    {"1 + 2 * 3", "7"},
    {"1 / 0", "error divide_by_zero"},
    {"1 / 0 == 1 || true", "true"},
    {"true && 1 / 0 == 1", "error divide_by_zero"},
    // However it is grouped, the first operand that fails is the error.
    {"true && (dyn(null) && 1 / 0 == 1)", "error no_such_overload"},
    {"(true && dyn(null)) && 1 / 0 == 1", "error no_such_overload"},
    {"dyn(null) && false", "false"},
    {"[1, 2, 3].all(x, x > 0)", "true"},
    {"[1, 0].exists(x, 1 / x == 1)", "true"},
    {"[0, 2].exists(x, 1 / x == 1)", "error divide_by_zero"},
    {"[1, 2, 1].exists_one(x, x == 1)", "false"},
    {"[1, 2, 3].filter(x, x != 2).map(x, x * 10)", "[10, 30]"},
    {"[1, 2, 3].map(x, x != 2, [x].map(x, x + 1)[0])", "[2, 4]"},
    {"cel.bind(x, 2, x * x)", "4"},
    {"{'a': 1}.a", "1"},
    {"{'a': 1, 'a': 2}", "error repeated_key"},
    {"has({'a': 1}.b)", "false"},
    {"type(1) == int", "true"},
    {"label.generic_name.size()", "4"},
    {"label.fertilizer.n_pct == decimal('18')", "true"},
    {"label.fertilizer.p2o5_pct > decimal('1')", "error absent"},
    {"label.production_date", "unknown(label.production_date)"},
    {"label.production_date > date('2024-01-01') || true", "true"},
    {"label.standards.exists(s, s == 'GB 2')", "true"},
    {"ProductLabel{generic_name: 'x'}.generic_name", "\"x\""},
    {"FertilizerLabel{formula: '1'}.formula", "\"1\""},
};
INSTANTIATE_TEST_SUITE_P(Reference, ReferenceTest, testing::ValuesIn(kCases));

TEST_F(ReferenceTest, AllUnknownsOfAListAreAskedFor) {
  const auto knowledge = CompiledKnowledge::Compile(
      {Unset::kIsUnknown, {}, {"label.standards[*]"}});
  ASSERT_TRUE(knowledge.ok());
  path_.knowledge = knowledge->get();
  EXPECT_EQ(Run("label.standards.map(s, s + '!')", true),
            "unknown(label.standards[0], label.standards[1])");
  EXPECT_EQ(Run("label.fertilizer.p2o5_pct", true),
            "unknown(label.fertilizer.p2o5_pct)");
}

TEST_F(ReferenceTest, StopsAtTheStepLimit) {
  context_.limits.steps = 100;
  EXPECT_EQ(Run("[1,2,3,4,5].all(x, [1,2,3,4,5].all(y, x + y > 0))", true),
            "error step_limit");
}

}  // namespace
}  // namespace zhiheng::cel
