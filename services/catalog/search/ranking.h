// How well a provision answers a query, and where.
//
// The score depends on the query and the provision alone, never on what else
// the store holds: a page means the same on every store and snapshot.
// Pure functions; thread-safe; never fail.
#ifndef SERVICES_CATALOG_SEARCH_RANKING_H_
#define SERVICES_CATALOG_SEARCH_RANKING_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "services/catalog/search/tokenizer.h"

namespace zhiheng::catalog {

struct SearchFields {
  absl::string_view citation;  // titles and printed citation
  absl::string_view heading;
  absl::string_view text;
};

// 0 when nothing matches; larger is better. Matches in the heading weigh more
// than in the citation, these more than in the text; repeats saturate; long
// texts weigh their matches down. Whole groups count above their pairs.
double Score(const SearchQuery& query, const SearchFields& fields);

// Characters of a snippet, marks not counted.
inline constexpr size_t kSnippetChars = 80;

// A part of `text` around the first match, the matches between 【 and 】, an …
// where text was left out. The beginning of `text` when nothing matches.
std::string Snippet(const SearchQuery& query, absl::string_view text);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_SEARCH_RANKING_H_
