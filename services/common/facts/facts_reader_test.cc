#include "services/common/facts/facts_reader.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/facts/canonical_json.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng {
namespace {

using facts::v1::Subject;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<FactsProblem> Yaml(absl::string_view text, Subject* out,
                               FactsOptions options = {}) {
  return ReadFacts(text, FactsFormat::kYaml, options, out);
}
std::vector<FactsProblem> Json(absl::string_view text, Subject* out,
                               FactsOptions options = {}) {
  return ReadFacts(text, FactsFormat::kJson, options, out);
}

constexpr char kYamlCase[] = R"(
id: kiwi
completeness: PARTIAL
absent: [fault.knew]
case:
  party: {kind: LEGAL_PERSON, role: ROLE_SELLER}
  acts:
    - {kind: SOLD_INFRINGING_GOODS, from: 2024-09, last_day: 2024-09-30}
  amounts:
    illegal_turnover: "32161.23"
    goods_value: {value: 100.50, bound: AT_LEAST, basis: invoices}
    proven_costs: {amount: "5", currencyCode: USD}
    label_pieces: 1200
)";

TEST(FactsReaderTest, ReadsTheShorthandOfYaml) {
  Subject subject;
  ASSERT_THAT(Yaml(kYamlCase, &subject), IsEmpty());
  const auto& c = subject.enforcement_case();
  EXPECT_EQ(c.party().role(), facts::v1::Party::ROLE_SELLER);
  EXPECT_EQ(c.acts(0).from().month(), 9);
  EXPECT_EQ(c.acts(0).from().day(), 0);
  EXPECT_EQ(c.acts(0).last_day().day(), 30);
  EXPECT_EQ(c.amounts().illegal_turnover().value().amount(), "32161.23");
  EXPECT_EQ(c.amounts().goods_value().value().amount(), "100.50");
  EXPECT_EQ(c.amounts().goods_value().bound(),
            type::v1::Amount::BOUND_AT_LEAST);
  EXPECT_EQ(c.amounts().proven_costs().currency_code(), "USD");
  EXPECT_EQ(c.amounts().label_pieces().value(), "1200");
  EXPECT_THAT(subject.absent().paths(), ElementsAre("fault.knew"));
}

TEST(FactsReaderTest, CanonicalJsonReadsBackTheSame) {
  Subject subject, again;
  ASSERT_THAT(Yaml(kYamlCase, &subject), IsEmpty());
  const auto json = ToCanonicalJson(subject, JsonLayout::kIndented);
  ASSERT_TRUE(json.ok()) << json.status();
  ASSERT_THAT(Json(*json, &again), IsEmpty()) << *json;
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(subject, again));
}

TEST(FactsReaderTest, MaskPathsMayBeInCamelCase) {
  Subject subject;
  ASSERT_THAT(Json(R"({"absent": "fertilizer.totalNutrients,tradeName",
                       "label": {"fertilizer": {}}})",
                   &subject),
              IsEmpty());
  EXPECT_THAT(subject.absent().paths(),
              ElementsAre("fertilizer.total_nutrients", "trade_name"));
}

TEST(FactsReaderTest, KeepsPrintedDigits) {
  Subject yaml, json;
  ASSERT_THAT(Yaml("label: {fertilizer: {n_pct: 18.00}}", &yaml), IsEmpty());
  ASSERT_THAT(Json(R"({"label":{"fertilizer":{"nPct":18.00}}})", &json),
              IsEmpty());
  EXPECT_EQ(yaml.label().fertilizer().n_pct().value(), "18.00");
  EXPECT_EQ(json.label().fertilizer().n_pct().value(), "18.00");
}

TEST(FactsReaderTest, AWordIsTextWhereTextIsExpected) {
  Subject subject;
  ASSERT_THAT(Yaml("label: {batch: 20240901, grade: null, storage: no, "
                   "trade_name: 007}",
                   &subject),
              SizeIs(1));  // `grade` is a field of the fertilizer part
  EXPECT_EQ(subject.label().batch(), "20240901");
  EXPECT_EQ(subject.label().storage(), "no");
  EXPECT_EQ(subject.label().trade_name(), "007");
}

TEST(FactsReaderTest, NullLeavesAFieldUnset) {
  Subject subject;
  ASSERT_THAT(
      Yaml("label:\n  batch:\n  origin: ~\n  net_content: null\n", &subject),
      IsEmpty());
  EXPECT_FALSE(subject.label().has_batch());
  EXPECT_FALSE(subject.label().has_origin());
  EXPECT_FALSE(subject.label().has_net_content());
}

// One slip each: what is said, where, and what it advises.
struct Slip {
  // For the name of a failing test.
  friend void PrintTo(const Slip& slip, std::ostream* os) { *os << slip.name; }

  const char* name;
  FactsFormat format;
  const char* text;
  const char* reason;
  const char* path;
  int line;
  int column;
  const char* rule;
  const char* hint;
};

constexpr FactsFormat kY = FactsFormat::kYaml;
constexpr FactsFormat kJ = FactsFormat::kJson;
const Slip kSlips[] = {
    {"UnknownField", kY, "label:\n  fertilizer:\n    n_pc: 18", "UNKNOWN_FIELD",
     "label.fertilizer.n_pc", 3, 5, "no field n_pc in FertilizerLabel",
     "did you mean n_pct?"},
    {"UnknownFieldJson", kJ, "{\"label\": {\n  \"netContnet\": {}}}",
     "UNKNOWN_FIELD", "label.netContnet", 2, 3, "no field netContnet",
     "did you mean net_content?"},
    {"UnknownFieldFarFromAny", kY, "label: {net_content: {zzz: 1}}",
     "UNKNOWN_FIELD", "label.net_content.zzz", 1, 23, "no field zzz",
     "the fields here are value, unit, several_values, pieces"},
    {"WrongEnum", kY, "case: {party: {role: SELER}}", "UNKNOWN_ENUM_VALUE",
     "case.party.role", 1, 22, "no value of Role: SELER",
     "did you mean SELLER? one of PRODUCER, SELLER"},
    {"WrongEnumNumber", kJ, R"({"case": {"party": {"role": 77}}})",
     "UNKNOWN_ENUM_VALUE", "case.party.role", 1, 29, "no value of Role: 77",
     "one of PRODUCER"},
    {"MalformedDecimal", kY, "label: {fertilizer: {n_pct: 18..0}}",
     "MALFORMED_DECIMAL", "label.fertilizer.n_pct", 1, 29,
     "not a decimal number", "as 18.0"},
    {"DecimalWithPercent", kY, "label: {fertilizer: {n_pct: 18%}}",
     "MALFORMED_DECIMAL", "label.fertilizer.n_pct", 1, 29, "", "per cent"},
    {"DecimalWithExponent", kJ, R"({"label": {"fertilizer": {"nPct": 1e3}}})",
     "MALFORMED_DECIMAL", "label.fertilizer.n_pct", 1, 35, "", "exponent"},
    {"MoneyWithCommas", kY, "case: {amounts: {illegal_turnover: \"1,000\"}}",
     "MALFORMED_DECIMAL", "case.amounts.illegal_turnover.value", 1, 36, "",
     "commas"},
    {"DecimalInLongForm", kY, "label: {fertilizer: {n_pct: {value: abc}}}",
     "MALFORMED_DECIMAL", "label.fertilizer.n_pct", 1, 29, "", ""},
    {"BadCurrency", kY,
     "case: {amounts: {tax_paid: {amount: 1, "
     "currency_code: yuan}}}",
     "MALFORMED_CURRENCY", "case.amounts.tax_paid.currency_code", 1, 55,
     "three capital letters", "CNY"},
    {"ImpossibleDate", kY, "label: {production_date: 2023-02-29}",
     "IMPOSSIBLE_DATE", "label.production_date", 1, 26,
     "day 29 does not exist: 2023-02 has 28 days", "write 2024-09-30"},
    {"MonthThirteen", kJ, R"({"label": {"productionDate": "2023-13-01"}})",
     "IMPOSSIBLE_DATE", "label.production_date", 1, 30,
     "month 13 is outside 1 to 12", ""},
    {"ZeroDay", kY, "label: {production_date: 2023-02-00}", "IMPOSSIBLE_DATE",
     "label.production_date", 1, 26, "not a day of the calendar", ""},
    {"DateInWords", kY, "label: {production_date: 30 Sep 2024}",
     "MALFORMED_DATE", "label.production_date", 1, 26, "not a date", ""},
    {"DateWithSlashes", kY, "label: {production_date: 2024/09/30}",
     "MALFORMED_DATE", "label.production_date", 1, 26, "", "write 2024-09-30"},
    {"DateInLongForm", kY, "label: {production_date: {year: 2024, day: 3}}",
     "IMPOSSIBLE_DATE", "label.production_date", 1, 26,
     "day 3 is given without a month", ""},
    {"ListExpected", kY, "label: {standards: GB 1}", "WRONG_TYPE",
     "label.standards", 1, 20, "a list is expected", "[ … ]"},
    {"MapExpected", kY, "label: {net_content: 25 kg}", "WRONG_TYPE",
     "label.net_content", 1, 22, "a map of fields of NetContent", "value"},
    {"ListForMap", kY, "label: {net_content: [1]}", "WRONG_TYPE",
     "label.net_content", 1, 22, "not a list", ""},
    {"MapForScalar", kY, "label: {batch: {a: b}}", "WRONG_TYPE", "label.batch",
     1, 16, "not a map", ""},
    {"BoolExpected", kY, "label: {bulk: yes}", "WRONG_TYPE", "label.bulk", 1,
     15, "true or false", ""},
    {"QuotedBool", kY, "label: {bulk: \"true\"}", "WRONG_TYPE", "label.bulk", 1,
     15, "", "leave the quotes out"},
    {"BoolForText", kY, "label: {batch: true}", "WRONG_TYPE", "label.batch", 1,
     16, "a text is expected", "in quotes"},
    {"JsonNumberForText", kJ, R"({"label": {"batch": 7}})", "WRONG_TYPE",
     "label.batch", 1, 21, "a text is expected", "\"7\""},
    {"NotAWholeNumber", kY, "case: {procedure: {officers: 1.5}}", "WRONG_TYPE",
     "case.procedure.officers", 1, 30, "a whole number", ""},
    {"NumberTooBig", kY, "case: {procedure: {officers: 3000000000}}",
     "WRONG_TYPE", "case.procedure.officers", 1, 30, "2147483647", ""},
    {"NullInList", kY, "label: {standards: [~]}", "WRONG_TYPE",
     "label.standards[0]", 1, 21, "empty value", ""},
    {"DuplicateField", kY, "label: {batch: a, batch: b}", "DUPLICATE_FIELD",
     "label.batch", 1, 19, "given twice", ""},
    {"DuplicateFieldOtherSpelling", kJ,
     R"({"label": {"tradeName": "a", "trade_name": "b"}})", "DUPLICATE_FIELD",
     "label.trade_name", 1, 30, "given twice", ""},
    {"OneofSetTwice", kY, "label: {}\ncase: {}", "ONEOF_SET_TWICE", "case", 2,
     1, "only one of the facts may be given, and label is", ""},
    {"PeriodReversed", kY,
     "case: {acts: [{from: 2024-10-01, last_day: 2024-09-30}]}",
     "PERIOD_REVERSED", "case.acts[0].last_day", 1, 44, "lies before from", ""},
    {"UnknownMaskPath", kY, "absent: [fault.new]\ncase: {}", "UNKNOWN_PATH",
     "absent[0]", 1, 9, "no field new in Fault", ""},
    {"MaskPathWithRoot", kY, "absent: [case.fault]\ncase: {}", "UNKNOWN_PATH",
     "absent[0]", 1, 9, "no field case", "write fault"},
    {"MaskBelowList", kY, "absent: [acts.from]\ncase: {}", "UNKNOWN_PATH",
     "absent[0]", 1, 9, "below a list", "acts"},
    {"AbsentAndSet", kY, "absent: [batch]\nlabel: {batch: x}",
     "CONTRADICTORY_PATH", "absent[0]", 1, 9, "has a value", ""},
    {"MaskWithoutFacts", kY, "absent: [batch]", "UNKNOWN_PATH", "absent", 1, 9,
     "no facts", "label"},
    {"Empty", kY, "", "EMPTY_INPUT", "", 0, 0, "the input is empty", ""},
    {"Blank", kJ, " \n\t", "EMPTY_INPUT", "", 0, 0, "the input is empty", ""},
    {"OnlyAComment", kY, "# nothing\n", "EMPTY_INPUT", "", 1, 1, "", ""},
    {"JsonNull", kJ, "null", "EMPTY_INPUT", "", 1, 1, "", ""},
    {"NotAMap", kY, "hello", "WRONG_TYPE", "", 1, 1, "fields of Subject", ""},
    {"NotUtf8", kY, "label:\n  batch: \xC0\xAF", "NOT_UTF8", "", 2, 10,
     "not UTF-8", "GBK"},
    {"TwoDocuments", kY, "label: {}\n---\nlabel: {}", "SEVERAL_DOCUMENTS", "",
     3, 1, "one subject", ""},
    {"YamlTag", kY, "label: {batch: !!binary aGk=}", "MALFORMED_YAML", "", 1,
     16, "tags are not read", ""},
    {"AliasCycle", kY, "label: &a {net_content: *a}", "ALIAS_CYCLE", "", 1, 25,
     "inside its own anchor", ""},
    {"YamlTab", kY, "label:\n\tbatch: x", "MALFORMED_YAML", "", 2, 7,
     "not YAML", ""},
    {"ColumnsCountCharacters", kY, "label: {origin: 四川广元, bulk: maybe}",
     "WRONG_TYPE", "label.bulk", 1, 29, "true or false", ""},
};

class SlipTest : public ::testing::TestWithParam<Slip> {};

TEST_P(SlipTest, IsSaidClearly) {
  const Slip& slip = GetParam();
  Subject subject;
  const auto problems = ReadFacts(slip.text, slip.format, {}, &subject);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].reason, slip.reason);
  EXPECT_EQ(problems[0].path, slip.path);
  EXPECT_EQ(problems[0].line, slip.line);
  EXPECT_EQ(problems[0].column, slip.column);
  EXPECT_THAT(problems[0].rule, HasSubstr(slip.rule));
  EXPECT_THAT(problems[0].hint, HasSubstr(slip.hint));
}

INSTANTIATE_TEST_SUITE_P(FactsReader, SlipTest, ::testing::ValuesIn(kSlips),
                         [](const auto& info) { return info.param.name; });

TEST(FactsReaderTest, ReportsAllSlipsInReadingOrder) {
  Subject subject;
  const auto problems = Yaml(R"(
completeness: SOME
label:
  bulk: maybe
  production_date: 2024-02-30
  fertilizer: {n_pct: x, typ: DAP}
)",
                             &subject);
  std::vector<std::string> paths;
  for (const auto& problem : problems) paths.push_back(problem.path);
  EXPECT_THAT(paths,
              ElementsAre("completeness", "label.bulk", "label.production_date",
                          "label.fertilizer.n_pct", "label.fertilizer.typ"));
}

TEST(FactsReaderTest, RendersWithACaretUnderWideText) {
  const std::string text =
      "label:\n  origin: 四川\n  fertilizer: {grade: 优, "
      "n_pct: 18%}\n";
  Subject subject;
  const auto problems = Yaml(text, &subject);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(RenderProblem(problems[0], "a.yaml", text),
            "a.yaml:3:33: label.fertilizer.n_pct: not a decimal number: it "
            "holds a character that is no digit\n"
            "      fertilizer: {grade: 优, n_pct: 18%}\n"
            "                          \u3000         ^\n"
            "  hint: leave the per cent sign out\n");
}

TEST(FactsReaderTest, AFixtureOfAPackKeepsItsPositions) {
  const YAML::Node pack =
      YAML::Load("bases:\n  dap:\n    facts: {bulk: maybe}");
  facts::v1::ProductLabel label;
  const auto problems = ReadFactsNode(pack["bases"]["dap"]["facts"],
                                      {.root = "label", .limits = {}}, &label);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].path, "label.bulk");
  EXPECT_EQ(problems[0].line, 3);
  EXPECT_EQ(problems[0].column, 19);
}

TEST(FactsReaderTest, AliasesWriteAValueOnceMore) {
  Subject subject;
  ASSERT_THAT(Yaml("case:\n  acts:\n    - {from: &day 2024-09-30}\n"
                   "    - {from: *day}\n",
                   &subject),
              IsEmpty());
  EXPECT_EQ(subject.enforcement_case().acts(1).from().day(), 30);
}

// Every limit at its edge.
TEST(FactsLimitsTest, Bytes) {
  const std::string text = "label: {batch: x}";
  Subject subject;
  FactsOptions options;
  options.limits.max_bytes = text.size();
  EXPECT_THAT(Yaml(text, &subject, options), IsEmpty());
  options.limits.max_bytes = text.size() - 1;
  const auto problems = Yaml(text, &subject, options);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].reason, "TOO_LARGE");
  EXPECT_THAT(problems[0].rule, HasSubstr("more than 16 bytes; at most 16"));
}

TEST(FactsLimitsTest, TenMegabytesAreRefusedAtOnce) {
  Subject subject;
  const auto problems = Json(std::string(10'000'000, '['), &subject);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].reason, "TOO_LARGE");
}

TEST(FactsLimitsTest, Depth) {
  for (const FactsFormat format : {kJ, kY}) {
    for (const int depth : {3, 4}) {
      const std::string text =
          absl::StrCat(std::string(depth, '['), std::string(depth, ']'));
      FactsOptions options;
      options.limits.max_depth = 3;
      Subject subject;
      const auto problems = ReadFacts(text, format, options, &subject);
      ASSERT_THAT(problems, SizeIs(1));
      EXPECT_EQ(problems[0].reason, depth == 3 ? "WRONG_TYPE" : "TOO_DEEP");
    }
  }
}

TEST(FactsLimitsTest, DeepNestingNeverOverflowsTheStack) {
  for (const FactsFormat format : {kJ, kY}) {
    for (const char* piece : {"[", "{a: ", "{\"a\":", "- ", "? "}) {
      std::string text;
      while (text.size() < 200'000) text += piece;
      Subject subject;
      EXPECT_THAT(ReadFacts(text, format, {}, &subject), SizeIs(1)) << piece;
    }
  }
}

TEST(FactsLimitsTest, Values) {
  FactsOptions options;
  options.limits.max_values = 5;  // root, label, standards and two entries
  Subject subject;
  for (const FactsFormat format : {kJ, kY}) {
    EXPECT_THAT(ReadFacts(R"({"label": {"standards": ["a", "b"]}})", format,
                          options, &subject),
                IsEmpty());
    const auto problems =
        ReadFacts(R"({"label": {"standards": ["a", "b", "c"]}})", format,
                  options, &subject);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].reason, "TOO_MANY_VALUES");
    subject.Clear();
  }
}

TEST(FactsLimitsTest, AnAliasBombIsCutOff) {
  std::string text = "case:\n  goods: [&l0 {label_defects: [&d {serious: true}";
  for (int i = 0; i < 1000; ++i) text += ", *d";
  text += "]}";
  for (int i = 0; i < 2000; ++i) text += ", *l0";
  text += "]\n";
  Subject subject;
  const auto problems = Yaml(text, &subject);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].reason, "TOO_MANY_VALUES");
}

TEST(FactsLimitsTest, Problems) {
  std::string text = "label: {";
  for (int i = 0; i < 300; ++i) absl::StrAppend(&text, "zz", i, ": 1, ");
  text += "}";
  Subject subject;
  EXPECT_THAT(Yaml(text, &subject), SizeIs(kMaxFactsProblems));
}

// Any cut and any broken byte of a good input gives problems or a message,
// never a crash; a cut JSON text is never right.
TEST(FactsReaderFuzz, SurvivesEveryCutAndManyBrokenBytes) {
  Subject whole;
  ASSERT_THAT(Yaml(kYamlCase, &whole), IsEmpty());
  const std::string json = *ToCanonicalJson(whole);
  const std::string yaml = kYamlCase;
  for (size_t i = 0; i < json.size(); ++i) {
    Subject subject;
    EXPECT_THAT(Json(json.substr(0, i), &subject), Not(IsEmpty())) << i;
  }
  for (size_t i = 0; i < yaml.size(); ++i) {
    Subject subject;
    (void)Yaml(yaml.substr(0, i), &subject);
  }
  uint32_t seed = 20260101;
  for (int round = 0; round < 4000; ++round) {
    std::string text = round % 2 == 0 ? json : yaml;
    for (int k = 0; k < 3; ++k) {
      seed = seed * 1664525 + 1013904223;
      const size_t at = (seed >> 8) % text.size();
      static constexpr char kBytes[] = "{}[],:\"'&*!|>%@`-?# \n\t\\0a\x80\xff";
      text[at] = kBytes[(seed >> 3) % (sizeof(kBytes) - 1)];
    }
    Subject subject;
    for (const auto& problem :
         ReadFacts(text, round % 2 == 0 ? kJ : kY, {}, &subject)) {
      EXPECT_FALSE(RenderProblem(problem, "f", text).empty());
    }
  }
}

}  // namespace
}  // namespace zhiheng
