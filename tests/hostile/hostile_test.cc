// Inputs made to exhaust time, stack or memory. Each line names the limit that
// stops it; the heap is metered, steps are counted, time is not measured.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/facts/facts_reader.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/packs/pack_compiler.h"
#include "services/rules/packs/pack_reader.h"
#include "tests/hostile/memory_meter.h"
#include "zhiheng/facts/v1/product_label.pb.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng {
namespace {

// Several times Limits::memory: a vector doubles while it grows.
constexpr size_t kMostBytes = size_t{512} << 20;

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// cel.bind(a0, first, cel.bind(a1, a0 + a0, … last))
std::string Doubling(const std::string& first, int times,
                     const std::string& last) {
  std::string out = absl::StrCat("cel.bind(a0, ", first, ", ");
  for (int i = 1; i <= times; ++i) {
    absl::StrAppend(&out, "cel.bind(a", i, ", a", i - 1, " + a", i - 1, ", ");
  }
  return out + last + Repeat(")", times + 1);
}

// [1, … 10].all(x0, [1, … 10].all(x1, …
std::string Nested(const std::string& macro, int depth,
                   const std::string& body) {
  std::string out;
  for (int i = 0; i < depth; ++i) {
    absl::StrAppend(&out, "[1,2,3,4,5,6,7,8,9,10].", macro, "(x", i, ", ");
  }
  return out + body + Repeat(")", depth);
}

struct Hostile {
  const char* name;
  std::function<std::string()> text;
  // The code of the issue or error that stops it.
  const char* limit;
};

void PrintTo(const Hostile& h, std::ostream* os) { *os << h.name; }

class HostileExpression : public testing::TestWithParam<Hostile> {};

std::string Outcome(const std::string& text, int64_t* steps) {
  cel::EnvironmentBuilder eb(
      google::protobuf::DescriptorPool::generated_pool());
  eb.AllowDouble(true).AddVariable(
      "label", cel::Type::OfMessage(facts::v1::ProductLabel::descriptor()));
  cel::ModuleBuilder builder(*eb.Build());
  const cel::Added added = builder.Add(text);
  if (!added.ok()) return added.issues[0].code;
  const auto module = builder.Build();
  facts::v1::ProductLabel label;
  label.set_generic_name("a{1000}{1000}{1000}");
  cel::Evaluation evaluation(**module);
  EXPECT_TRUE(evaluation.Bind("label", label).ok());
  const cel::Value value = evaluation.Evaluate(added.id);
  *steps = evaluation.steps_used();
  return value.IsError() ? std::string(value.error().code) : "a value";
}

TEST_P(HostileExpression, StopsAtANamedLimit) {
  const std::string text = GetParam().text();
  const MemoryMeter meter;
  int64_t steps = 0;
  EXPECT_EQ(Outcome(text, &steps), GetParam().limit);
  EXPECT_LT(meter.peak(), kMostBytes);
  // A loop may overdraw by one turn, a list by its own length.
  EXPECT_LE(steps, cel::Limits().steps + cel::Limits().result_size +
                       cel::Limits().nodes);
}

const Hostile kExpressions[] = {
    {"TooLong", [] { return std::string(100'001, ' ') + "1"; }, "cel-too-long"},
    {"DeepParentheses",
     [] { return Repeat("(", 40'000) + "1" + Repeat(")", 40'000); },
     "cel-too-deep"},
    {"DeepLists", [] { return Repeat("[", 40'000) + Repeat("]", 40'000); },
     "cel-too-deep"},
    {"DeepMaps", [] { return Repeat("{1:", 20'000); }, "cel-too-deep"},
    {"DeepCalls",
     [] { return Repeat("size(", 15'000) + "1" + Repeat(")", 15'000); },
     "cel-too-deep"},
    {"LongSum", [] { return "1" + Repeat("+1", 5'000); }, "cel-too-deep"},
    {"LongSelect", [] { return "label" + Repeat(".a", 5'000); },
     "cel-too-deep"},
    {"ManyNodes", [] { return "[1" + Repeat(",[1]", 9'999) + Repeat(",1", 9); },
     "cel-too-large"},
    {"ManyElements", [] { return "[1" + Repeat(",1", 10'000) + "]"; },
     "cel-too-large"},
    {"NestedLoops", [] { return Nested("all", 9, "true"); }, "step_limit"},
    {"NestedMaps", [] { return Nested("map", 7, "x0"); }, "memory_limit"},
    {"LoopsOverGrownLists",
     [] {
       return Doubling("[1,2,3,4,5,6,7,8]", 14, "a14.all(x, a14.all(y, true))");
     },
     "step_limit"},
    {"DoublingLists", [] { return Doubling("[1,2,3,4]", 40, "size(a40)"); },
     "too_large"},
    {"DoublingText", [] { return Doubling("'abcd'", 40, "size(a40)"); },
     "too_large"},
    {"DoublingBytes", [] { return Doubling("b'abcd'", 40, "size(a40)"); },
     "too_large"},
    {"DoublingJoin",
     [] {
       return Doubling("'abcdefgh'", 16, "[a16,a16,a16,a16,a16,a16].join(a16)");
     },
     "too_large"},
    {"DoublingReplace",
     [] { return Doubling("'aaaaaaaa'", 10, "a10.replace('a', a10)"); },
     "too_large"},
    {"DisplayOfManyTexts",
     [] { return Doubling("'abcdefgh'", 16, "text([a16,a16,a16,a16])"); },
     "too_large"},
    {"ManyLargeTexts",
     [] {
       return Doubling("'abcdefgh'", 16, Nested("map", 5, "a16 + string(x0)"));
     },
     "memory_limit"},
    {"ManyLargeErrors",
     [] {
       return Doubling("'abcdefgh'", 16,
                       Nested("exists", 6, "{'a': true}[a16]"));
     },
     "memory_limit"},
    {"LargeConstantPattern",
     [] { return std::string("'a'.matches('((a{900}){900}){900}')"); },
     "cel-regex"},
    {"LargePatternInTheFacts",
     [] { return std::string("'a'.matches(label.generic_name)"); }, "regex"},
    {"DigitsOfADecimal",
     [] { return Doubling("'11111111'", 16, "decimal(a16)"); }, "conversion"},
    {"DigitsOfAnInt", [] { return Doubling("'11111111'", 16, "int(a16)"); },
     "conversion"},
    {"TimeAfterTheLast",
     [] {
       return std::string("timestamp('9999-12-31T23:59:59Z') + duration('1s')");
     },
     "overflow"},
    {"TimeBeforeTheFirst",
     [] {
       return std::string("timestamp('0001-01-01T00:00:00Z') - duration('1s')");
     },
     "overflow"},
    {"ProductOfDecimals",
     [] {
       std::string text = "decimal('99999999999999999999')";
       return text + Repeat(" * " + text, 100);
     },
     "overflow"},
};
INSTANTIATE_TEST_SUITE_P(Hostile, HostileExpression,
                         testing::ValuesIn(kExpressions), [](const auto& info) {
                           return std::string(info.param.name);
                         });

// A limit at its edge: one less than what is needed stops, what is needed does.
TEST(Limits, OfMemoryAtItsEdge) {
  cel::EnvironmentBuilder eb(
      google::protobuf::DescriptorPool::generated_pool());
  const auto environment = *eb.Build();
  const auto outcome = [&](int64_t memory) {
    cel::Limits limits;
    limits.memory = memory;
    cel::ModuleBuilder builder(environment, limits);
    const cel::Added added =
        builder.Add("cel.bind(a, string(1) + '2', a + a) + 'x'");
    EXPECT_TRUE(added.ok());
    const auto module = builder.Build();
    cel::Evaluation evaluation(**module);
    return cel::DebugString(evaluation.Evaluate(added.id));
  };
  EXPECT_TRUE(absl::StrContains(outcome(4), "memory_limit")) << outcome(4);
  EXPECT_EQ(outcome(1 << 20), "\"1212x\"");
}

// --- Packs and facts ------------------------------------------------------

std::string CodesOf(const std::string& yaml) {
  rules::Diagnostics diagnostics;
  auto source = rules::ReadPack("p.yaml", yaml, &diagnostics);
  std::string codes;
  for (const auto& d : diagnostics.items()) {
    if (!absl::StrContains(codes, d.code)) absl::StrAppend(&codes, d.code, " ");
  }
  return codes;
}

TEST(HostilePack, AliasesThatMultiplyStop) {
  std::string yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    absl::StrAppend(&yaml, "a", i, ": &a", i, " [");
    for (int j = 0; j < 10; ++j) absl::StrAppend(&yaml, "*a", i - 1, ",");
    yaml += "]\n";
  }
  yaml += "terms: {t: *a11}\n";
  const MemoryMeter meter;
  EXPECT_EQ(CodesOf(yaml), "file-too-large ");
  EXPECT_LT(meter.peak(), kMostBytes);
}

TEST(HostilePack, DeepYamlStops) {
  const MemoryMeter meter;
  EXPECT_NE(CodesOf("pack: " + Repeat("[", 100'000)), "");
  EXPECT_NE(CodesOf("pack: " + Repeat("{a: ", 100'000)), "");
  EXPECT_LT(meter.peak(), kMostBytes);
}

std::string RulesOf(const std::string& text, FactsFormat format) {
  facts::v1::Subject subject;
  std::string rules;
  for (const auto& p : ReadFacts(text, format, FactsOptions(), &subject)) {
    if (!absl::StrContains(rules, p.rule)) absl::StrAppend(&rules, p.rule, " ");
  }
  return rules;
}

TEST(HostileFacts, DeepJsonAndYamlStop) {
  const MemoryMeter meter;
  EXPECT_NE(RulesOf(Repeat("[", 1'000'000), FactsFormat::kJson), "");
  EXPECT_NE(RulesOf(Repeat("{\"a\":", 500'000), FactsFormat::kJson), "");
  EXPECT_NE(RulesOf("a: " + Repeat("[", 100'000), FactsFormat::kYaml), "");
  EXPECT_LT(meter.peak(), kMostBytes);
}

TEST(HostileFacts, ADecimalOfAMillionDigitsIsRefused) {
  const MemoryMeter meter;
  EXPECT_NE(RulesOf("{\"label\":{\"fertilizer\":{\"nPct\":" +
                        std::string(1'000'000, '1') + "}}}",
                    FactsFormat::kJson),
            "");
  EXPECT_LT(meter.peak(), kMostBytes);
}

}  // namespace
}  // namespace zhiheng
