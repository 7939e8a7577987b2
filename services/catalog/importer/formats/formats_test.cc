// Each format on a small invented text, with the traps of the real ones.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/importer/formats/akoma_ntoso.h"
#include "services/catalog/importer/formats/imported_edition.h"
#include "services/catalog/importer/formats/markdown.h"
#include "services/catalog/importer/formats/standard_records.h"
#include "services/catalog/importer/formats/word.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::zhiheng::testing::StatusIs;

CivilDate Day(const char* text) { return *CivilDate::Parse(text); }

std::vector<std::string> Ids(const ImportedEdition& edition) {
  std::vector<std::string> out;
  for (const Provision& p : edition.provisions) out.push_back(p.id);
  return out;
}

TEST(LawrefbookTest, ReadsHeaderAndBody) {
  const ImportedEdition edition = FinishText(
      ReadLawrefbook({{"laws/行政法规/风车管理条例(2020-01-02).md",
                       "# 风车管理条例\n\n1999年5月1日 国务院发布\n\n"
                       "2020年1月2日 国务院令第9号修订\n\n<!-- INFO END -->\n\n"
                       "## 第一章 总则\n\n第一条 为了管理风车。\n\n"
                       "第二条 本条例自2020年3月1日起施行。"}}));
  EXPECT_EQ(edition.title, "风车管理条例");
  EXPECT_EQ(edition.published, Day("2020-01-02"));
  EXPECT_EQ(edition.effective, Day("2020-03-01"));
  EXPECT_EQ(edition.basis, InForceBasis::kText);
  EXPECT_EQ(edition.kind, Kind::kRegulation);
  EXPECT_EQ(edition.articles, 2);
  EXPECT_THAT(Ids(edition), ElementsAre("ch1", "art1", "art2"));
  EXPECT_FALSE(edition.Damaged());
}

TEST(LawrefbookTest, PutsThePartsOfACodeInOrder) {
  const std::string head = "# 中华人民共和国风车法典\n\n# ";
  const std::string info = "\n\n2020年1月1日 通过\n\n<!-- INFO END -->\n\n";
  const ImportedEdition edition = FinishText(ReadLawrefbook(
      {{"b.md", head + "水车编" + info + "第三条 自2021年1月1日起施行。"},
       {"a.md", head + "总则" + info + "第一条 甲。\n\n第二条 乙。"}}));
  EXPECT_THAT(Ids(edition),
              ElementsAre("part1", "art1", "art2", "part2", "art3"));
  EXPECT_EQ(ShortTitle(edition.title), "风车法典");
  EXPECT_FALSE(edition.Damaged());
}

TEST(JustLawsTest, ReadsMarkedArticlesAndFrontMatter) {
  const std::string text =
      "---\nsidebar: auto\n---\n\n# 中华人民共和国风车法\n\n"
      "1993年9月2日第八届全国人民代表大会常务委员会通过\n"
      "根据2018年12月29日《关于修改〈风车法〉的决定》修正\n"
      "## 第一章　总则\n**第一条**　风车归所有人。\n\n"
      "**第二条**　本法自1993年12月1日起施行。\n";
  EXPECT_TRUE(LooksLikeJustLaws(text));
  EXPECT_FALSE(LooksLikeFrontMatter(text));
  const auto documents = ReadJustLaws({{"README.md", text}});
  ASSERT_EQ(documents.size(), 1u);
  const ImportedEdition edition = FinishText(documents[0]);
  EXPECT_EQ(edition.published, Day("2018-12-29"));
  // The day in the last article is that of 1993.
  EXPECT_EQ(edition.effective, Day("2018-12-29"));
  EXPECT_EQ(edition.basis, InForceBasis::kAssumed);
  EXPECT_EQ(edition.kind, Kind::kLaw);
  EXPECT_EQ(edition.articles, 2);
}

TEST(JustLawsTest, ACollectionOfAmendmentsIsSeveralTexts) {
  const auto documents = ReadJustLaws(
      {{"04-amendment.md",
        "# 修正案\n\n## 风车法修正案（1999年）\n\n*1999年1月1日通过*\n\n"
        "一、第三条修改为：“风车”。\n\n## 风车法修正案（2004年）\n\n"
        "*2004年1月1日通过*\n\n一、删去第四条。\n"}});
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(FinishText(documents[1]).published, Day("2004-01-01"));
}

TEST(FrontMatterTest, DoesNotTrustTheSitesDates) {
  const std::string text =
      "---\nid: x\ntitle:\n  zh: 风车检查办法\n  en: ''\n"
      "effective_date: '2025-04-20'\n---\n# 风车检查办法\n\n"
      "### ****第一章 总则****\n第一条  甲。  \n第二条  自发布之日起施行。  \n";
  EXPECT_TRUE(LooksLikeFrontMatter(text));
  const ImportedEdition edition = FinishText(ReadFrontMatter({"a.md", text}));
  EXPECT_EQ(edition.title, "风车检查办法");
  EXPECT_FALSE(edition.effective.has_value());
  EXPECT_THAT(Ids(edition), ElementsAre("ch1", "art1", "art2"));
  ASSERT_FALSE(edition.diagnostics.empty());
  EXPECT_EQ(edition.diagnostics[0].code, "front-matter-date");
}

TEST(TitleTest, LosesCountryWrapperAndRevisionNotes) {
  EXPECT_EQ(ShortTitle("中华人民共和国风车法（2018年修正）"), "风车法");
  EXPECT_EQ(ShortTitle("《风车规则》的通知(发改〔2025〕1号)"), "风车规则");
  EXPECT_EQ(ShortTitle("风车规则（试行）"), "风车规则（试行）");
  EXPECT_EQ(ShortTitle("风车办法(2022修订)"), "风车办法");
  EXPECT_EQ(YearInTitle("风车规范(2025年版)"), "2025");
  EXPECT_EQ(YearInTitle("风车规范（试行）"), "");
}

TEST(ChunksTest, CollectTheArticlesOfEachLaw) {
  const auto documents = ReadDocxChunks(
      {"c.jsonl",
       "{\"law_name\":\"风车法\",\"article\":\"第一条\",\"content\":\"第一条 "
       "甲。\"}\n"
       "{\"law_name\":\"水车法\",\"article\":\"第一条\",\"content\":\"第一条 "
       "丙。\"}\n"
       "{\"law_name\":\"风车法\",\"article\":\"第二条\",\"content\":\"第二条 "
       "自公布之日起施行。\"}\n"});
  ASSERT_TRUE(documents.ok());
  ASSERT_EQ(documents->size(), 2u);
  EXPECT_EQ(FinishText((*documents)[1]).articles, 2);
  EXPECT_THAT(
      ReadDocxChunks({"c.jsonl", "{}\n"}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1")));
}

TEST(DocxTest, AnOldWordFileIsRefusedWithAHint) {
  EXPECT_THAT(ReadDocx({"a.doc", "\xD0\xCF\x11\xE0 old"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("save it as .docx")));
  EXPECT_THAT(ReadDocx({"a.docx", "not a zip"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(AkomaNtosoTest, ReadsArticlesParagraphsAndPoints) {
  const auto edition = ReadAkomaNtoso(
      {"a.xml",
       "<akomaNtoso><act><meta><identification><FRBRWork>"
       "<FRBRuri value='/akn/xx/act/2014/27'/><FRBRdate date='2014-07-17'/>"
       "</FRBRWork></identification></meta><body>"
       "<article><num>Article 1</num><heading>Mills</heading>"
       "<paragraph><num>1.</num><content><p>A mill turns:</p></content>"
       "<point><num>(a)</num><content><p>by wind;</p></content></point>"
       "</paragraph></article>"
       "<article><num>Article 2</num><content><p>In force.</p></content>"
       "</article></body></act></akomaNtoso>"},
      {});
  ASSERT_TRUE(edition.ok()) << edition.status();
  EXPECT_EQ(edition->title, "/akn/xx/act/2014/27");
  EXPECT_EQ(edition->published, Day("2014-07-17"));
  EXPECT_THAT(Ids(*edition),
              ElementsAre("art1", "art1.para1", "art1.para1.item1", "art2"));
  EXPECT_EQ(edition->provisions[0].heading, "Mills");
  EXPECT_THAT(ReadAkomaNtoso({"a.xml", "<x/>"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(StandardRecordsTest, ReadsTheJsonList) {
  const auto list = ReadStandardsJson(
      {"s.json",
       "[{\"number\":\"GB/T 42062-2022\",\"title_zh\":\"风车　风险\","
       "\"approval_date\":\"2022-10-14\",\"effective_date\":\"2023-11-01\"},"
       "{\"number\":\"YY 1-1999\",\"title_zh\":\"车\",\"approval_date\":"
       "\"1987-06-16\",\"effective_date\":\"与GB 2同步实施\"},"
       "{\"number\":\"no number\",\"title_zh\":\"x\"}]"});
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->editions.size(), 2u);
  EXPECT_EQ(list->editions[0].number, "GB/T 42062");
  EXPECT_EQ(list->editions[0].edition_number, "GB/T 42062-2022");
  EXPECT_EQ(list->editions[0].kind, Kind::kRecommendedStandard);
  EXPECT_EQ(list->editions[0].title, "风车 风险");
  EXPECT_EQ(list->editions[0].effective, Day("2023-11-01"));
  std::vector<std::string> codes;
  for (const Diagnostic& d : list->diagnostics) codes.push_back(d.code);
  EXPECT_THAT(codes, ElementsAre("date-in-words", "year-differs", "no-number"));
  EXPECT_FALSE(ReadStandardsJson({"s.json", "[{\"a\":1}]"}).ok());
  EXPECT_FALSE(ReadStandardsJson({"s.json", "{"}).ok());
}

TEST(StandardRecordsTest, ReadsRelatonXmlAndYaml) {
  const auto xml = ReadRelatonXml(
      {"r.xml",
       "<bibitem><title language='zh'>风车</title>"
       "<title language='en'>Mills</title>"
       "<docidentifier primary='true'>GB/T 5606.1-2004</docidentifier>"
       "<date type='published'><on>2004-12-14</on></date>"
       "<relation><bibitem><docidentifier>GB 1-1990</docidentifier></bibitem>"
       "</relation></bibitem>"},
      {});
  ASSERT_TRUE(xml.ok()) << xml.status();
  ASSERT_EQ(xml->editions.size(), 1u);
  EXPECT_EQ(xml->editions[0].edition_number, "GB/T 5606.1-2004");
  EXPECT_EQ(xml->editions[0].title_en, "Mills");
  EXPECT_EQ(xml->editions[0].basis, InForceBasis::kAssumed);
  const auto yaml = ReadRelatonYaml(
      {"r.yml",
       "docid: {id: T13368, type: JB}\ntitle:\n- {content: 车, language: zh}\n"
       "date: {type: published, value: '2009-01-01'}\n"});
  ASSERT_TRUE(yaml.ok()) << yaml.status();
  EXPECT_EQ(yaml->editions[0].edition_number, "JB/T 13368-2009");
  EXPECT_FALSE(ReadRelatonYaml({"r.yml", "a: 1"}).ok());
}

}  // namespace
}  // namespace zhiheng::catalog
