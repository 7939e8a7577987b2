#include "served/rule_files.h"

#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "served/labels.h"
#include "zhiheng/rules/v1/rules_service.pb.h"

namespace zhiheng::bench {
namespace {

struct DecimalCase {
  const char* name;
  const char* in;
  const char* out;
};

TEST(ServedRules, DoublesBecomeDecimalsAndNothingElseDoes) {
  const DecimalCase kCases[] = {
      {"Bound", "label.n >= 13.0", "label.n >= decimal(\"13.0\")"},
      {"Negative", "a - b >= -0.05", "a - b >= decimal(\"-0.05\")"},
      {"FieldWithDigits", "label.p2o5 + label.k2o", "label.p2o5 + label.k2o"},
      {"Index", "label.components[0].pct", "label.components[0].pct"},
      {"Integer", "size(label.components) > 5", "size(label.components) > 5"},
      {"InQuotes", "label.name.matches(\"^1.5[0-9]{1,2}\\\" 2.5$\")",
       "label.name.matches(\"^1.5[0-9]{1,2}\\\" 2.5$\")"},
      {"InMap", "{\"compound\": 25.0}[label.type]",
       "{\"compound\": decimal(\"25.0\")}[label.type]"},
  };
  for (const DecimalCase& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(WithDecimals(c.in), c.out);
  }
}

rules::v1::EvaluateResponse AllCompliant() {
  rules::v1::EvaluateResponse response;
  auto* pack = response.add_verdicts();
  for (int i = 0; i < kRuleCount; ++i) {
    pack->add_outcomes(rules::v1::OUTCOME_COMPLIANT);
  }
  return response;
}

TEST(ServedAnswers, BrokenRulesAreReadByName) {
  auto response = AllCompliant();
  auto* rule = response.mutable_verdicts(0)->add_unmet();
  rule->set_rule("F08");
  rule->set_outcome(rules::v1::OUTCOME_NON_COMPLIANT);
  const auto broken = ReadEvaluateResponse(response.SerializeAsString());
  ASSERT_TRUE(broken.ok()) << broken.status();
  ASSERT_EQ(broken->size(), 1u);
  EXPECT_EQ((*broken)[0], Broken().set(7));
}

// An answer that looks like a verdict and is none must not pass for one.
TEST(ServedAnswers, UndecidedMissingAndUnknownRulesAreRefused) {
  auto undecided = AllCompliant();
  auto* rule = undecided.mutable_verdicts(0)->add_unmet();
  rule->set_rule("F08");
  rule->set_outcome(rules::v1::OUTCOME_NEEDS_FACTS);
  auto unknown = undecided;
  unknown.mutable_verdicts(0)->mutable_unmet(0)->set_rule("F41");
  unknown.mutable_verdicts(0)->mutable_unmet(0)->set_outcome(
      rules::v1::OUTCOME_NON_COMPLIANT);
  auto missing = AllCompliant();
  missing.mutable_verdicts(0)->mutable_outcomes()->RemoveLast();
  for (const auto& response : {undecided, unknown, missing}) {
    EXPECT_FALSE(ReadEvaluateResponse(response.SerializeAsString()).ok())
        << response.ShortDebugString();
  }
}

}  // namespace
}  // namespace zhiheng::bench
