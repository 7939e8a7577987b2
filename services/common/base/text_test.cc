#include "services/common/base/text.h"

#include "gtest/gtest.h"

namespace zhiheng {
namespace {

TEST(TextTest, AcceptsChineseAndRejectsBrokenUtf8) {
  EXPECT_TRUE(IsValidUtf8("肥料标识 GB 18382"));
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_FALSE(IsValidUtf8("\xE8\x82"));          // cut short
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));          // overlong
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(IsValidUtf8("a\xFFz"));
}

TEST(TextTest, CountsCodePointsNotBytes) {
  EXPECT_EQ(Utf8Length("苍溪ab"), 4u);
}

TEST(TextTest, DecodesAndEncodesEveryWidth) {
  for (char32_t c : {U'a', U'é', U'质', U'😀'}) {
    std::string out;
    AppendUtf8(c, &out);
    size_t pos = 0;
    EXPECT_EQ(NextCodePoint(out, &pos), c);
    EXPECT_EQ(pos, out.size());
  }
}

TEST(TextTest, IllFormedByteMovesOn) {
  size_t pos = 0;
  EXPECT_EQ(NextCodePoint("\xFF"
                          "a",
                          &pos),
            char32_t{0xFFFD});
  EXPECT_EQ(pos, 1u);
}

TEST(TextTest, SuggestsOnlyPlausibleSlips) {
  const std::vector<std::string> names = {"generic_name", "trade_name",
                                          "batch"};
  EXPECT_EQ(NearestWord("genric_name", names), "generic_name");
  EXPECT_EQ(NearestWord("bach", names), "batch");
  EXPECT_EQ(NearestWord("colour", names), "");
  EXPECT_EQ(NearestWord("x", {}), "");
  // Two letters swapped are one slip, also in a short word.
  EXPECT_EQ(NearestWord("hihg", {"low", "high"}), "high");
  EXPECT_EQ(NearestWord("atc", {"act"}), "act");
}

TEST(TextTest, ChineseTakesTwoColumns) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("质衡（a）"), 9);
  EXPECT_FALSE(IsWideCharacter(U'é'));
}

}  // namespace
}  // namespace zhiheng
