#include "services/cli/report/text_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace zhiheng::cli {
namespace {

using ::testing::ElementsAre;

TEST(WrapTextTest, BreaksBetweenWords) {
  EXPECT_THAT(WrapText("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapText("one two", 8), ElementsAre("one two"));
}

TEST(WrapTextTest, BreaksBetweenChineseCharacters) {
  EXPECT_THAT(WrapText("质量监督管理", 8), ElementsAre("质量监督", "管理"));
}

TEST(WrapTextTest, ClosingPunctuationNeverStartsALine) {
  EXPECT_THAT(WrapText("质量监督。管理", 8), ElementsAre("质量监", "督。管理"));
  EXPECT_THAT(WrapText("质量监（督）", 8), ElementsAre("质量监", "（督）"));
}

TEST(WrapTextTest, CutsAWordThatNoLineHolds) {
  EXPECT_THAT(WrapText("abcdefghijkl", 8), ElementsAre("abcdefgh", "ijkl"));
}

TEST(WrapTextTest, KeepsLineBreaksAndEmptyText) {
  EXPECT_THAT(WrapText("a\n\nb", 8), ElementsAre("a", "", "b"));
  EXPECT_THAT(WrapText("", 8), ElementsAre(""));
}

TEST(PadRightTest, CountsColumns) {
  EXPECT_EQ(PadRight("质", 4), "质  ");
  EXPECT_EQ(PadRight("质量", 3), "质量");
}

}  // namespace
}  // namespace zhiheng::cli
