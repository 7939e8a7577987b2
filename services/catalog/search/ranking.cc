// Fields are folded to vectors of characters; groups are found by plain search.
// Cost: characters of the fields times tokens of the query.
// Tested by search_test.cc.
#include "services/catalog/search/ranking.h"

#include <algorithm>
#include <string>
#include <vector>

#include "services/catalog/search/chars.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr double kHeadingWeight = 4.0;
constexpr double kCitationWeight = 2.5;
constexpr double kTextWeight = 1.0;
// A whole group is worth this many of its pairs.
constexpr double kWholeGroup = 3.0;
// A query that is all of a title, and the edition as a whole among its
// provisions.
constexpr double kTitleWeight = 40.0;
constexpr double kWholeEdition = 10.0;
// As k1 and b of BM25; the mean length is fixed so that it needs no statistics.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.5;
constexpr double kMeanChars = 120.0;

// A word must not begin or end inside another word: 10 is not in 2010.
bool AtWordEdges(const std::u32string& text, size_t at, size_t length) {
  const auto word = [&](size_t i) {
    return Classify(text[i]) == CharClass::kWord;
  };
  if (word(at) && at > 0 && word(at - 1)) return false;
  const size_t end = at + length;
  return !(word(end - 1) && end < text.size() && word(end));
}

// Calls `found` with each place of `needle`.
template <typename Fn>
void ForMatches(const std::u32string& text, const std::u32string& needle,
                Fn found) {
  for (size_t at = text.find(needle); at != std::u32string::npos;
       at = text.find(needle, at + 1)) {
    if (AtWordEdges(text, at, needle.size())) found(at);
  }
}

size_t Count(const std::u32string& text, const std::u32string& needle) {
  size_t count = 0;
  ForMatches(text, needle, [&](size_t) { ++count; });
  return count;
}

double Saturate(size_t count, size_t length) {
  const double norm = 1.0 - kLengthShare +
                      kLengthShare * static_cast<double>(length) / kMeanChars;
  const double tf = static_cast<double>(count);
  return tf * (kSaturation + 1.0) / (tf + kSaturation * norm);
}

}  // namespace

std::u32string FoldText(absl::string_view text) {
  std::u32string out;
  out.reserve(text.size() / 2);
  for (size_t pos = 0; pos < text.size();) {
    out.push_back(FoldForSearch(NextCodePoint(text, &pos)));
  }
  return out;
}

Ranker::Ranker(const SearchQuery& query) {
  for (const QueryGroup& group : query.groups) {
    Group& one = groups_.emplace_back();
    one.text = FoldText(group.text);
    for (const std::string& token : group.tokens) {
      one.tokens.push_back(FoldText(token));
    }
  }
}

double Ranker::ScoreField(absl::string_view text) const {
  if (text.empty()) return 0;
  const std::u32string folded = FoldText(text);
  double score = 0;
  for (const Group& group : groups_) {
    score += kWholeGroup * Saturate(Count(folded, group.text), folded.size());
    double pairs = 0;
    for (const std::u32string& token : group.tokens) {
      pairs += Saturate(Count(folded, token), folded.size());
    }
    score += pairs / static_cast<double>(group.tokens.size());
  }
  return score;
}

double Ranker::Score(const SearchFields& fields) const {
  return kCitationWeight * ScoreField(fields.address) +
         kHeadingWeight * ScoreField(fields.heading) +
         kTextWeight * ScoreField(fields.text);
}

double Ranker::TitlesScore(absl::string_view titles) const {
  return kCitationWeight * ScoreField(titles);
}

double Ranker::TitleShare(const std::u32string& title) const {
  if (title.empty()) return 0;
  size_t covered = 0;
  for (const Group& group : groups_) {
    if (Count(title, group.text) == 0) return 0;
    covered += group.text.size();
  }
  return std::min(
      1.0, static_cast<double>(covered) / static_cast<double>(title.size()));
}

double Ranker::TokenShare(const std::u32string& title) const {
  size_t found = 0;
  size_t all = 0;
  for (const Group& group : groups_) {
    for (const std::u32string& token : group.tokens) {
      ++all;
      if (Count(title, token) > 0) ++found;
    }
  }
  return all == 0 ? 0 : static_cast<double>(found) / static_cast<double>(all);
}

double Ranker::TitleBonus(double share, bool whole_edition) {
  return kTitleWeight * share * share +
         (whole_edition ? kWholeEdition * share : 0.0);
}

// Whole groups, else their pairs.
std::vector<bool> Ranker::Matched(const std::u32string& text) const {
  std::vector<bool> marked(text.size(), false);
  const auto mark = [&](const std::u32string& needle) {
    bool any = false;
    ForMatches(text, needle, [&](size_t at) {
      any = true;
      std::fill_n(marked.begin() + static_cast<std::ptrdiff_t>(at),
                  needle.size(), true);
    });
    return any;
  };
  for (const Group& group : groups_) {
    if (mark(group.text)) continue;
    for (const std::u32string& token : group.tokens) mark(token);
  }
  return marked;
}

std::string Ranker::Snippet(absl::string_view text) const {
  const std::u32string folded = FoldText(text);
  const std::vector<bool> marked = Matched(folded);
  const auto first = std::find(marked.begin(), marked.end(), true);
  size_t from = 0;
  if (first != marked.end()) {
    const size_t at = static_cast<size_t>(first - marked.begin());
    from = at > kSnippetChars / 4 ? at - kSnippetChars / 4 : 0;
  }
  const size_t until = std::min(folded.size(), from + kSnippetChars);
  std::string out = from > 0 ? "…" : "";
  size_t index = 0;
  bool open = false;
  for (size_t pos = 0; pos < text.size() && index < until; ++index) {
    const char32_t c = NextCodePoint(text, &pos);
    if (index < from) continue;
    if (marked[index] != open) out += open ? "】" : "【";
    open = marked[index];
    AppendUtf8(c, &out);
  }
  if (open) out += "】";
  if (until < folded.size()) out += "…";
  return out;
}

}  // namespace zhiheng::catalog
