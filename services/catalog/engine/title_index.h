// The titles of every instrument, in memory, for queries that are (part of) a
// title: the instruments that are called so, whether or not any of their texts
// is held.
//
// A value type, built on one thread; const calls are thread-safe. Never fails.
// Find() looks at every name: about a millisecond for 20,000 instruments.
#ifndef SERVICES_CATALOG_ENGINE_TITLE_INDEX_H_
#define SERVICES_CATALOG_ENGINE_TITLE_INDEX_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/catalog/model/records.h"
#include "services/catalog/search/ranking.h"

namespace zhiheng::catalog {

// Of the words of a query that no title holds whole, the share that a title
// must have to be meant.
inline constexpr double kNearTitle = 0.6;

struct TitleHit {
  std::string instrument;
  double share = 0;  // of the title that is the query, or the reverse if near
};

class TitleIndex {
 public:
  // Adds it, or replaces what was known of it.
  void Set(const Instrument& instrument);

  // Those that hold every word of the query, at most `limit`, the fullest
  // match first, equal ones by id; when there is none, those that nearly do.
  std::vector<TitleHit> Find(const Ranker& query, size_t limit) const;

 private:
  struct Entry {
    std::string instrument;
    std::vector<std::u32string> names;
  };

  template <typename Measure>
  std::vector<TitleHit> Best(size_t limit, double least, Measure measure) const;

  std::vector<Entry> entries_;
  absl::flat_hash_map<std::string, size_t> places_;  // in entries_, by id
};

// Titles, short names and number, as the index holds them.
std::vector<std::u32string> FoldedNames(const Instrument& instrument);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_TITLE_INDEX_H_
