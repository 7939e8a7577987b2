// The scanner and the table against looking for every term in turn.
#include "services/rules/cel/eval/term_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "services/rules/cel/eval/text_table.h"

namespace zhiheng::cel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<int> OneByOne(const std::vector<absl::string_view>& terms,
                          const std::string& text) {
  std::vector<int> found;
  for (size_t i = 0; i < terms.size(); ++i) {
    const std::string term(terms[i]);
    if (text.find(term) != std::string::npos) found.push_back(i);
  }
  return found;
}

TEST(TermScannerTest, AnswersInTheOrderOfTheList) {
  const TermScanner terms({"高效", "第一", "国家级"});
  EXPECT_EQ(terms.FirstIn("国家级产品，全国第一"), 1);
  EXPECT_THAT(terms.AllIn("国家级产品，全国第一"), ElementsAre(1, 2));
  EXPECT_TRUE(terms.AnyIn("高效"));
  EXPECT_FALSE(terms.AnyIn("高 效"));
  EXPECT_EQ(terms.FirstIn(""), -1);
}

TEST(TermScannerTest, EveryTextHoldsTheEmptyTerm) {
  const TermScanner terms({"王牌", ""});
  EXPECT_THAT(terms.AllIn(""), ElementsAre(1));
  EXPECT_EQ(terms.FirstIn("王牌"), 0);
  EXPECT_TRUE(terms.AnyIn("x"));
}

TEST(TermScannerTest, NoTermsAreInNoText) {
  const TermScanner terms(std::vector<absl::string_view>{});
  EXPECT_FALSE(terms.AnyIn("高效"));
  EXPECT_THAT(terms.AllIn("高效"), IsEmpty());
}

TEST(TermScannerTest, FindsWhatLookingOneByOneFinds) {
  const std::vector<std::string> pieces = {"a",  "b",  "ab", "高", "效",
                                           "第", "一", "王", "牌", " "};
  std::mt19937 random(11);
  const auto text = [&](size_t most) {
    std::string out;
    for (size_t n = random() % (most + 1); n > 0; --n) {
      out += pieces[random() % pieces.size()];
    }
    return out;
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> owned;
    for (size_t n = random() % 12; n > 0; --n) owned.push_back(text(3));
    std::vector<absl::string_view> terms;
    for (const std::string& term : owned) {
      terms.emplace_back(term.data(), term.size());
    }
    const TermScanner scanner(terms);
    const TextTable table(terms);
    const std::string in = text(20);
    const std::vector<int> want = OneByOne(terms, in);
    ASSERT_EQ(scanner.AllIn({in.data(), in.size()}), want) << in;
    ASSERT_EQ(scanner.AnyIn({in.data(), in.size()}), !want.empty());
    ASSERT_EQ(scanner.FirstIn({in.data(), in.size()}),
              want.empty() ? -1 : want[0]);
    const std::string word = text(3);
    const absl::string_view view(word.data(), word.size());
    const auto at = std::find(terms.begin(), terms.end(), view);
    ASSERT_EQ(table.Find(view), at == terms.end() ? -1 : at - terms.begin());
  }
}

}  // namespace
}  // namespace zhiheng::cel
