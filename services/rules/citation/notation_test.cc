#include "services/rules/citation/notation.h"

#include "gtest/gtest.h"

namespace zhiheng::rules {
namespace {

struct Case {
  CitationForm form;
  const char* text;
  const char* id;
  const char* printed;
};

TEST(NotationTest, GivesIdAndPrintedForm) {
  constexpr CitationForm kA = CitationForm::kArticles;
  constexpr CitationForm kC = CitationForm::kClauses;
  const Case kCases[] = {
      {kA, "", "", ""},
      {kA, "57", "art57", "第五十七条"},
      {kA, "57(1)", "art57.item1", "第五十七条第（一）项"},
      {kA, "60-2", "art60.para2", "第六十条第二款"},
      {kA, "27-1(2)", "art27.para1.item2", "第二十七条第一款第（二）项"},
      {kA, "27-1(2)(3)", "art27.para1.item2.sub3",
       "第二十七条第一款第（二）项第3目"},
      {kA, "120之一", "art120-1", "第一百二十条之一"},
      {kA, "120之一-2(11)", "art120-1.para2.item11",
       "第一百二十条之一第二款第（十一）项"},
      {kA, "1005", "art1005", "第一千零五条"},
      {kC, "7", "cl7", "第7章"},
      {kC, "7.3", "cl7.3", "第7.3条"},
      {kC, "7.3 a)", "cl7.3.itema", "第7.3条a）项"},
      {kC, "7.3(2)", "cl7.3.item2", "第7.3条第（2）项"},
      {kC, "annex A", "annexA", "附录A"},
      {kC, "annex A.2", "annexA.cl2", "附录A.2"},
      {kC, "table 1", "tbl1", "表1"},
  };
  for (const Case& c : kCases) {
    const absl::StatusOr<ProvisionRef> got = ParseNotation(c.form, c.text);
    ASSERT_TRUE(got.ok()) << c.text << ": " << got.status();
    EXPECT_EQ(got->id, c.id) << c.text;
    EXPECT_EQ(got->printed, c.printed) << c.text;
  }
}

TEST(NotationTest, RefusesWhatItCannotRead) {
  for (const char* text : {"x", "0", "57(", "57()", "57(1", "60-", "57 1",
                           "57(1)(2)(3)", "120之", "99999", "57(1)x"}) {
    EXPECT_FALSE(ParseNotation(CitationForm::kArticles, text).ok()) << text;
  }
  for (const char* text :
       {"x", "7.", "7..3", "7.3 a", "7.3 A)", "annex", "annex a", "annex A.",
        "annex A.2 x", "7.3(1", "table", "table x"}) {
    EXPECT_FALSE(ParseNotation(CitationForm::kClauses, text).ok()) << text;
  }
}

TEST(ChineseNumberTest, ReadsAsPeopleWriteIt) {
  EXPECT_EQ(ChineseNumber(10), "十");
  EXPECT_EQ(ChineseNumber(15), "十五");
  EXPECT_EQ(ChineseNumber(110), "一百一十");
  EXPECT_EQ(ChineseNumber(213), "二百一十三");
  EXPECT_EQ(ChineseNumber(1010), "一千零一十");
}

}  // namespace
}  // namespace zhiheng::rules
