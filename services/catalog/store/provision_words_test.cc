#include "services/catalog/store/provision_words.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/store/merge_claims.h"

namespace zhiheng::catalog {
namespace {

TEST(ProvisionWordsTest, KeysAreThoseOfTheTokenizer) {
  for (const char* text :
       {"", "。", "商", "商标", "注册商标专用权", "GB 18382-2021 第7.3条",
        "ＧＢ／Ｔ１０２０５", "商标law商标", "N-P-K 15-15-15，总养分≥45%",
        "第一百二十条之一", "a", "中a中", "étude 编号Ⅱ", "\xff坏\xfe字节",
        "〇七号", "商。标", "标 标"}) {
    std::vector<PostingKey> want;
    for (const std::string& token : Tokenize(text)) {
      want.push_back(TokenKey(token) | kStrongBit);
    }
    std::vector<PostingKey> keys;
    AppendKeys(text, kStrongBit, &keys);
    EXPECT_EQ(keys, want) << text;
  }
}

TEST(MergeClaimsTest, TheFirstThatSaysAnythingIsHeard) {
  Edition a;
  a.id = "2019";
  a.effective = *CivilDate::Parse("2019-11-01");
  Edition b = a;
  b.effective = *CivilDate::Parse("2019-04-23");
  b.number = "文号";
  Edition c = a;
  c.number = "别的文号";
  const Edition merged = MergeClaims({{"a", b}, {"b", c}, {kHouseOrigin, a}});
  EXPECT_EQ(merged.effective, a.effective);
  EXPECT_EQ(merged.number, "文号");
}

TEST(MergeClaimsTest, NeverMakesAnEditionThatIsInForceOnNoDay) {
  Edition a;
  a.effective = *CivilDate::Parse("2019-11-01");
  Edition b;
  b.superseded = *CivilDate::Parse("2019-11-01");
  EXPECT_FALSE(MergeClaims({{"a", a}, {"b", b}}).superseded.has_value());
  b.superseded = *CivilDate::Parse("2019-11-02");
  EXPECT_TRUE(MergeClaims({{"a", a}, {"b", b}}).superseded.has_value());
}

}  // namespace
}  // namespace zhiheng::catalog
