// Citations in running text. Each row: a text, and what is found in it, in
// order, in canonical form.
#include "services/catalog/citation/scanner.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool KnowsSome(absl::string_view title) {
  for (absl::string_view known :
       {"商标法", "价格法", "行政处罚法", "中华人民共和国价格法",
        "明码标价和禁止价格欺诈规定", "产品质量法"}) {
    if (title == known) return true;
  }
  return false;
}

std::vector<FoundCitation> Find(absl::string_view text) {
  ScanOptions options;
  options.known = KnowsSome;
  return ScanCitations(text, options).citations;
}

std::string Forms(absl::string_view text) {
  return absl::StrJoin(Find(text), "; ",
                       [](std::string* out, const FoundCitation& one) {
                         absl::StrAppend(out, CanonicalForm(one));
                       });
}

struct Row {
  const char* what;
  const char* text;
  const char* found;
};

constexpr Row kRows[] = {
    // ---- names
    {"a name in brackets",
     "违反了《中华人民共和国商标法》第五十七条第（二）项的规定",
     "商标法 art57.item2"},
    {"a bare name that the catalog knows", "构成商标法第五十七条第三项所指",
     "商标法 art57.item3"},
    {"a bare name that it does not know", "根据某某管理条例第三条处理",
     "某某管理条例 art3"},
    {"no 第", "依据商标法57条2项", "商标法 art57.item2"},
    {"a name alone", "根据《价格法》的有关规定", "价格法"},
    {"forms and licences are no law", "制作《询问笔录》和《营业执照》各一份",
     ""},
    {"but their articles are cited", "按照《供用水合同》第三条",
     "供用水合同 art3"},
    {"a name inside a name",
     "《福建省适用〈价格法〉〈处罚规定〉裁量基准》第二条",
     "福建省适用《价格法》《处罚规定》裁量基准 art2"},
    {"ASCII angles inside a name", "《适用<价格法>裁量基准》第二条",
     "适用《价格法》裁量基准 art2"},
    {"the year in brackets", "《商标法》（2019年修正）第五十七条",
     "商标法 art57"},
    {"the year inside", "《价格违法行为行政处罚规定（2010年修订）》第九条",
     "价格违法行为行政处罚规定 art9"},
    {"an order number between",
     "《某规定》（国家市场监督管理总局令第56号）第六条", "某规定 art6"},
    {"an em space and line breaks inside",
     "《中华人民共\n  和国价格法》第四\n十二条　第一款", "价格法 art42.para1"},
    {"a page number in the middle", "《价格法》第四十\n\n  - 3 -\n\f二条",
     "价格法 art42"},
    // ---- steps
    {"an item in brackets without its unit",
     "《价格法》第九条（一）项、（十）项",
     "价格法 art9.item1; 价格法 art9.item10"},
    {"items share a unit", "《价格法》第十四条第（一）、（三）项",
     "价格法 art14.item1; 价格法 art14.item3"},
    {"items in a list", "《商标法》第五十七条第一项、第三项",
     "商标法 art57.item1; 商标法 art57.item3"},
    {"articles in a list", "《价格法》第十二条、第十三条第二款和第四十条",
     "价格法 art12; 价格法 art13.para2; 价格法 art40"},
    {"articles share a unit", "《价格法》第十八、十九条",
     "价格法 art18; 价格法 art19"},
    {"paragraphs in a list", "《价格法》第四条第一款第（一）项、第二款、第六条",
     "价格法 art4.para1.item1; 价格法 art4.para2; 价格法 art6"},
    {"a range", "《价格法》第四十九条至第五十三条", "价格法 art49..art53"},
    {"a range that shares 第", "《价格法》第五至七条", "价格法 art5..art7"},
    {"a range and a list", "《价格法》第一条至第三条、第九条",
     "价格法 art1..art3; 价格法 art9"},
    {"之一", "《刑法》第一百二十条之一第二款", "刑法 art120-1.para2"},
    {"之 that means of", "《价格法》第十条之规定", "价格法 art10"},
    {"full-width digits", "《价格法》第４２条", "价格法 art42"},
    {"a chapter above an article", "《价格法》第五章第四十条", "价格法 art40"},
    {"a chapter alone", "《价格法》第五章", "价格法 ch5"},
    // ---- context
    {"an article after a quotation",
     "《价格法》第十四条“经营者不得”、第四十条“……”的规定",
     "价格法 art14; 价格法 art40"},
    {"this law inside a quotation",
     "根据《处罚规定》第十六条：“本规定第四条至第十三条，属于《价格法》第四十一"
     "条”"
     "和第二十条",
     "处罚规定 art16; 处罚规定 art4..art13; 价格法 art41; 处罚规定 art20"},
    {"the paragraph before", "《商标法》第六十条第二款：“按照前款规定处理”",
     "商标法 art60.para2; 商标法 art60.para1"},
    {"the paragraph before, in the quotation, not of the law named in it",
     "《处罚规定》第十六条第二款：“属于价格法第四十一条的，按照前款规定”",
     "处罚规定 art16.para2; 价格法 art41; 处罚规定 art16.para1"},
    {"the paragraph before, and nothing says where",
     "价格法第四十一条，前款规定", "价格法 art41; ?"},
    {"a form with slashes", "违反了《价格法》/第十三条/第二款",
     "价格法 art13.para2"},
    {"an item, not a name", "《标准》第十四条裁量基准第（三）项的规定",
     "标准 art14; 标准 art14.item3"},
    {"this decision is not cited", "收到本决定书之日起履行本决定", ""},
    {"the article before", "《商标法》第六十条：“依照前条规定”",
     "商标法 art60; 商标法 art59"},
    {"that law", "《价格法》第一条。该法第四条规定",
     "价格法 art1; 价格法 art4"},
    {"that regulation, not the law between",
     "《广告条例》第一条、《价格法》第二条。该条例第四条规定",
     "广告条例 art1; 价格法 art2; 广告条例 art4"},
    {"a short name defined",
     "《市场监督管理行政处罚程序规定》（以下简称《程序规定》）第三条，"
     "《程序规定》第四条，程序规定第五条",
     "市场监督管理行政处罚程序规定 art3; 市场监督管理行政处罚程序规定 art4; "
     "市场监督管理行政处罚程序规定 art5"},
    {"a name in quotation marks", "根据“豫发改价管【2018】150号”第四条",
     "豫发改价管〔2018〕150号; 豫发改价管〔2018〕150号 art4"},
    {"a heading between article and item",
     "《裁量标准》第二编第八条【裁量基准】第（一）项", "裁量标准 art8.item1"},
    {"a paragraph after the article's quotation",
     "《价格法》第四条规定“……”，第二款规定", "价格法 art4; 价格法 art4.para2"},
    {"a document, not the verb before it", "未认真执行永发改价格〔2023〕4号",
     "永发改价格〔2023〕4号"},
    {"nothing before it", "第五条规定", "? art5"},
    {"a contract's article", "《价格法》第一条。双方合同第五条约定",
     "价格法 art1"},
    {"everyday words",
     "不符合成本规定、本法院、该项目、本款项、基本法律、上述、第一项目标", ""},
    // ---- standards and documents
    {"standards in many spellings",
     "GB18382-2021、GB 18382—2021、gb/t10205、DB11/T 2443—2025、NY/T 525、"
     "ＹＹ/T 0483-2026、ISO 7409:2018、JJF 1070-2023、T/CPFIA 0001-2020、"
     "Q/ABC 001-2023",
     "GB 18382-2021; GB 18382-2021; GB/T 10205; DB11/T 2443-2025; NY/T 525; "
     "YY/T 0483-2026; ISO 7409:2018; JJF 1070-2023; T/CPFIA 0001-2020; "
     "Q/ABC 001-2023"},
    {"clauses of a standard", "GB 7718-2011第4.1.2条、4.1.3条，附录A",
     "GB 7718-2011 cl4.1.2; GB 7718-2011 cl4.1.3; GB 7718-2011 annexA"},
    {"a standard by title and number",
     "《食品安全国家标准 预包装食品标签通则》（GB 7718-2011）第4.1条",
     "GB 7718-2011 cl4.1"},
    {"letters and digits that are no standard",
     "ID 1234，型号AB 123-2020，SGB 5", ""},
    {"document numbers with any bracket",
     "法释〔2025〕5号、国办函[2020]129号、发改价格【2007】2463号、"
     "榕医保文﹝2019﹞15号",
     "法释〔2025〕5号; 国办函〔2020〕129号; 发改价格〔2007〕2463号; "
     "榕医保文〔2019〕15号"},
    {"case numbers are not cited",
     "苍市监处罚〔2025〕110号，市监罚告〔2026〕12号", ""},
    {"orders", "国家市场监督管理总局令第56号，国务院第412号令",
     "国家市场监督管理总局令第56号; 国务院令第412号"},
};

TEST(ScannerTest, FindsWhatIsCited) {
  for (const Row& row : kRows) {
    EXPECT_EQ(Forms(row.text), row.found) << row.what << ": " << row.text;
  }
}

// ---- misprints: found, reported, never mended in silence

struct SlipRow {
  const char* text;
  const char* found;
  SlipKind slip;
};

constexpr SlipRow kSlips[] = {
    {"《价格法》笫五条", "价格法 art5", SlipKind::kWrongCharacter},
    {"《价格法》第—条", "价格法 art1", SlipKind::kDashForOne},
    {"《价格法》第一百十二条", "价格法 art112", SlipKind::kOddNumeral},
    {"《价格法》第二十十条", "价格法", SlipKind::kUnreadableNumeral},
    {"《价格法》第十条第款", "价格法 art10", SlipKind::kMissingNumber},
    {"《价格法》第七十二第一款第（一）项", "价格法 art72.para1.item1",
     SlipKind::kMissingUnit},
    {"《价格法》第第十条", "价格法 art10", SlipKind::kDoubled},
    {"《价格法》第十条条", "价格法 art10", SlipKind::kDoubled},
    {"《价格法法》第十条", "价格法法 art10", SlipKind::kDoubled},
    {"《价格法价格法》第十条", "价格法价格法 art10", SlipKind::kDoubled},
    {"《价格法》第十条第（三项", "价格法 art10.item3", SlipKind::kUnbalanced},
    {"《价格法第十条规定", "价格法 art10", SlipKind::kUnbalanced},
};

TEST(ScannerTest, ReportsMisprints) {
  for (const SlipRow& row : kSlips) {
    const std::vector<FoundCitation> found = Find(row.text);
    ASSERT_EQ(found.size(), 1u) << row.text;
    EXPECT_EQ(CanonicalForm(found[0]), row.found) << row.text;
    ASSERT_EQ(found[0].slips.size(), 1u) << row.text;
    EXPECT_EQ(found[0].slips[0].kind, row.slip)
        << row.text << ": " << SlipWord(found[0].slips[0].kind);
  }
}

TEST(ScannerTest, WhatIsWellWrittenHasNoSlip) {
  for (const Row& row : kRows) {
    for (const FoundCitation& one : Find(row.text)) {
      EXPECT_THAT(one.slips, IsEmpty()) << row.text;
    }
  }
}

// ---- places

TEST(ScannerTest, SpansAreBytesAndCharactersOfTheOriginal) {
  const std::string text = "依据《价格法》\n第十条，\u200b第十一条。";
  const std::vector<FoundCitation> found = Find(text);
  ASSERT_EQ(found.size(), 2u);
  const TextSpan& first = found[0].span;
  EXPECT_EQ(text.substr(first.begin_byte, first.end_byte - first.begin_byte),
            "《价格法》\n第十条");
  EXPECT_EQ(first.begin_char, 2u);
  EXPECT_EQ(first.end_char, 11u);
  const TextSpan& second = found[1].span;
  EXPECT_EQ(text.substr(second.begin_byte, second.end_byte - second.begin_byte),
            "第十一条");
}

TEST(ScannerTest, ParagraphBeforeIsInexactWithoutAParagraph) {
  const std::vector<FoundCitation> found =
      Find("《价格法》第四十条：“按照前款规定”");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(CanonicalForm(found[1]), "价格法 art40");
  EXPECT_TRUE(found[1].inexact);
  EXPECT_FALSE(found[0].inexact);
}

// ---- a text of law

TEST(ScannerTest, HeadingsOfALawAreNotCitationsButPlaces) {
  ScanOptions options;
  options.own.title = "价格法";
  const auto found = ScanCitations(
      "第四十条　经营者有本法第十四条所列行为的。\n"
      "第四十一条　依照前条规定，按本法处理。\n",
      options);
  std::vector<std::string> forms;
  for (const FoundCitation& one : found.citations) {
    forms.push_back(CanonicalForm(one));
  }
  EXPECT_THAT(forms, ElementsAre("价格法 art14", "价格法 art40", "价格法"));
}

// ---- limits and hostile input

TEST(ScannerTest, ContextEndsAfterItsLimit) {
  std::string gap;
  for (size_t i = 0; i + 1 < kMaxContextChars; ++i) gap += "字";
  EXPECT_EQ(Forms("《价格法》第一条" + gap + "第二条"),
            "价格法 art1; 价格法 art2");
  EXPECT_EQ(Forms("《价格法》第一条" + gap + "字字第二条"),
            "价格法 art1; ? art2");
}

TEST(ScannerTest, LongTitlesAreNotTitles) {
  std::string title;
  for (size_t i = 0; i < kMaxTitleChars - 1; ++i) title += "长";
  EXPECT_EQ(Find("《" + title + "法》第一条").front().parsed.title,
            title + "法");
  EXPECT_EQ(Forms("《长" + title + "法》"), "");
}

TEST(ScannerTest, StopsAtTheLargestNumberOfCitations) {
  std::string text;
  for (size_t i = 0; i <= kMaxCitations; ++i) text += "《价格法》";
  const ScanResult result = ScanCitations(text, {});
  EXPECT_EQ(result.citations.size(), kMaxCitations);
  EXPECT_LT(result.complete_until, text.size());
  EXPECT_EQ(ScanCitations("《价格法》", {}).complete_until,
            std::string("《价格法》").size());
}

// Random pieces of the rows above, cut anywhere, glued in any order: nothing
// crashes, spans are in order inside and within the text.
TEST(ScannerTest, RandomTextsAreHarmless) {
  std::string all;
  for (const Row& row : kRows) all += row.text;
  for (const SlipRow& row : kSlips) all += row.text;
  std::mt19937 random(20260901);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int piece = 0; piece < 8; ++piece) {
      const size_t from = random() % all.size();
      text += all.substr(from, random() % 60);
      if (random() % 4 == 0) text += static_cast<char>(random() % 256);
    }
    const ScanResult result = ScanCitations(text, {});
    for (const FoundCitation& one : result.citations) {
      EXPECT_LT(one.span.begin_byte, one.span.end_byte);
      EXPECT_LE(one.span.end_byte, text.size());
      EXPECT_LT(one.span.begin_char, one.span.end_char);
      EXPECT_FALSE(CanonicalForm(one).empty());
    }
  }
}

TEST(ScannerTest, EveryTruncationOfAListIsHarmless) {
  const std::string text =
      "《〈价格法〉实施（2019年修正）》（以下简称《程序》）第四十九条之一第（三"
      "）、"
      "（四）项至第五十三条、GB/T 10205—2009第7.3条“本法前款”";
  for (size_t end = 0; end <= text.size(); ++end) {
    ScanCitations(text.substr(0, end), {});
    ScanCitations(text.substr(end), {});
  }
}

}  // namespace
}  // namespace zhiheng::catalog
