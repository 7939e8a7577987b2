// Types of expressions over real messages, and every mistake with its hint.
#include "services/rules/cel/check/checker.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "services/rules/cel/syntax/parser.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

using testing::HasSubstr;

Checked CheckText(const std::string& text, Type expected = Type::Dyn()) {
  const Parsed parsed = Parse(text);
  EXPECT_TRUE(parsed.ok()) << text;
  Scope scope;
  scope.pool = google::protobuf::DescriptorPool::generated_pool();
  scope.functions = &FunctionRegistry::House();
  scope.container = "zhiheng.facts.v1";
  scope.names = {
      {"label", Type::OfMessage(facts::v1::ProductLabel::descriptor())},
      {"case", Type::OfMessage(facts::v1::EnforcementCase::descriptor())},
      {"d", Type::Dyn()},
      {"words", Type::List(Type::String())}};
  return Check(parsed.ast, scope, expected, Limits());
}

struct Typed {
  const char* text;
  const char* type;
};
const Typed kTyped[] = {
    {"1 + 2", "int"},
    {"d + 1", "dyn"},
    {"d.anything[0]", "dyn"},
    {"words.map(w, size(w))", "list(int)"},
    {"words.filter(w, w != '')", "list(string)"},
    {"[]", "list(dyn)"},
    {"[1, 'a']", "list(dyn)"},
    {"{'a': [1]}", "map(string, list(int))"},
    {"true ? 1 : d", "dyn"},
    {"label.fertilizer.type", "int"},
    {"FertilizerLabel.Type.TYPE_DAP", "int"},
    {"zhiheng.facts.v1.FertilizerLabel.Type.TYPE_DAP", "int"},
    {"type(1)", "type(int)"},
    {"case.amounts.illegal_turnover.value", "money"},
    {"case.amounts.illegal_turnover.value * 5", "money"},
    {"words[0].split(',')", "list(string)"},
    {"sum([decimal('1')])", "decimal"},
};

TEST(CheckerTest, GivesTypes) {
  for (const Typed& c : kTyped) {
    const Checked checked = CheckText(c.text);
    ASSERT_TRUE(checked.ok()) << c.text << ": " << checked.issues[0].message;
    EXPECT_EQ(checked.type.ToString(), c.type) << c.text;
  }
}

struct Mistake {
  const char* text;
  const char* code;
  const char* message;
  const char* hint;
};
const Mistake kMistakes[] = {
    {"labell.name == ''", "cel-unknown-name", "named labell",
     "did you mean \"label\"?"},
    {"label.fertiliser", "cel-unknown-field", "unknown field fertiliser",
     "\"fertilizer\""},
    {"1 + 'a'", "cel-no-overload", "+ does not take (int, string)", ""},
    {"words.contains('a')", "cel-no-overload",
     "list(string).contains() does not take", ""},
    {"'a'.contain('a')", "cel-unknown-function", "no function named contain",
     "contains"},
    {"1 && true", "cel-type", "an operand of && must be a bool, not int", ""},
    {"words.all(w, w)", "cel-type", "the condition of all() must be a bool",
     "compare it"},
    {"(1).all(w, true)", "cel-type", "has no elements", "a list or a map"},
    {"all(words)", "cel-macro", "all() is not called in this way",
     "list.all(x"},
    {"FertilizerLabel.Type.TYPE_DAPP", "cel-unknown-name",
     "has no value TYPE_DAPP", "TYPE_DAP"},
    {"case.amounts.illegal_turnover.value > 5", "cel-no-overload",
     "(money, int)", "money('…')"},
    {"FertilizerLabel{typ: 1}", "cel-unknown-field", "unknown field typ",
     "type"},
    {"Nobody{}", "cel-unknown-type", "no message type named Nobody", ""},
};

TEST(CheckerTest, ExplainsMistakes) {
  for (const Mistake& m : kMistakes) {
    const Checked checked = CheckText(m.text);
    ASSERT_FALSE(checked.ok()) << m.text;
    EXPECT_EQ(checked.issues[0].code, m.code)
        << m.text << ": " << checked.issues[0].message;
    EXPECT_THAT(checked.issues[0].message, HasSubstr(m.message));
    EXPECT_THAT(checked.issues[0].hint, HasSubstr(m.hint));
  }
}

TEST(CheckerTest, ReportsAllMistakesAtOnceInOrder) {
  const Checked checked =
      CheckText("nope == 1 && label.nope2 == '' && words.all(w, wrong)");
  ASSERT_EQ(checked.issues.size(), 3u);
  EXPECT_LT(checked.issues[0].column, checked.issues[1].column);
  EXPECT_LT(checked.issues[1].column, checked.issues[2].column);
}

TEST(CheckerTest, HoldsTheExpectedType) {
  EXPECT_TRUE(CheckText("d", Type::Bool()).ok());
  const Checked checked = CheckText("1", Type::Bool());
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.issues[0].message,
            "the expression gives int where bool is wanted");
}

TEST(CheckerTest, LoopVariablesShadowAndEnd) {
  EXPECT_TRUE(CheckText("words.all(label, label == '')").ok());
  EXPECT_FALSE(CheckText("words.all(w, w == '') && w == ''").ok());
}

// A type inferred from what was done with a dyn earlier would let a number be
// read as a list.
TEST(CheckerTest, WhatComesOutOfDynIsDyn) {
  EXPECT_EQ(CheckText("max(dyn([1.0]))").type.ToString(), "dyn");
  EXPECT_EQ(CheckText("dyn([1.0]).min().max()").type.ToString(), "dyn");
}

TEST(CheckerTest, IssuesStopAtTheirLimit) {
  std::string text = "x0";
  for (int i = 1; i < 100; ++i) text += " || x" + std::to_string(i);
  EXPECT_EQ(CheckText(text).issues.size(),
            static_cast<size_t>(Limits().issues));
}

}  // namespace
}  // namespace zhiheng::cel
