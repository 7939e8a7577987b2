#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::catalog {
namespace {

using ::testing::HasSubstr;

constexpr char kGood[] = R"(instrument: gb-18382
kind: mandatory_standard
title: {zh: 肥料标识, en: Fertilizer marking}
short_names: [肥料标识]
number: GB 18382
issuer: 某委员会
editions:
  "2021":
    title: {zh: 2021年版, en: Edition of 2021}
    number: GB 18382-2021
    published: 2021-04-30
    effective: 2022-05-01
    superseded: 2030-01-01
    superseded_by: gb-18382/2029
    source: test
    summary: {zh: 概要, en: in short}
    provisions:
      cl7:
        heading: 标识内容
        zh: 逐项规定。
        en: Item by item.
      cl7.3:
        zh: 养分。
        text_status: official
        effective: 2023-01-01
      annexA:
        text_status: absent
)";

TEST(InstrumentFileTest, ReadsEverything) {
  const ParsedInstrument parsed = ParseInstrumentFile(kGood, "gb.yaml");
  ASSERT_TRUE(parsed.batch.has_value()) << Render(parsed.diagnostics);
  const Batch& batch = *parsed.batch;
  EXPECT_EQ(batch.instrument.id, "gb-18382");
  EXPECT_EQ(batch.instrument.kind, Kind::kMandatoryStandard);
  EXPECT_EQ(batch.instrument.short_names[0], "肥料标识");
  ASSERT_EQ(batch.editions.size(), 1u);
  const Edition& edition = batch.editions[0].edition;
  EXPECT_EQ(edition.id, "2021");
  EXPECT_EQ(edition.published->ToString(), "2021-04-30");
  EXPECT_EQ(edition.InForce().ToString(), "[2022-05-01, 2030-01-01)");
  EXPECT_EQ(edition.superseded_by, "instruments/gb-18382/editions/2029");
  const auto& provisions = batch.editions[0].provisions;
  ASSERT_EQ(provisions.size(), 4u);
  EXPECT_EQ(provisions[0].id, "");
  EXPECT_EQ(provisions[0].text.zh, "概要");
  EXPECT_EQ(provisions[1].id, "cl7");
  EXPECT_EQ(provisions[1].text_status, TextStatus::kSummary);
  EXPECT_EQ(provisions[1].source, "test");
  EXPECT_EQ(provisions[2].text_status, TextStatus::kOfficial);
  EXPECT_EQ(provisions[2].effective->ToString(), "2023-01-01");
  EXPECT_EQ(provisions[3].text_status, TextStatus::kAbsent);
}

struct BadCase {
  const char* name;
  const char* from;  // replaced in kGood
  const char* to;
  int line;
  const char* code;
  const char* says;
};

class BadFileTest : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadFileTest, SaysWhereAndWhat) {
  const BadCase& c = GetParam();
  std::string text = kGood;
  const size_t at = text.find(c.from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(c.from).size(), c.to);
  const ParsedInstrument parsed = ParseInstrumentFile(text, "gb.yaml");
  EXPECT_FALSE(parsed.batch.has_value());
  ASSERT_FALSE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.diagnostics[0].line, c.line);
  EXPECT_GT(parsed.diagnostics[0].column, 0);
  EXPECT_EQ(parsed.diagnostics[0].code, c.code);
  EXPECT_THAT(parsed.diagnostics[0].ToString(), HasSubstr(c.says));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFileTest,
    ::testing::Values(BadCase{"UnknownKey", "title: {zh: 肥", "titl: {zh: 肥",
                              3, "unknown-key", "did you mean \"title\""},
                      BadCase{"UnknownKeyInProvision", "heading:", "headin:",
                              19, "unknown-key", "did you mean \"heading\""},
                      BadCase{"DuplicateKey", "number: GB 18382\n",
                              "kind: law\n", 5, "duplicate-key", "\"kind\""},
                      BadCase{"DuplicateProvision", "cl7.3:", "cl7:", 22,
                              "duplicate-key", "\"cl7\""},
                      BadCase{"BadKind", "mandatory_standard", "statute", 2,
                              "bad-kind", "\"statute\""},
                      BadCase{"BadId", "instrument: gb-18382",
                              "instrument: GB 18382", 1, "bad-id",
                              "lower-case"},
                      BadCase{"BadProvisionId", "cl7.3:", "clause7:", 22,
                              "bad-id", "\"clause7\""},
                      BadCase{"ImpossibleDate", "2021-04-30", "2021-04-31", 11,
                              "bad-date", "published"},
                      BadCase{"ReversedDates", "2030-01-01", "2022-05-01", 13,
                              "dates-reversed", "2022-05-01"},
                      BadCase{"MissingText", "        zh: 逐项规定。\n", "", 19,
                              "missing-key", "\"zh\""},
                      BadCase{"MissingSource", "    source: test\n", "", 9,
                              "missing-key", "\"source\""},
                      BadCase{"MissingEnglish", "en: in short", "en: \"\"", 16,
                              "empty-text", "\"en\""},
                      BadCase{"StandardWithoutNumber", "number: GB 18382\n", "",
                              1, "missing-key", "standard"},
                      BadCase{"BadTextStatus", "official", "offical", 24,
                              "bad-text-status", "one of"},
                      BadCase{"NoList", "[肥料标识]", "肥料标识", 4,
                              "not-a-list", "short_names"},
                      BadCase{"NoYaml", "kind: mandatory_standard", "kind: [",
                              4, "not-yaml", "gb.yaml"}),
    [](const auto& info) { return info.param.name; });

TEST(InstrumentFileTest, NamesEverySlipAtOnce) {
  const ParsedInstrument parsed =
      ParseInstrumentFile("instrument: X\nkind: y\nfoo: 1\n", "f.yaml");
  EXPECT_GE(parsed.diagnostics.size(), 1u);
  const ParsedInstrument more = ParseInstrumentFile(
      "instrument: X\nkind: y\ntitle: {zh: a}\neditions: {}\n", "f.yaml");
  EXPECT_GE(more.diagnostics.size(), 4u) << Render(more.diagnostics);
}

TEST(InstrumentFileTest, RefusesOddDocuments) {
  for (const char* text : {"", "just text", "- a\n- b\n",
                           "---\na: 1\n---\nb: 2", "a: &a [*a]", "\xff\xfe"}) {
    const ParsedInstrument parsed = ParseInstrumentFile(text, "f.yaml");
    EXPECT_FALSE(parsed.batch.has_value()) << text;
    EXPECT_FALSE(parsed.diagnostics.empty()) << text;
  }
  const std::string deep(100'000, '[');
  EXPECT_EQ(ParseInstrumentFile(deep, "f.yaml").diagnostics.size(), 1u);
}

TEST(InstrumentFileTest, SizeHoldsAtTheLimit) {
  const std::string comment(kMaxInstrumentFileBytes - sizeof(kGood) + 1, '#');
  EXPECT_TRUE(ParseInstrumentFile(kGood + comment, "f").batch.has_value());
  EXPECT_EQ(ParseInstrumentFile(kGood + comment + "#", "f").diagnostics[0].code,
            "too-large");
}

TEST(InstrumentFolderTest, ReadsFilesInOrderAndFindsDoubles) {
  testing::TempDir folder;
  EXPECT_THAT(ParseInstrumentFolder(folder.path()),
              testing::StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ParseInstrumentFolder(folder.File("none")),
              testing::StatusIs(absl::StatusCode::kNotFound));
  std::ofstream(folder.File("b.yaml")) << kGood;
  std::ofstream(folder.File("notes.txt")) << "not ours";
  auto parsed = ParseInstrumentFolder(folder.path());
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->batches.size(), 1u);
  std::ofstream(folder.File("a.yaml")) << kGood;
  parsed = ParseInstrumentFolder(folder.path());
  ASSERT_EQ(parsed->diagnostics.size(), 1u);
  EXPECT_EQ(parsed->diagnostics[0].file, "b.yaml");
  EXPECT_EQ(parsed->diagnostics[0].code, "duplicate-instrument");
}

TEST(DiagnosticTest, RendersInOrderAndCounts) {
  std::vector<Diagnostic> all = {{"b", 1, 1, "x", "second", ""},
                                 {"a", 2, 3, "x", "first", "do this"},
                                 {"c", 1, 1, "x", "third", ""}};
  EXPECT_EQ(Render(all, 2),
            "a:2:3: x: first; do this\nb:1:1: x: second\n… and 1 more\n");
}

}  // namespace
}  // namespace zhiheng::catalog
