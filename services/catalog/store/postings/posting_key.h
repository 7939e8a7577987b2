// What the search index calls a token: a number of 63 bits, so that a token of
// two Chinese characters is exact and sorts beside those that begin alike.
//
// Pure functions; thread-safe; never fail. Words are hashed: two words may
// share a key, which only adds candidates for the ranking to reject.
#ifndef SERVICES_CATALOG_STORE_POSTINGS_POSTING_KEY_H_
#define SERVICES_CATALOG_STORE_POSTINGS_POSTING_KEY_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

using PostingKey = uint64_t;

// Set on keys of titles, citations and headings: matches there come first.
inline constexpr PostingKey kStrongBit = uint64_t{1} << 62;

// First and last key of a range, both included.
struct KeyRange {
  PostingKey first = 0;
  PostingKey last = 0;
};

// Of a token of Tokenize().
PostingKey TokenKey(absl::string_view token);
// Of two Chinese characters side by side; of one that ends a run when `second`
// is 0.
PostingKey PairKey(char32_t first, char32_t second);
// Of every token that begins with the single Chinese character `token`.
KeyRange PrefixRange(absl::string_view token);
// Of something that is no token: an instrument, a kind. `space` keeps kinds of
// such things apart.
PostingKey TagKey(char space, absl::string_view value);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_POSTINGS_POSTING_KEY_H_
