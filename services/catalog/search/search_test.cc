#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/search/ranking.h"
#include "services/catalog/search/tokenizer.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;

TEST(TokenizerTest, ChineseInPairsTheRestInWords) {
  EXPECT_THAT(Tokenize("注册商标"), ElementsAre("注册", "册商", "商标", "标"));
  EXPECT_THAT(Tokenize("ＧＢ 18382-2021，肥料"),
              ElementsAre("gb", "18382", "2021", "肥料", "料"));
  EXPECT_THAT(Tokenize("N、P，K"), ElementsAre("n", "p", "k"));
  EXPECT_THAT(Tokenize("。！"), ElementsAre());
}

TEST(SearchQueryTest, GroupsOfWords) {
  const auto query = ParseSearchQuery("假冒商标 fine 罚");
  ASSERT_TRUE(query.ok());
  ASSERT_EQ(query->groups.size(), 3u);
  EXPECT_THAT(query->groups[0].tokens, ElementsAre("假冒", "冒商", "商标"));
  EXPECT_THAT(query->groups[1].tokens, ElementsAre("fine"));
  EXPECT_TRUE(query->groups[2].prefix);
}

TEST(SearchQueryTest, RefusesWhatCannotBeFound) {
  for (const char* text : {"", "  ", "。，", "\xff"}) {
    EXPECT_FALSE(ParseSearchQuery(text).ok()) << text;
  }
  std::string long_text;
  for (size_t i = 0; i < kMaxQueryChars; ++i) long_text += "法";
  EXPECT_TRUE(ParseSearchQuery(long_text).ok());
  EXPECT_FALSE(ParseSearchQuery(long_text + "法").ok());
  std::string groups;
  for (size_t i = 0; i < kMaxQueryGroups; ++i) groups += "a ";
  EXPECT_TRUE(ParseSearchQuery(groups).ok());
  EXPECT_FALSE(ParseSearchQuery(groups + "a").ok());
}

TEST(RankingTest, HeadingBeatsTextAndWholeBeatsPairs) {
  const SearchQuery query = *ParseSearchQuery("注册商标");
  const Ranker ranker(query);
  const double heading = ranker.Score({"", "假冒注册商标", "x"});
  const double text = ranker.Score({"", "x", "假冒注册商标"});
  const double pairs = ranker.Score({"", "x", "注册一个商标"});
  EXPECT_GT(heading, text);
  EXPECT_GT(text, pairs);
  EXPECT_GT(pairs, 0);
  EXPECT_EQ(ranker.Score({"", "肥料", "标识"}), 0);
}

TEST(RankingTest, NumbersMatchWhole) {
  const auto score = [](const char* words) {
    return Ranker(*ParseSearchQuery(words)).Score({"", "", "GB 10205-2010"});
  };
  EXPECT_EQ(score("10"), 0);
  EXPECT_GT(score("10205"), 0);
}

TEST(RankingTest, TheWholeTitleBeatsATitleThatHoldsMore) {
  const Ranker ranker(*ParseSearchQuery("商标法"));
  const double whole = ranker.TitleShare(FoldText("商标法"));
  const double part = ranker.TitleShare(FoldText("商标法实施条例"));
  EXPECT_EQ(whole, 1.0);
  EXPECT_GT(part, 0);
  EXPECT_EQ(ranker.TitleShare(FoldText("商标管理办法")), 0);
  EXPECT_EQ(ranker.TokenShare(FoldText("商标管理办法")), 0.5);
  EXPECT_GT(Ranker::TitleBonus(whole, false), Ranker::TitleBonus(part, true));
  EXPECT_GT(Ranker::TitleBonus(part, true), Ranker::TitleBonus(part, false));
}

std::string Snippet(const SearchQuery& query, const char* text) {
  return Ranker(query).Snippet(text);
}

TEST(SnippetTest, MarksMatches) {
  EXPECT_EQ(Snippet(*ParseSearchQuery("商标"), "销售侵犯注册商标的商品"),
            "销售侵犯注册【商标】的商品");
  EXPECT_EQ(Snippet(*ParseSearchQuery("商标 商品"), "商标商品"),
            "【商标商品】");
  EXPECT_EQ(Snippet(*ParseSearchQuery("FINE"), "a Fine of"), "a 【Fine】 of");
  EXPECT_EQ(Snippet(*ParseSearchQuery("无"), "有"), "有");
}

TEST(SnippetTest, CutsLongTextAroundTheFirstMatch) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "前";
  text += "商标";
  for (int i = 0; i < 100; ++i) text += "后";
  const std::string snippet = Snippet(*ParseSearchQuery("商标"), text.c_str());
  EXPECT_EQ(snippet.find("…"), 0u);
  EXPECT_NE(snippet.find("前【商标】后"), std::string::npos);
  EXPECT_EQ(snippet.rfind("…"), snippet.size() - std::string("…").size());
}

}  // namespace
}  // namespace zhiheng::catalog
