// Do two sources say the same, article by article? Punctuation, spaces and
// zero-width characters do not count.
//
// Pure functions; thread-safe; never fail.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_COMPARISON_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_COMPARISON_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// Articles (and the like: whole annexes, sections, clauses) by id.
using TextDigests = std::map<std::string, uint64_t>;

// True for the ids that are compared: art57, annex1.art2, item1, cl7.3; not
// their paragraphs, not headings.
bool IsComparedId(const std::string& id);

TextDigests DigestsOf(const std::vector<Provision>& provisions);

struct TextDifference {
  std::vector<std::string> differing;
  std::vector<std::string> only_first;
  std::vector<std::string> only_second;

  bool Same() const {
    return differing.empty() && only_first.empty() && only_second.empty();
  }
  // "articles art41, art81 differ; art97 is only in lawrefbook", at most ten
  // ids of a kind.
  std::string ToString(const std::string& first,
                       const std::string& second) const;
};

TextDifference Compare(const TextDigests& first, const TextDigests& second);

// Share of `second` that `first` says as well, in percent.
int Overlap(const TextDigests& first, const TextDigests& second);

// The piece that a provision belongs to: art57 for art57.para1.item2.
std::string PieceOf(const std::string& id);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_COMPARISON_H_
