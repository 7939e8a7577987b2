// The recogniser of structure on small invented laws: one trap a test.
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/importer/text/clean_line.h"
#include "services/catalog/importer/text/legal_events.h"
#include "services/catalog/importer/text/line_mark.h"
#include "services/catalog/importer/text/provision_builder.h"
#include "services/catalog/importer/text/structure.h"

namespace zhiheng::catalog {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;

SourceDocument Document(const std::string& text,
                        const std::string& title = "风车管理条例") {
  SourceDocument out;
  out.title = title;
  out.files = {"a.md"};
  int number = 0;
  OddCharacters odd;
  for (absl::string_view raw : absl::StrSplit(text, '\n')) {
    SourceLine line;
    line.line = ++number;
    while (!raw.empty() && raw.front() == '#') {
      ++line.heading;
      raw.remove_prefix(1);
    }
    line.text = CleanLine(raw, number, &odd);
    out.body.push_back(line);
  }
  return out;
}

std::vector<std::string> Ids(const Structure& structure) {
  std::vector<std::string> out;
  for (const Provision& p : structure.provisions) out.push_back(p.id);
  return out;
}

std::string TextOf(const Structure& structure, const std::string& id) {
  for (const Provision& p : structure.provisions) {
    if (p.id == id) return p.text.zh;
  }
  return "(none)";
}

std::vector<std::string> Codes(const SourceDocument& document) {
  std::vector<std::string> out;
  for (const Diagnostic& d : document.diagnostics) out.push_back(d.code);
  return out;
}

TEST(StructureTest, FindsChaptersArticlesParagraphsItemsAndSubItems) {
  SourceDocument document = Document(
      "## 第一章 总 则\n"
      "第一条 为了管理风车，制定本条例。\n"
      "第二条 风车应当：\n"
      "（一）有叶片；\n"
      "（二）有下列部件：\n"
      "1．轴；\n"
      "2．塔。\n"
      "前款所称叶片，包括帆布。\n"
      "## 第二章 罚则\n"
      "### 第一节 一般规定\n"
      "第三条 没有叶片的，处罚款。\n"
      "第三条之一 没有轴的，处罚款。\n"
      "第四条 本条例自2020年1月1日起施行。");
  const Structure s = RecogniseStructure(&document);
  EXPECT_THAT(Ids(s), ElementsAre("ch1", "art1", "art2", "art2.para1",
                                  "art2.para1.item1", "art2.para1.item2",
                                  "art2.para1.item2.sub1",
                                  "art2.para1.item2.sub2", "art2.para2", "ch2",
                                  "ch2.sec1", "art3", "art3-1", "art4"));
  EXPECT_EQ(TextOf(s, "art2.para1.item2.sub2"), "塔。");
  EXPECT_EQ(TextOf(s, "art2.para2"), "前款所称叶片，包括帆布。");
  EXPECT_EQ(s.articles, 5);
  EXPECT_TRUE(document.diagnostics.empty()) << Codes(document)[0];
}

TEST(StructureTest, ItemsOfASingleParagraphStandUnderTheArticle) {
  SourceDocument document = Document(
      "第一条 禁止：\n（一）偷风；\n（二）卖风。\n第二条 自公布之日起施行。");
  EXPECT_THAT(Ids(RecogniseStructure(&document)),
              ElementsAre("art1", "art1.item1", "art1.item2", "art2"));
}

TEST(StructureTest, AReferenceAtTheBeginningOfALineIsNoArticle) {
  SourceDocument document = Document(
      "第一条 风车归所有人。\n"
      "第二条规定的风车除外。\n"
      "第二条 公共风车归公众。\n"
      "第三条 自公布之日起施行。");
  const Structure s = RecogniseStructure(&document);
  EXPECT_THAT(Ids(s),
              ElementsAre("art1", "art1.para1", "art1.para2", "art2", "art3"));
}

TEST(StructureTest, PartsAndSubPartsKeepTheirChapters) {
  SourceDocument document = Document(
      "# 第一编 总则\n## 第一分编 通则\n### 第一章 范围\n第一条 甲。\n"
      "## 第二分编 例外\n### 第二章 其他\n第二条 自公布之日起施行。");
  EXPECT_THAT(
      Ids(RecogniseStructure(&document)),
      ElementsAre("part1", "part1.subpart1", "part1.subpart1.ch1", "art1",
                  "part1.subpart2", "part1.subpart2.ch2", "art2"));
}

TEST(StructureTest, PreambleAnnexAndTables) {
  SourceDocument document = Document(
      "## 序言\n风吹了很久。\n"
      "第一条 税额依照附表执行。\n第二条 自公布之日起施行。\n"
      "## 附表一 税额表\n"
      "<table><tr><td>风车</td><td>一元</td></tr>\n"
      "<tr><td>水车</td><td>二元</td></tr></table>\n"
      "## 附件二 办法\n第一条 申报。\n第二条 缴纳。");
  const Structure s = RecogniseStructure(&document);
  EXPECT_THAT(Ids(s),
              ElementsAre("pre1", "art1", "art2", "annex1", "annex1.tbl1",
                          "annex2", "annex2.art1", "annex2.art2"));
  EXPECT_EQ(TextOf(s, "annex1.tbl1"), "风车 | 一元\n水车 | 二元");
}

TEST(StructureTest, AContentsListBeforeTheTextIsForgotten) {
  SourceDocument document = Document(
      "目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n"
      "第二章 附则\n第二条 自公布之日起施行。");
  EXPECT_THAT(Ids(RecogniseStructure(&document)),
              ElementsAre("ch1", "art1", "ch2", "art2"));
  EXPECT_THAT(Codes(document), ElementsAre("contents-dropped"));
}

TEST(StructureTest, SectionsStandInForArticles) {
  SourceDocument document = Document(
      "根据工作需要，通知如下：\n一、检查风车\n（一）看叶片。\n（二）看轴。\n"
      "二、报告结果。",
      "关于检查风车的通知");
  EXPECT_THAT(
      Ids(RecogniseStructure(&document)),
      ElementsAre("pre1", "item1", "item1.sub1", "item1.sub2", "item2"));
}

TEST(StructureTest, ATextWithoutPartsIsOneProvision) {
  SourceDocument document = Document("一段话。\n又一段。", "公告");
  const Structure s = RecogniseStructure(&document);
  EXPECT_THAT(Ids(s), ElementsAre(""));
}

struct DamageCase {
  const char* name;
  const char* text;
  const char* code;
  int line;
  int articles;
};

class DamageTest : public ::testing::TestWithParam<DamageCase> {};

TEST_P(DamageTest, IsReportedAndTheTextKept) {
  const DamageCase& c = GetParam();
  SourceDocument document = Document(c.text);
  const Structure s = RecogniseStructure(&document);
  EXPECT_EQ(s.articles, c.articles);
  ASSERT_FALSE(document.diagnostics.empty());
  EXPECT_EQ(document.diagnostics[0].code, c.code);
  EXPECT_EQ(document.diagnostics[0].line, c.line);
  EXPECT_EQ(document.diagnostics[0].file, "a.md");
  EXPECT_EQ(document.diagnostics[0].level, Level::kDamage);
  EXPECT_FALSE(document.diagnostics[0].message.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, DamageTest,
    ::testing::Values(
        DamageCase{"Gap", "第一条 甲。\n第三条 自公布之日起施行。",
                   "article-gap", 2, 2},
        DamageCase{"StartsLate", "第三条 甲。\n第四条 自公布之日起施行。",
                   "starts-late", 1, 2},
        DamageCase{"Misprint", "第一条 甲。\n笫二条 自公布之日起施行。",
                   "misprint", 2, 2},
        DamageCase{
            "SpaceInNumber",
            "第一条 甲。\n第二 条风车归公众。\n第三条 自公布之日起施行。",
            "space-in-number", 2, 3},
        DamageCase{"Twice",
                   "第一条 甲。\n第二条 乙。\n第二条 丙。\n"
                   "第三条 自公布之日起施行。",
                   "duplicate-article", 3, 3},
        DamageCase{"StopsInTheMiddle",
                   "第一条 甲。\n第二条 本条例自公布之日起施行，但",
                   "text-stops", 2, 2},
        DamageCase{"EndMissing", "第一条 甲。\n第二条 乙。", "no-commencement",
                   2, 2}),
    [](const auto& info) { return info.param.name; });

TEST(StructureTest, ASecondNumberingIsAnAnnex) {
  SourceDocument document = Document(
      "第一条 甲。\n第二条 自公布之日起施行。\n第一条 附属办法。\n第二条 完。");
  const Structure s = RecogniseStructure(&document);
  EXPECT_THAT(Ids(s), ElementsAre("art1", "art2", "annex1", "annex1.art1",
                                  "annex1.art2"));
  EXPECT_THAT(Codes(document), Contains("numbering-restarts"));
}

TEST(StructureTest, LongTextsAreCutAtTheLimit) {
  const std::string line = "风风风风风风风风风\n";  // ten characters
  std::string text;
  for (size_t i = 0; i < kMaxProvisionChars / 10; ++i) text += line;
  // One below, at and above the limit: the joined text has no last newline.
  SourceDocument fits = Document(text.substr(0, text.size() - 1), "公告");
  EXPECT_EQ(RecogniseStructure(&fits).provisions.size(), 1u);
  SourceDocument above = Document(text + "风风", "公告");
  EXPECT_EQ(RecogniseStructure(&above).provisions.size(), 2u);
}

TEST(LineMarkTest, ReadsNumbersOfEveryKind) {
  const LineMark wide = ReadLineMark("第５７条 甲");
  EXPECT_EQ(wide.kind, MarkKind::kArticle);
  EXPECT_EQ(wide.number, 57);
  const LineMark suffix = ReadLineMark("第一百二十条之一 甲");
  EXPECT_EQ(suffix.number, 120);
  EXPECT_EQ(suffix.suffix, 1);
  EXPECT_EQ(suffix.rest, "甲");
  EXPECT_EQ(ReadLineMark("（十二）甲").number, 12);
  EXPECT_EQ(ReadLineMark("（3）甲").kind, MarkKind::kSubItem);
  EXPECT_EQ(ReadLineMark("1.2 范围").clause, "1.2");
  EXPECT_EQ(ReadLineMark("1.5%的税").kind, MarkKind::kNone);
  EXPECT_EQ(ReadLineMark("第").kind, MarkKind::kNone);
  EXPECT_EQ(ReadLineMark("第条").kind, MarkKind::kNone);
  EXPECT_EQ(ReadLineMark("").kind, MarkKind::kNone);
  EXPECT_EQ(ReadLineMark("附 则").kind, MarkKind::kSupplement);
}

TEST(CleanLineTest, TakesOutWhatNobodySees) {
  OddCharacters odd;
  EXPECT_EQ(CleanLine("　　**第一条**　甲\xE2\x80\x8B乙  \r", 7, &odd),
            "第一条 甲乙");
  EXPECT_EQ(odd.zero_width, 1);
  EXPECT_EQ(odd.zero_width_line, 7);
  EXPECT_EQ(CleanLine("\xEF\xBB\xBF"
                      "甲",
                      1, &odd),
            "甲");
  EXPECT_EQ(odd.zero_width, 1);
  CleanLine("\xFF", 3, &odd);
  EXPECT_EQ(odd.ill_formed, 1);
  CleanLine("\xEE\x80\x80", 4, &odd);
  EXPECT_EQ(odd.private_use, 1);
  EXPECT_EQ(ComparableText("“甲”，（乙） １"), "甲乙1");
}

CivilDate Day(const char* text) { return *CivilDate::Parse(text); }

TEST(LegalEventsTest, ReadsHeaderLinesOfBothCollections) {
  const auto spaced =
      ReadEvents("2017年11月4日 第十二届全国人民代表大会常务委员会修订");
  ASSERT_EQ(spaced.size(), 1u);
  EXPECT_EQ(spaced[0].kind, EventKind::kRevised);
  const auto tight =
      ReadEvents("根据2013年8月30日会议《关于修改〈风车法〉的决定》第三次修正");
  ASSERT_EQ(tight.size(), 1u);
  EXPECT_EQ(tight[0].date, Day("2013-08-30"));
  EXPECT_EQ(tight[0].kind, EventKind::kAmended);
  const auto rule =
      ReadEvents("2023年2月25日总局令第72号公布 自2023年5月1日起施行");
  ASSERT_EQ(rule.size(), 2u);
  EXPECT_EQ(rule[1].kind, EventKind::kCommenced);
  EXPECT_EQ(FirstDate("自二〇二〇年十月二十九日起"), Day("2020-10-29"));
  EXPECT_EQ(FirstDate("2020年13月1日"), std::nullopt);
}

struct DatesCase {
  const char* name;
  EventKind last;
  const char* closing;
  const char* stated;
  const char* effective;
  InForceBasis basis;
};

class DatesTest : public ::testing::TestWithParam<DatesCase> {};

// The text was adopted in 1993 and changed on 2018-12-29.
TEST_P(DatesTest, DayInForce) {
  const DatesCase& c = GetParam();
  const std::vector<LegalEvent> events = {
      {Day("1993-02-22"), EventKind::kAdopted}, {Day("2018-12-29"), c.last}};
  std::optional<CivilDate> stated;
  if (*c.stated != '\0') stated = Day(c.stated);
  const LegalDates dates =
      WorkOutDates(events, {c.closing}, std::nullopt, stated);
  EXPECT_EQ(dates.published, Day("2018-12-29"));
  EXPECT_EQ(dates.effective, Day(c.effective));
  EXPECT_EQ(dates.basis, c.basis);
}

INSTANTIATE_TEST_SUITE_P(
    All, DatesTest,
    ::testing::Values(
        // 修正 leaves the first commencement in the last article.
        DatesCase{"AmendedKeepsTheOldDay", EventKind::kAmended,
                  "本法自1993年9月1日起施行。", "", "2018-12-29",
                  InForceBasis::kAssumed},
        DatesCase{"RevisedSaysItsOwn", EventKind::kRevised,
                  "本法自2019年7月1日起施行。", "", "2019-07-01",
                  InForceBasis::kText},
        DatesCase{"AmendedWithALaterDay", EventKind::kAmended,
                  "本法自2019年11月1日起施行。", "", "2019-11-01",
                  InForceBasis::kText},
        DatesCase{"FromPublication", EventKind::kRevised,
                  "本条例自公布之日起施行。", "", "2018-12-29",
                  InForceBasis::kText},
        DatesCase{"TheSourceKnows", EventKind::kAmended,
                  "本法自1993年9月1日起施行。", "2019-01-15", "2019-01-15",
                  InForceBasis::kStated}),
    [](const auto& info) { return info.param.name; });

TEST(LegalEventsTest, DocumentNumbers) {
  EXPECT_EQ(DocumentNumber("2020年10月29日国家市场监督管理总局令第32号公布"),
            "国家市场监督管理总局令第32号");
  EXPECT_EQ(DocumentNumber("规则(发改价格规〔2025〕1607号)"),
            "发改价格规〔2025〕1607号");
  EXPECT_EQ(DocumentNumber("没有文号"), "");
}

}  // namespace
}  // namespace zhiheng::catalog
