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
// As k1 and b of BM25; the mean length is fixed so that it needs no statistics.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.5;
constexpr double kMeanChars = 120.0;

std::u32string Folded(absl::string_view text) {
  std::u32string out;
  for (size_t pos = 0; pos < text.size();) {
    out.push_back(FoldForSearch(NextCodePoint(text, &pos)));
  }
  return out;
}

// A word must not begin or end inside another word: 10 is not in 2010.
bool AtWordEdges(const std::u32string& text, size_t at, size_t length) {
  const auto word = [&](size_t i) {
    return Classify(text[i]) == CharClass::kWord;
  };
  if (word(at) && at > 0 && word(at - 1)) return false;
  const size_t end = at + length;
  return !(word(end - 1) && end < text.size() && word(end));
}

std::vector<size_t> Find(const std::u32string& text,
                         const std::u32string& needle) {
  std::vector<size_t> found;
  for (size_t at = text.find(needle); at != std::u32string::npos;
       at = text.find(needle, at + 1)) {
    if (AtWordEdges(text, at, needle.size())) found.push_back(at);
  }
  return found;
}

double Saturate(size_t count, size_t length) {
  const double norm = 1.0 - kLengthShare +
                      kLengthShare * static_cast<double>(length) / kMeanChars;
  const double tf = static_cast<double>(count);
  return tf * (kSaturation + 1.0) / (tf + kSaturation * norm);
}

double ScoreField(const SearchQuery& query, absl::string_view text) {
  const std::u32string folded = Folded(text);
  if (folded.empty()) return 0;
  double score = 0;
  for (const QueryGroup& group : query.groups) {
    const size_t whole = Find(folded, Folded(group.text)).size();
    score += kWholeGroup * Saturate(whole, folded.size());
    double pairs = 0;
    for (const std::string& token : group.tokens) {
      pairs += Saturate(Find(folded, Folded(token)).size(), folded.size());
    }
    score += pairs / static_cast<double>(group.tokens.size());
  }
  return score;
}

// Which characters of `text` belong to a match: whole groups, else pairs.
std::vector<bool> Matched(const SearchQuery& query,
                          const std::u32string& text) {
  std::vector<bool> marked(text.size(), false);
  const auto mark = [&](const std::u32string& needle) {
    const std::vector<size_t> found = Find(text, needle);
    for (size_t at : found) {
      std::fill_n(marked.begin() + static_cast<std::ptrdiff_t>(at),
                  needle.size(), true);
    }
    return !found.empty();
  };
  for (const QueryGroup& group : query.groups) {
    if (mark(Folded(group.text))) continue;
    for (const std::string& token : group.tokens) mark(Folded(token));
  }
  return marked;
}

}  // namespace

double Score(const SearchQuery& query, const SearchFields& fields) {
  return kCitationWeight * ScoreField(query, fields.citation) +
         kHeadingWeight * ScoreField(query, fields.heading) +
         kTextWeight * ScoreField(query, fields.text);
}

std::string Snippet(const SearchQuery& query, absl::string_view text) {
  const std::u32string folded = Folded(text);
  const std::vector<bool> marked = Matched(query, folded);
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
