// Two editions, provision by provision: unchanged, changed, moved, added,
// removed.
//
// Pairs are found in this order: recorded correspondences; equal texts, the
// same address first; then the likest texts, best first, an equal address
// counting for a little and needing less. Pure; thread-safe; never fails.
#ifndef SERVICES_CATALOG_ENGINE_EDITION_DIFF_H_
#define SERVICES_CATALOG_ENGINE_EDITION_DIFF_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "services/catalog/engine/correspondence.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// Likeness, of 1000, from which two provisions are one that moved; and that one
// address is one provision that changed.
inline constexpr int kMovedSimilarity = 550;
inline constexpr int kChangedSimilarity = 250;
// Pairs compared: beyond, only equal addresses and equal texts are paired.
inline constexpr size_t kMaxComparisons = 4'000'000;

// Values equal those of zhiheng.catalog.v1.ProvisionChange.Kind.
enum class ChangeKind { kUnchanged = 1, kChanged, kMoved, kAdded, kRemoved };

struct Change {
  ChangeKind kind = ChangeKind::kUnchanged;
  std::optional<size_t> from;  // index into the earlier provisions
  std::optional<size_t> to;
  int similarity = 0;
  bool recorded = false;
};

// Both in the order of their editions. Removed provisions come where they
// stood.
std::vector<Change> DiffProvisions(
    const std::vector<Provision>& from, const std::vector<Provision>& to,
    const std::vector<CorrespondencePair>& recorded);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_EDITION_DIFF_H_
