// The scanner against penalty decisions: a list judged by hand, and a crude
// counter of articles that knows nothing of the scanner.
#include <openssl/sha.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/scanner.h"
#include "services/common/base/text.h"
#include "tests/citations/corpora.h"

namespace zhiheng::citations {
namespace {

using catalog::FoundCitation;
using catalog::ScanCitations;

// What must be found, and found right.
constexpr double kShare = 0.97;

std::string ShortHash(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest);
  return absl::BytesToHexString(
             absl::string_view(reinterpret_cast<char*>(digest), 32))
      .substr(0, 16);
}

class DecisionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string corpora = CorporaFolder();
    if (corpora.empty()) {
      GTEST_SKIP() << "the corpora are not here; set ZHIHENG_CORPORA";
    }
    texts_ = Decisions(corpora);
    const std::set<std::string> titles = LawTitles(corpora);
    catalog::ScanOptions options;
    options.known = [&](absl::string_view title) {
      return titles.count(catalog::TitleKey(title)) > 0;
    };
    for (const auto& [id, text] : texts_) {
      found_[id] = ScanCitations(text, options).citations;
    }
  }

  std::map<std::string, std::string> texts_;
  std::map<std::string, std::vector<FoundCitation>> found_;
};

TEST_F(DecisionsTest, AgreesWithTheListJudgedByHand) {
  const char* source = std::getenv("ZHIHENG_SOURCE_DIR");
  ASSERT_NE(source, nullptr);
  const std::string list =
      ReadFile(std::string(source) + "/tests/citations/decisions.tsv");
  int rows = 0;
  int right = 0;
  for (absl::string_view line : absl::StrSplit(list, '\n')) {
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    const std::vector<std::string> f = absl::StrSplit(line, '\t');
    ASSERT_GE(f.size(), 5u) << line;
    size_t begin = 0;
    size_t end = 0;
    ASSERT_TRUE(absl::SimpleAtoi(f[1], &begin));
    ASSERT_TRUE(absl::SimpleAtoi(f[2], &end));
    const auto text = texts_.find(f[0]);
    if (text == texts_.end()) continue;  // of another part of the corpora
    ASSERT_EQ(ShortHash(text->second.substr(begin, end - begin)), f[4])
        << f[0] << ": the file is not the one that was judged";
    ++rows;
    bool hit = false;
    for (const FoundCitation& one : found_[f[0]]) {
      if (one.span.begin_byte != begin || one.span.end_byte != end) continue;
      hit = CanonicalForm(one) == f[3];
      if (f.size() > 5 && !f[5].empty()) {
        EXPECT_FALSE(one.slips.empty()) << line << ": a misprint";
      }
      if (!hit) {
        std::cout << "judged " << f[3] << ", read " << CanonicalForm(one)
                  << "\n";
      }
    }
    right += hit ? 1 : 0;
  }
  ASSERT_GT(rows, 0);
  RecordProperty("rows", rows);
  RecordProperty("right", right);
  EXPECT_GE(right, kShare * rows) << right << " of " << rows;
}

// 第…条 in the text without its blanks: begin and end in bytes.
std::vector<std::pair<size_t, size_t>> Articles(const std::string& text) {
  std::vector<std::pair<char32_t, std::pair<size_t, size_t>>> chars;
  for (size_t pos = 0; pos < text.size();) {
    const size_t at = pos;
    const char32_t c = NextCodePoint(text, &pos);
    if (c > ' ' && c != 0x3000 && c != 0xA0) chars.push_back({c, {at, pos}});
  }
  constexpr std::u32string_view kNumber =
      U"一二三四五六七八九十百千零〇0123456789（()）";
  std::vector<std::pair<size_t, size_t>> out;
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i].first != U'第') continue;
    size_t j = i + 1;
    while (j < chars.size() && j - i < 12 &&
           kNumber.find(chars[j].first) != std::u32string_view::npos) {
      ++j;
    }
    if (j == i + 1 || j >= chars.size() || chars[j].first != U'条') continue;
    out.push_back({chars[i].second.first, chars[j].second.second});
  }
  return out;
}

TEST_F(DecisionsTest, CoversTheArticlesThatACrudeCounterSees) {
  int seen = 0;
  int covered = 0;
  for (const auto& [id, text] : texts_) {
    for (const auto& [begin, end] : Articles(text)) {
      ++seen;
      for (const FoundCitation& one : found_[id]) {
        if (one.span.begin_byte <= begin && end <= one.span.end_byte) {
          ++covered;
          break;
        }
      }
    }
  }
  ASSERT_GT(seen, 0);
  RecordProperty("articles", seen);
  RecordProperty("covered", covered);
  EXPECT_GE(covered, kShare * seen) << covered << " of " << seen;
}

}  // namespace
}  // namespace zhiheng::citations
