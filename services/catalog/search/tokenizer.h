// One tokenizer for every store: Chinese in pairs of characters, everything
// else in words, so that a query finds the same on each of them.
//
// Pure functions; thread-safe; never fail.
#ifndef SERVICES_CATALOG_SEARCH_TOKENIZER_H_
#define SERVICES_CATALOG_SEARCH_TOKENIZER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// Tokens to index. 注册商标 -> 注册 册商 商标 标: the last character stands
// alone so that one-character queries find it as the beginning of a token. GB
// 18382 -> gb 18382.
std::vector<std::string> Tokenize(absl::string_view text);

// One word or unbroken Chinese run of a query.
struct QueryGroup {
  std::string text;                 // folded, as typed
  std::vector<std::string> tokens;  // side by side, in this order
  bool prefix = false;              // a single Chinese character
};

struct SearchQuery {
  std::vector<QueryGroup> groups;
};

// Characters and groups of one query.
inline constexpr size_t kMaxQueryChars = 200;
inline constexpr size_t kMaxQueryGroups = 32;

// INVALID_ARGUMENT when empty, too long, not UTF-8, or without a letter, digit
// or Chinese character.
absl::StatusOr<SearchQuery> ParseSearchQuery(absl::string_view text);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_SEARCH_TOKENIZER_H_
