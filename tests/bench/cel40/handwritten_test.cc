#include "cel40/handwritten.h"

#include "cel40/label_generator.h"
#include "gtest/gtest.h"

namespace zhiheng::bench {
namespace {

std::string Names(const Broken& broken) {
  std::string out;
  for (int i = 0; i < kRuleCount; ++i) {
    if (broken[i]) out += "F" + std::to_string(i + 1) + " ";
  }
  return out;
}

TEST(HandwrittenTest, BothFindExactlyThePlantedViolations) {
  for (uint64_t seed : {1u, 2u}) {
    for (const LabelCase& item : GenerateLabels(5000, seed)) {
      ASSERT_EQ(Names(CheckPlain(item.label)), Names(item.planted))
          << item.label.id();
      ASSERT_EQ(Names(CheckTuned(item.label)), Names(item.planted))
          << item.label.id();
    }
  }
}

TEST(HandwrittenTest, AFifthOfTheLabelsIsBroken) {
  int broken = 0;
  for (const LabelCase& item : GenerateLabels(5000, 3)) {
    broken += item.planted.any() ? 1 : 0;
  }
  EXPECT_GT(broken, 900);
  EXPECT_LT(broken, 1100);
}

}  // namespace
}  // namespace zhiheng::bench
