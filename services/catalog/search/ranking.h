// How well a provision answers a query, and where.
//
// The score depends on the query and the provision alone, never on what else
// the store holds: a page means the same on every store and snapshot.
// Immutable, thread-safe; never fails.
#ifndef SERVICES_CATALOG_SEARCH_RANKING_H_
#define SERVICES_CATALOG_SEARCH_RANKING_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/search/tokenizer.h"

namespace zhiheng::catalog {

// Characters of a snippet, marks not counted.
inline constexpr size_t kSnippetChars = 80;

// As search compares it: one character each.
std::u32string FoldText(absl::string_view text);

struct SearchFields {
  absl::string_view address;  // 第五十七条第二款
  absl::string_view heading;
  absl::string_view text;
};

// A query made ready to be held against many texts.
class Ranker {
 public:
  explicit Ranker(const SearchQuery& query);

  // 0 when nothing matches; larger is better. Matches in the heading weigh more
  // than in the address, these more than in the text; repeats saturate; long
  // texts weigh their matches down. Whole groups count above their pairs.
  double Score(const SearchFields& fields) const;

  // What the titles of its edition add to each of its provisions.
  double TitlesScore(absl::string_view titles) const;

  // How much of `title`, folded, is the query: 1 when all of it, 0 when a group
  // is not in it.
  double TitleShare(const std::u32string& title) const;
  // The share of the query's tokens that `title`, folded, has.
  double TokenShare(const std::u32string& title) const;
  // For a query that is (part of) a title: the whole title counts most, a title
  // that holds little else counts more, and of its provisions the edition as a
  // whole.
  static double TitleBonus(double share, bool whole_edition);

  // A part of `text` around the first match, the matches between 【 and 】, an
  // … where text was left out. The beginning of `text` when nothing matches.
  std::string Snippet(absl::string_view text) const;

 private:
  struct Group {
    std::u32string text;
    std::vector<std::u32string> tokens;
  };

  double ScoreField(absl::string_view text) const;
  std::vector<bool> Matched(const std::u32string& text) const;

  std::vector<Group> groups_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_SEARCH_RANKING_H_
