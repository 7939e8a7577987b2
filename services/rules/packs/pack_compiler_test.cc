// Every mistake an author can make in a pack: a good pack, one change, and the
// diagnostic it must give.
#include "services/rules/packs/pack_compiler.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/packs/pack_reader.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng::rules {
namespace {

using ::testing::HasSubstr;

std::string GoodPack() {
  std::ifstream in("testdata/good/mark.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

CompileContext Context() {
  zhiheng::facts::v1::Subject::descriptor();
  CompileContext context;
  context.pool = google::protobuf::DescriptorPool::generated_pool();
  context.factory = google::protobuf::MessageFactory::generated_factory();
  context.calendar_digest = "c";
  return context;
}

std::shared_ptr<const CompiledPack> Compile(const std::string& text,
                                            Diagnostics* diagnostics) {
  auto source = ReadPack("p.yaml", text, diagnostics);
  if (!source.has_value()) return nullptr;
  return CompilePack(*std::move(source), Context(), diagnostics);
}

std::string Show(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics.items())
    out += RenderDiagnostic(d, "");
  return out;
}

struct Mistake {
  const char* name;
  const char* from;  // the first occurrence is replaced
  const char* to;
  const char* marker;  // the diagnostic stands where this stands
  const char* code;
  const char* says;  // part of the sentence or the hint
};

const Mistake kMistakes[] = {
    {"UnknownTopKey", "bases:", "basis:", "basis:", "unknown-key",
     "did you mean 'bases'?"},
    {"UnknownRuleKey", "severity: major", "severty: major", "severty",
     "unknown-key", "did you mean 'severity'?"},
    {"BadPackId", "test.mark", "Test..mark", "Test..mark", "bad-pack-id",
     "no pack id"},
    {"BadVersion", "1.2.3", "1.2", "test.mark", "bad-version", "three numbers"},
    {"MissingTranslation", "zh: 测试用商标规则, en: trademark rules for tests",
     "zh: 测试用商标规则", "{zh: 测试用商标规则", "missing-key", "has no 'en'"},
    {"UnknownFactsType", "v1.EnforcementCase", "v1.EnforcmentCase",
     "zhiheng.facts.v1.EnforcmentCase", "unknown-facts-type",
     "did you mean 'zhiheng.facts.v1.EnforcementCase'?"},
    {"UnknownKind", "kind: conduct", "kind: conducts", "conducts",
     "unknown-word", "did you mean 'conduct'?"},
    {"UnknownConfidence", "severity: major", "confidence: hihg", "hihg",
     "unknown-word", "did you mean 'high'?"},
    {"EditionWithoutDay", "from: 2019-11-01", "from: 2019-02-30", "2019-02-30",
     "bad-date", "2024-09-30"},
    {"EditionThatEndsBefore", "until: 2027-01-01", "until: 2018-01-01",
     "2018-01-01", "empty-interval", "has no day"},
    {"UnknownInstrument", "[TM19 57(3)", "[TM91 57(3)", "TM91 57(3)",
     "unknown-instrument", "did you mean 'TM19'?"},
    {"UnreadableCitation", "[TM19 57(3)", "[TM19 57(x)", "TM19 57(x)",
     "bad-citation", "is not a provision"},
    {"UnknownFieldInExpression", "m.registered", "m.registred", "m.registred",
     "", "did you mean"},
    {"UndeclaredName", "when: sold\n    finds", "when: soldd\n    finds",
     "soldd", "", "sold"},
    {"ConditionThatIsNoBool", "finds: unlicensed", "finds: v.value",
     "v.value\n    severity", "", "bool"},
    {"DoubleLiteral", "finds: unlicensed", "finds: 1.5 < 2.0", "1.5 < 2.0",
     "cel-double", "write decimal"},
    {"PathToNowhere", "field: case.acts.last_day", "field: case.acts.lastday",
     "case.acts.lastday", "bad-path", "did you mean 'last_day'?"},
    {"PathThatIsNoDate", "field: case.acts.last_day", "field: case.acts.kind",
     "case.acts.kind", "bad-path", "is no date"},
    {"PathFromAnotherRoot", "field: case.acts.last_day", "field: label.batch",
     "label.batch", "bad-path", "does not start with 'case'"},
    {"FineBaseThatIsNoAmount", "field: case.amounts.illegal_turnover",
     "field: case.amounts.label_pieces", "case.amounts.label_pieces",
     "bad-path", "is no amount"},
    {"UnknownSelector", "date: act", "date: atc", "atc",
     "unknown-date-selector", "did you mean 'act'?"},
    {"FineWithSwappedEnds", "min: {amount: \"0\"}", "min: {amount: \"300000\"}",
     "mode: may", "bad-fine", "lies below its lower end"},
    {"FineEndWithBoth", "max: {amount: \"250000\"}",
     "max: {amount: \"250000\", times: \"5\"}", "{amount: \"250000\", times",
     "bad-fine", "either an amount or a multiple"},
    {"FineThatIsNoNumber", "amount: \"250000\"", "amount: \"250,000\"",
     "\"250,000\"", "bad-number", ""},
    {"TwoConsequencesInOne", "- order: {zh: 责令立即停止侵权",
     "- remark: {zh: a, en: b}\n        order: {zh: 责令立即停止侵权",
     "remark: {zh: a", "bad-consequence", "several things"},
    {"DutyWithoutUnit", "due: {working_days: 3}", "due: {roll: true}",
     "{roll: true}", "bad-duty", "one period"},
    {"RequireOutsideRequirement", "finds: unlicensed", "require: unlicensed",
     "id: INF", "misplaced-key", "is no requirement"},
    {"ChecklistWithoutQuestion",
     "question: {zh: 照片与实物是否一致？, en: \"do the photographs show the "
     "goods?\"}",
     "severity: info", "id: ASK", "missing-key", "has no 'question'"},
    {"RepeatedRuleId", "id: PEN", "id: INF", "INF\n    kind: sanction",
     "repeated-rule", "used twice"},
    {"RepeatedKey", "severity: major", "severity: major\n    severity: minor",
     "severity: minor", "repeated-key", "stands twice"},
    {"TemplateWithAnUnknownName", "{{ v.value }}\", en: \"unlicensed",
     "{{ w.value }}\", en: \"unlicensed", "w.value", "", "w"},
    {"UnusedDefinition", "let:\n", "let:\n  idle: sold\n", "idle",
     "unused-definition", "nothing uses"},
    {"UnusedInstrument", "  APL:",
     "  OLD: {instrument: a, edition: \"1\", "
     "short: {zh: 甲, en: a}, form: articles, from: 2000-01-01}\n  APL:",
     "OLD:", "unused-instrument", "no rule cites OLD"},
    {"NeverInForce", "cites: [APL 27]\n    when: sold",
     "cites: []\n    when: sold", "id: DUE", "never-in-force", "on no day"},
    {"CitationGap", "cites: [APL 27]\n    when: sold",
     "cites: [APL 27]\n    in_force: {from: 2020-01-01}\n    when: sold",
     "id: DUE", "citation-gap", "[2020-01-01, 2021-07-15)"},
};

Position PlaceOf(const std::string& text, const std::string& marker) {
  const size_t at = text.find(marker);
  Position place{1, 1};
  for (size_t i = 0; i < at && i < text.size(); ++i) {
    const unsigned char c = text[i];
    if (c == '\n') {
      place = {place.line + 1, 1};
    } else if ((c & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

class MistakeTest : public testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsReportedAtItsPlace) {
  const Mistake& m = GetParam();
  std::string text = GoodPack();
  const size_t at = text.find(m.from);
  ASSERT_NE(at, std::string::npos) << m.from;
  text.replace(at, std::string(m.from).size(), m.to);
  Diagnostics diagnostics;
  Compile(text, &diagnostics);
  diagnostics.Sort();
  const Position want = PlaceOf(text, m.marker);
  bool found = false;
  for (const Diagnostic& d : diagnostics.items()) {
    found = found || ((m.code[0] == '\0' || d.code == m.code) &&
                      d.position.line == want.line &&
                      (d.sentence + d.hint).find(m.says) != std::string::npos);
  }
  EXPECT_TRUE(found) << "want " << m.code << " on line " << want.line
                     << " saying '" << m.says << "', got:\n"
                     << Show(diagnostics);
}

INSTANTIATE_TEST_SUITE_P(All, MistakeTest, testing::ValuesIn(kMistakes),
                         [](const testing::TestParamInfo<Mistake>& info) {
                           return info.param.name;
                         });

TEST(PackCompilerTest, TheGoodPackHasNothingToSay) {
  Diagnostics diagnostics;
  const auto pack = Compile(GoodPack(), &diagnostics);
  EXPECT_EQ(Show(diagnostics), "");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(pack->id, "test.mark");
  ASSERT_EQ(pack->rules.size(), 4u);
  EXPECT_EQ(pack->rules[0].citations[0].display,
            "《商标法》(2019)第五十七条第（三）项");
  EXPECT_EQ(pack->rules[0].citations[0].provision, "art57.item3");
}

TEST(PackCompilerTest, EditionsThatMeetMakeOneIntervalInForce) {
  Diagnostics diagnostics;
  const auto pack = Compile(GoodPack(), &diagnostics);
  ASSERT_NE(pack, nullptr);
  ASSERT_EQ(pack->rules[0].in_force.size(), 1u);
  EXPECT_EQ(pack->rules[0].in_force[0].ToString(), "[2019-11-01, open)");
}

TEST(PackCompilerTest, DigestNamesTheContentNotTheLayout) {
  Diagnostics diagnostics;
  const std::string text = GoodPack();
  const auto pack = Compile(text, &diagnostics);
  const auto commented = Compile("# a note\n" + text, &diagnostics);
  std::string changed = text;
  changed.replace(changed.find("250000"), 6, "250001");
  const auto other = Compile(changed, &diagnostics);
  ASSERT_TRUE(pack && commented && other) << Show(diagnostics);
  EXPECT_EQ(pack->digest, commented->digest);
  EXPECT_NE(pack->digest, other->digest);
}

TEST(PackCompilerTest, CalendarIsPartOfTheDigestWhereWorkingDaysCount) {
  Diagnostics diagnostics;
  CompileContext another = Context();
  another.calendar_digest = "d";
  const auto here = Compile(GoodPack(), &diagnostics);
  const auto there = CompilePack(*ReadPack("p", GoodPack(), &diagnostics),
                                 another, &diagnostics);
  ASSERT_TRUE(here && there);
  EXPECT_NE(here->digest, there->digest);
}

TEST(PackCompilerTest, OneRunShowsTheMistakesOfAllParts) {
  std::string text = GoodPack();
  for (const char* word : {"m.registered", "57(3)", "major"}) {
    text.replace(text.find(word), std::string(word).size(), "broken");
  }
  Diagnostics diagnostics;
  EXPECT_EQ(Compile(text, &diagnostics), nullptr);
  EXPECT_GE(diagnostics.error_count(), 3) << Show(diagnostics);
}

TEST(PackReaderTest, ThatWhichIsNoMapIsNoPack) {
  for (const char* text : {"", "- a", "word", "~"}) {
    Diagnostics diagnostics;
    EXPECT_EQ(Compile(text, &diagnostics), nullptr) << text;
    EXPECT_TRUE(diagnostics.has_errors()) << text;
  }
}

TEST(PackReaderTest, RuleLimitHoldsAtItsEdge) {
  PackLimits limits;
  limits.max_rules = 4;
  Diagnostics at_limit;
  ReadPack("p", GoodPack(), &at_limit, limits);
  EXPECT_EQ(Show(at_limit), "");
  limits.max_rules = 3;
  Diagnostics beyond;
  ReadPack("p", GoodPack(), &beyond, limits);
  EXPECT_THAT(Show(beyond), HasSubstr("too-many-rules"));
}

}  // namespace
}  // namespace zhiheng::rules
