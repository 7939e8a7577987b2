// What expressions mean: text in, value out. Each line is a statement about
// the language.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "services/rules/cel/module/module.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

struct Case {
  const char* text;
  const char* want;  // DebugString; of an error, a part of it
};

std::string Outcome(const std::string& text) {
  EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  builder.SetContainer("zhiheng.facts.v1");
  builder.AddVariable("x", Type::Dyn()).AddVariable("n", Type::Int());
  builder.AddConstant("terms", ConstantValue::Strings({"高产", "增长"}));
  auto env = builder.Build();
  if (!env.ok()) return std::string(env.status().message());
  ModuleBuilder mb(*env);
  const Added added = mb.Add(text);
  if (!added.ok())
    return "issue " + added.issues[0].code + ": " + added.issues[0].message;
  auto module = mb.Build();
  Evaluation evaluation(**module);
  (void)evaluation.Bind("n", Value::Int(7));
  return DebugString(evaluation.Evaluate(added.id));
}

class Language : public testing::TestWithParam<Case> {};

TEST_P(Language, Means) {
  const std::string got = Outcome(GetParam().text);
  const std::string want = GetParam().want;
  if (absl::StartsWith(want, "error") || absl::StartsWith(want, "issue")) {
    EXPECT_TRUE(absl::StrContains(got, want))
        << GetParam().text << "\n got " << got;
  } else {
    EXPECT_EQ(got, want) << GetParam().text;
  }
}

const Case kStandard[] = {
    {"1 + 2 * 3", "7"},
    {"-7 / 2", "-3"},
    {"-7 % 2", "-1"},
    {"9223372036854775807 + 1", "error(overflow"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"1 / 0", "error(divide_by_zero"},
    {"1u - 2u", "error(overflow"},
    {"1.5 + 2.0", "3.5"},
    {"dyn(1) == 1u", "true"},
    {"dyn(1) == 1.0", "true"},
    {"1 < 2u && 2 > 1.5", "true"},
    {"dyn('1') == 1", "false"},
    {"'a' + 'b' == 'ab'", "true"},
    {"b'a' + b'\\x62'", "b\"ab\""},
    {"size('质衡')", "2"},
    {"'质衡'.contains('衡')", "true"},
    {"'abc'.matches('^a.c$')", "true"},
    {"'abc'.matches('(?=a)')", "issue cel-regex"},
    {"true || 1 / 0 == 1", "true"},
    {"1 / 0 == 1 || true", "true"},
    {"false && 1 / 0 == 1", "false"},
    {"1 / 0 == 1 && true", "error(divide_by_zero"},
    {"true ? 1 : 1 / 0", "1"},
    {"false ? 1 : false ? 2 : 3", "3"},
    {"[1, 2, 3][1]", "2"},
    {"[1, 2][2]", "error(index_out_of_bounds"},
    {"{'a': 1}['a']", "1"},
    {"{'a': 1}.a", "1"},
    {"{'a': 1}['b']", "error(no_such_key"},
    {"has({'a': 1}.b)", "false"},
    {"{'a': 1, 'a': 2}", "error(repeated_key"},
    {"2 in [1, 2]", "true"},
    {"2u in [dyn(1), 2]", "true"},
    {"'b' in {'a': 1}", "false"},
    {"[1, 2] + [3]", "[1, 2, 3]"},
    {"[1, 2, 3].all(i, i > 0)", "true"},
    {"[1, 0].exists(i, 1 / i > 5)", "error(divide_by_zero"},
    {"[0, 1].exists(i, 1 / i == 1)", "true"},
    {"[0, 1].all(i, 1 / i == 2)", "false"},
    {"[1, 2, 3].exists_one(i, i > 2)", "true"},
    {"[1, 2, 3].filter(i, i % 2 == 1)", "[1, 3]"},
    {"[1, 2].map(i, i * i)", "[1, 4]"},
    {"[1, 2, 3].map(i, i > 1, i * 10)", "[20, 30]"},
    {"[[1], [2, 3]].map(l, l.map(i, i + n))", "[[8], [9, 10]]"},
    {"{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])", "true"},
    {"cel.bind(a, n + 1, a * a)", "64"},
    {"int('42') + int(2.9)", "44"},
    {"int('x')", "error(conversion"},
    {"uint(-1)", "error(range"},
    {"string(1.5)", "\"1.5\""},
    {"type(1) == int", "true"},
    {"type(type(1))", "type"},
    {"timestamp('2024-02-29T00:00:00Z').getFullYear()", "2024"},
    {"timestamp('2024-02-29T20:00:00Z').getDate('Asia/Shanghai')", "1"},
    {"duration('90m') + duration('30m') == duration('2h')", "true"},
    {"'hello'.substring(1, 3) + 'x'.upperAscii()", "\"elX\""},
    {"'a,b,c'.split(',')", "[\"a\", \"b\", \"c\"]"},
    {"['a', 'b'].join('-')", "\"a-b\""},
    {"'abcabc'.replace('b', 'X', 1)", "\"aXcabc\""},
    {"'质衡质'.indexOf('质', 1)", "2"},
    {"x", "error(unbound"},
    {"!!true && !false", "true"},
    {"ProductLabel{}.fertilizer.type", "0"},
    {"FertilizerLabel.Type.TYPE_DAP", "5"},
    // Mistakes that others made: one missing attribute ends a whole "any"; an
    // error counts as false; an ill-typed part is passed over; 0.1 + 0.2.
    {"[{}, {'a': 1}].exists(m, m.b == 1 || m.a == 1)", "true"},
    {"[{}, {'a': 2}].exists(m, m.a == 1)", "error(no_such_key"},
    {"!({}.a == 1)", "error(no_such_key"},
    {"({}.a == 1) ? 1 : 2", "error(no_such_key"},
    {"1 == 'a' || true", "issue cel-no-overload"},
    {"decimal('0.1') + decimal('0.2') == decimal('0.3')", "true"},
    // A list may hold other things than its type says.
    {"sum([dyn(null)])", "error(no_such_overload"},
    {"true && (dyn(null) && 1 / 0 == 1)", "error(no_such_overload"},
    {"dyn(null) || 1 / 0 == 1 || true", "true"},
    {"min(min(true ? [[]].map(v, dyn(3u)) : [[]]))", "error(no_such_overload"},
    {"dyn([1.0]).min().max()", "error(no_such_overload"},
};
INSTANTIATE_TEST_SUITE_P(Standard, Language, testing::ValuesIn(kStandard));

const Case kHouse[] = {
    {"decimal('64.0') == 64", "true"},
    {"decimal('64.0')", "decimal(\"64.0\")"},
    {"decimal('0.1') + decimal('0.2') == decimal('0.3')", "true"},
    {"decimal('1') / 3", "error(inexact"},
    {"div(decimal('1'), 3, 2, 'half_up')", "decimal(\"0.33\")"},
    {"round(decimal('2.345'), 2, 'half_even')", "decimal(\"2.34\")"},
    {"round(decimal('1'), 2, 'nearest')", "error(invalid_argument"},
    {"decimal('1e5')", "error(conversion"},
    {"abs(decimal('-2.50'))", "decimal(\"2.50\")"},
    {"scale(decimal('2.50'))", "2"},
    {"sum([decimal('18.0'), decimal('46.0')])", "decimal(\"64.0\")"},
    {"[1, 2, 3].sum()", "6"},
    {"max([decimal('1.5'), decimal('1.25')])", "decimal(\"1.5\")"},
    {"decimal('2') in [1, 2]", "issue cel-no-overload"},
    {"decimal('3') > 2 && 2 < decimal('3')", "true"},
    {"money('100') * 5", "money(\"500\", \"CNY\")"},
    {"money('100') + money('1', 'USD')", "error(currency_mismatch"},
    {"money('100') < money('1', 'USD')", "error(currency_mismatch"},
    {"amount(money('1.50')) + 1", "decimal(\"2.50\")"},
    {"money('30000') / money('10000')", "decimal(\"3\")"},
    {"date('2024-01-31').addMonths(1)", "date(\"2024-02-29\")"},
    {"date('2024-03-01') - date('2024-02-01')", "29"},
    {"date('2024-02-30')", "error(conversion"},
    {"date('2024-09-30').weekday()", "1"},
    {"date('2024-09-30') < date('2024-10-01')", "true"},
    {"'ＧＢ　１８３８２'.normalize()", "\"GB 18382\""},
    {"'本品可高产'.containsAny(terms)", "true"},
    {"'本品可高产'.firstOf(terms)", "\"高产\""},
    {"'N 18 P 46'.captures('N (\\\\d+) P (\\\\d+)')", "[\"18\", \"46\"]"},
    {"text(money('32161.23'))", "\"32,161.23\""},
    {"decimal('1') + 'x'", "issue cel-no-overload"},
};
INSTANTIATE_TEST_SUITE_P(House, Language, testing::ValuesIn(kHouse));

}  // namespace
}  // namespace zhiheng::cel
