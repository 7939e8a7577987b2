// What the extensions of the language mean: text in, value out; and the limits
// of an evaluation at their edges.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/registry.h"
#include "services/rules/cel/module/module.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

std::string Outcome(const std::string& text, const Limits& limits = {},
                    const LanguageOptions& options = {}) {
  EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  builder.SetContainer("zhiheng.facts.v1").SetOptions(options);
  builder.AddVariable("x", Type::Dyn());
  builder.AddVariable("label",
                      Type::OfMessage(facts::v1::ProductLabel::descriptor()));
  auto env = builder.Build();
  if (!env.ok()) return std::string(env.status().message());
  ModuleBuilder mb(*env, limits);
  const Added added = mb.Add(text);
  if (!added.ok())
    return "issue " + added.issues[0].code + ": " + added.issues[0].message;
  auto module = mb.Build();
  Evaluation evaluation(**module);
  (void)evaluation.Bind("x", Value::Int(7));
  facts::v1::ProductLabel label;
  label.set_generic_name("复合肥料");
  (void)evaluation.Bind("label", label);
  return DebugString(evaluation.Evaluate(added.id));
}

struct Case {
  const char* text;
  const char* want;  // DebugString; of an error or issue, its beginning
};

void Check(const Case& c, const LanguageOptions& options = {}) {
  const std::string got = Outcome(c.text, Limits(), options);
  const std::string want = c.want;
  if (absl::StartsWith(want, "error") || absl::StartsWith(want, "issue")) {
    EXPECT_TRUE(absl::StartsWith(got, want)) << c.text << "\n got " << got;
  } else {
    EXPECT_EQ(got, want) << c.text;
  }
}

class Extension : public testing::TestWithParam<Case> {};
TEST_P(Extension, Means) { Check(GetParam()); }
// The same without anything done while compiling.
TEST_P(Extension, MeansTheSameUnfolded) {
  LanguageOptions options;
  options.fold = false;
  Check(GetParam(), options);
}

const Case kOptionals[] = {
    {"optional.of(1)", "optional(1)"},
    {"optional.none()", "optional.none()"},
    {"optional.none().value()", "error(no_value"},
    {"optional.ofNonZeroValue('')", "optional.none()"},
    {"{'a': 1}.?a", "optional(1)"},
    {"{'a': 1}.?b.orValue(2)", "2"},
    {"{'a': {'b': 3}}.?a.b", "optional(3)"},
    {"[1, 2][?1]", "optional(2)"},
    {"[1, 2][?2]", "optional.none()"},
    {"[?{'a': 1}.?a, ?{'a': 1}.?b]", "[1]"},
    {"{?'k': optional.none(), 'l': 1}", "{\"l\": 1}"},
    {"label.?generic_name", "optional(\"复合肥料\")"},
    {"label.?fertilizer.?type", "optional.none()"},
    {"has(label.?fertilizer.type)", "false"},
    {"optional.of(3).optMap(v, v + 1)", "optional(4)"},
    {"optional.none().optMap(v, v + 1)", "optional.none()"},
    {"optional.of([3]).optFlatMap(v, v[?0])", "optional(3)"},
    // The other value is looked at only when it is needed.
    {"optional.of(1).orValue(1 / 0)", "1"},
    {"optional.none().orValue(1 / 0)", "error(divide_by_zero"},
    {"optional.of(1).or(optional.of(1 / 0))", "optional(1)"},
    {"[optional.of(1), optional.none()].unwrapOpt()", "[1]"},
    {"[?1]", "issue cel-type"},
    {"optional.of(1) + 1", "issue cel-no-overload"},
    {"optional.of(optional.none()).hasValue()", "true"},
};
INSTANTIATE_TEST_SUITE_P(Optionals, Extension, testing::ValuesIn(kOptionals));

const Case kPairs[] = {
    {"[5, 6].all(i, v, v == i + 5)", "true"},
    {"{'a': 1}.exists(k, v, k == 'b' || v == 1)", "true"},
    {"[1, 1].existsOne(i, v, i == v)", "true"},
    {"[1, 2].exists_one(i, v, v > 0)", "false"},
    {"[4, 5].transformList(i, v, i * v)", "[0, 5]"},
    {"[4, 5].transformList(i, v, i > 0, v)", "[5]"},
    {"{'a': 1}.transformMap(k, v, v + 1)", "{\"a\": 2}"},
    {"['a'].transformMap(i, v, v)", "{0: \"a\"}"},
    {"{'a': 'b'}.transformMapEntry(k, v, {v: k})", "{\"b\": \"a\"}"},
    {"[1, 1].transformMapEntry(i, v, {v: i})", "error(repeated_key"},
    {"[0, 2].all(i, v, 4 / v > i)", "error(divide_by_zero"},
    {"[0, 2].exists(i, v, 4 / v > i)", "true"},
    {"(1).all(i, v, true)", "issue cel-type"},
    {"[1].all(i, v, v)",
     "issue cel-type: the condition of all() must be a bool"},
};
INSTANTIATE_TEST_SUITE_P(Pairs, Extension, testing::ValuesIn(kPairs));

const Case kLibraries[] = {
    {"math.greatest(1, 3, 2)", "3"},
    {"math.least([4, 2u, 3.5])", "2u"},
    {"math.abs(-9223372036854775807 - 1)", "error(overflow"},
    {"math.bitShiftRight(-1, 63)", "1"},
    {"math.bitShiftLeft(1, -1)", "error(invalid_argument"},
    {"math.round(-2.5)", "-3.0"},
    {"math.sqrt(81)", "9.0"},
    {"math.greatest('a', 1)", "error(no_such_overload"},
    {"'%s 有 %d 项，%.1f%%'.format(['标签', 3, 2.25])",
     "\"标签 有 3 项，2.2%\""},
    {"'%x %X %o %b'.format([-255, 'kK', 8, 5])", "\"-ff 6B4B 10 101\""},
    {"'%s'.format([decimal('1.50')])", "\"1.50\""},
    {"'%d'.format([])", "error(format"},
    {"'%y'.format([1])", "error(format"},
    {"'%.101f'.format([1.0])", "error(format"},
    {"strings.quote('a\"b\\n')", "\"\\\"a\\\\\\\"b\\\\n\\\"\""},
    {"base64.encode(b'hello')", "\"aGVsbG8=\""},
    {"base64.decode('*')", "error(conversion"},
    {"[3, 1, 2].sort()", "[1, 2, 3]"},
    {"[3, 'a'].sort()", "error(no_such_overload"},
    {"['bb', 'a'].sortBy(s, size(s))", "[\"a\", \"bb\"]"},
    {"[1, 2, 1.0].distinct()", "[1, 2]"},
    {"[[1], [2, [3]]].flatten()", "[1, 2, [3]]"},
    {"[[1], [2, [3]]].flatten(2)", "[1, 2, 3]"},
    {"[1].flatten(-1)", "error(invalid_argument"},
    {"[1, 2, 3].slice(1, 3)", "[2, 3]"},
    {"[1].slice(0, 2)", "error(index_out_of_bounds"},
    {"[1, 2].reverse() + [1, 2].first().value() == [2, 1, 1]",
     "issue cel-no-overload"},
    {"[1, 2].reverse()", "[2, 1]"},
    {"[].first()", "optional.none()"},
    {"[1, 2].last()", "optional(2)"},
    {"lists.range(3)", "[0, 1, 2]"},
    {"sets.contains([1, 2], [2.0])", "issue cel-no-overload"},
    {"sets.contains([1, 2], [2, 2])", "true"},
    {"sets.equivalent([1, 2], [2, 1, 1])", "true"},
    {"sets.intersects([1], [2])", "false"},
    {"regex.extract('批号 A12', '[A-Z](\\\\d+)')", "optional(\"12\")"},
    {"regex.extractAll('a1b22', '\\\\d+')", "[\"1\", \"22\"]"},
    {"regex.extract('a', '(a)(b)?')", "error(regex"},
    {"regex.replace('a1b2', '\\\\d', '#', 1)", "\"a#b2\""},
    {"cel.block([1, cel.index(0) + 1], cel.index(1) * 10)", "20"},
};
INSTANTIATE_TEST_SUITE_P(Libraries, Extension, testing::ValuesIn(kLibraries));

TEST(OptionsTest, EnumsMayBeTypesOfTheirOwn) {
  LanguageOptions options;
  options.strong_enums = true;
  const Case cases[] = {
      {"FertilizerLabel.Type.TYPE_DAP",
       "zhiheng.facts.v1.FertilizerLabel.Type(5)"},
      {"int(FertilizerLabel.Type.TYPE_DAP)", "5"},
      {"FertilizerLabel.Type(5) == FertilizerLabel.Type.TYPE_DAP", "true"},
      {"FertilizerLabel.Type('TYPE_DAP') == FertilizerLabel.Type(5)", "true"},
      {"FertilizerLabel.Type('NOPE')", "error(conversion"},
      {"FertilizerLabel.Type(4294967296)", "error(range"},
      {"FertilizerLabel.Type.TYPE_DAP == 5", "issue cel-no-overload"},
      {"FertilizerLabel{type: FertilizerLabel.Type(5)}.type == "
       "FertilizerLabel.Type.TYPE_DAP",
       "true"},
  };
  for (const Case& c : cases) Check(c, options);
}

TEST(OptionsTest, WhatWasNotCheckedFailsWhereItIsEvaluated) {
  LanguageOptions options;
  options.check_types = false;
  const Case cases[] = {
      {"nobody || true", "true"},
      {"nobody && true", "error(unresolved"},
      {"nothing(1) || true", "true"},
      {"Nobody{} == 1 || true", "true"},
      {"1 + 'a'", "error(no_such_overload"},
      {"1 == 1.0", "true"},
      {"x + 1", "8"},
      {"[1, 'a'].all(v, v == 1 || true)", "true"},
      {"math.greatest(1, 2)", "2"},
      {"label.generic_name.nothing", "error(no_such_overload"},
  };
  for (const Case& c : cases) Check(c, options);
}

TEST(EnvironmentTest, AFunctionMayBeDeclared) {
  EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  Overload twice;
  twice.id = "twice_int";
  twice.params = {Type::Int()};
  twice.result = Type::Int();
  twice.impl = [](Context&, absl::Span<const Value> a) {
    return Value::Int(2 * a[0].int_value());
  };
  Overload only = twice;
  only.id = "only_int";
  only.impl = nullptr;
  builder.AddFunction("twice", twice).AddFunction("only", only);
  auto env = builder.Build();
  ASSERT_TRUE(env.ok()) << env.status();
  ModuleBuilder mb(*env);
  const ExprId two = mb.Add("twice(21)").id;
  const ExprId one = mb.Add("only(21)").id;
  EXPECT_FALSE(mb.Add("twice('a')").ok());
  ModuleBuilder good(*env);
  EXPECT_TRUE(good.Add("twice(21)").ok());
  EXPECT_TRUE(good.Add("only(21)").ok());
  auto module = good.Build();
  Evaluation evaluation(**module);
  EXPECT_EQ(DebugString(evaluation.Evaluate(two)), "42");
  EXPECT_TRUE(evaluation.Evaluate(one).IsError());
}

TEST(LimitsTest, ResultsStopAtTheirSize) {
  Limits limits;
  limits.result_size = 4;
  for (const char* fits :
       {"['a', 'b'] + ['c', 'd']", "string(x) + 'bcd'", "lists.range(4)",
        "[[1, 2], [3, 4]].flatten()", "'%s'.format(['abcd'])"}) {
    EXPECT_FALSE(absl::StartsWith(Outcome(fits, limits), "error")) << fits;
  }
  for (const char* over :
       {"['a', 'b'] + ['c', 'd', 'e']", "string(x) + 'bcde'", "lists.range(5)",
        "[[1, 2], [3, 4, 5]].flatten()", "'%s'.format(['abcde'])"}) {
    EXPECT_TRUE(absl::StartsWith(Outcome(over, limits), "error(too_large"))
        << over;
  }
}

TEST(LimitsTest, RegularExpressionsStopAtTheirMemory) {
  Limits limits;
  limits.regex_bytes = 1 << 14;
  EXPECT_EQ(Outcome("'aaa'.matches('a{3}')", limits), "true");
  EXPECT_TRUE(absl::StartsWith(Outcome("'a'.matches('(abc){300}')", limits),
                               "issue cel-regex"));
  EXPECT_TRUE(absl::StartsWith(
      Outcome("'a'.matches(string(x) + '(abc){300}')", limits), "error(regex"));
  limits.regex_bytes = 1 << 16;
  EXPECT_EQ(Outcome("'a'.matches('(abc){300}')", limits), "false");
}

TEST(LimitsTest, PairLoopsPayForTheirTurns) {
  Limits limits;
  const std::string loop = "[1, 2, 3].transformList(i, v, v + x)";
  const auto stops = [&](int64_t steps) {
    limits.steps = steps;
    return absl::StartsWith(Outcome(loop, limits), "error(step_limit");
  };
  int64_t enough = 1;
  while (enough < 1000 && stops(enough)) ++enough;
  EXPECT_GT(enough, 3);
  EXPECT_LT(enough, 100);
  EXPECT_TRUE(stops(enough - 1));
  EXPECT_FALSE(stops(enough));
  EXPECT_FALSE(stops(enough + 1));
}

}  // namespace
}  // namespace zhiheng::cel
