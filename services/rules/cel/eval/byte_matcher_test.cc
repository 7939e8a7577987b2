// The table against RE2: over texts made from each pattern's own characters,
// and over patterns that are left to RE2.
#include "services/rules/cel/eval/byte_matcher.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <string>

namespace zhiheng::cel {
namespace {

absl::string_view View(const std::string& text) {
  return {text.data(), text.size()};
}

const char* const kFormats[] = {
    "^[0-9]{6}$",
    "^[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}$",
    "^(GB|GB/T|HG/T|NY|DB[0-9]{2}(/T)?|Q/[A-Z0-9]+) [0-9]+([.][0-9]+)?[-—][0-9]"
    "{4}$",
    "^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$",
    "^(0[0-9]{2,3}-)?[0-9]{7,8}$|^1[3-9][0-9]{9}$|^400-[0-9]{3}-[0-9]{4}$",
    "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "^$",
    "^a*$",
    "^(a|b)*c+$",
    "^(?:ab)?(?:ba){2,}$",
    "^a\\.b\\-\\d$",
    "^[\\-\\.]x$",
    "^[a-]$",
    "^(a?){3}(b|)$",
    "^[é-一]+$",
    "^[😀-😎]$",
};

TEST(ByteMatcherTest, AnswersAsRe2Does) {
  const std::vector<std::string> signs = {
      "0",  "1", "2", "9", "-",  "—", "(",       "（", ")",
      "农", "X", "K", "G", "B",  "/", "T",       " ",  ".",
      "a",  "b", "c", "é", "一", "😀", "XK13-00", "13", "20"};
  std::mt19937 random(3);
  int matched = 0;
  for (const char* pattern : kFormats) {
    const re2::RE2 regex(pattern);
    ASSERT_TRUE(regex.ok()) << pattern;
    const auto matcher = ByteMatcher::Compile(pattern);
    ASSERT_NE(matcher, nullptr) << pattern;
    for (int i = 0; i < 4000; ++i) {
      std::string text;
      for (size_t n = random() % 12; n > 0; --n) {
        text += signs[random() % signs.size()];
      }
      const bool want = re2::RE2::PartialMatch(text, regex);
      ASSERT_EQ(matcher->Matches(View(text)), want)
          << pattern << " of '" << text << "'";
      matched += want;
    }
  }
  EXPECT_GT(matched, 100);
}

TEST(ByteMatcherTest, KnowsRealFormats) {
  struct Case {
    const char* pattern;
    const char* text;
    bool want;
  };
  const Case kCases[] = {
      {"^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$", "(滇)XK13-001-42516",
       true},
      {"^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$", "（滇）XK13-002-42516",
       true},
      {"^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$", "(滇)XK13-003-42516",
       false},
      {"^[0-9]{6}$", "658682", true},
      {"^[0-9]{6}$", "6586820", false},
      {"^[0-9]{6}$", "658682\n", false},
      {"^[-—]$", "—", true},
      {"^[-—]$", "\xE2\x80", false},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(ByteMatcher::Compile(c.pattern)->Matches(c.text), c.want)
        << c.pattern << " of " << c.text;
  }
}

TEST(ByteMatcherTest, LeavesOtherPatternsToRe2) {
  for (const char* pattern :
       {"abc",     "^a",        "a$",        "^a|b$",         "^a.b$",
        "^[^a]$",  "(?i)^a$",   "^(?i:a)$",  "^\\w$",         "^\\bx$",
        "^a*?$",   "^a{2}{3}$", "^a{1000}$", "^[[:alpha:]]$", "^a^b$",
        "^(a$)$",  "^(a",       "^[a",       "^\\p{Han}$",    "^a{$",
        "^\\x41$", "^[\\d-x]$"}) {
    EXPECT_EQ(ByteMatcher::Compile(pattern), nullptr) << pattern;
  }
}

TEST(ByteMatcherTest, StopsAtItsLimits) {
  const auto nested = [](int depth) {
    return "^" + std::string(depth, '(') + "a" + std::string(depth, ')') + "$";
  };
  EXPECT_NE(ByteMatcher::Compile(View(nested(ByteMatcher::kMaxDepth))),
            nullptr);
  EXPECT_EQ(ByteMatcher::Compile(View(nested(ByteMatcher::kMaxDepth + 1))),
            nullptr);
  EXPECT_NE(ByteMatcher::Compile("^a{64}$"), nullptr);
  EXPECT_EQ(ByteMatcher::Compile("^a{65}$"), nullptr);
  // Too many parts, too many states, and much work for nothing.
  EXPECT_EQ(ByteMatcher::Compile("^((a{64}){64}){64}$"), nullptr);
  EXPECT_EQ(ByteMatcher::Compile("^(a|b)*a(a|b){12}$"), nullptr);
  EXPECT_EQ(ByteMatcher::Compile("^((((((){64}){64}){64}){64}){64})$"),
            nullptr);
}

}  // namespace
}  // namespace zhiheng::cel
