// Two texts word by word: Chinese by characters, the rest by words.
//
// Pure functions; thread-safe; never fail. Cost grows with the product of the
// lengths of what differs; past kMaxDiffCells the differing middle is given as
// one removal and one addition.
#ifndef SERVICES_CATALOG_ENGINE_TEXT_DIFF_H_
#define SERVICES_CATALOG_ENGINE_TEXT_DIFF_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

inline constexpr size_t kMaxDiffCells = size_t{4} << 20;

enum class DiffKind { kEqual, kRemoved, kAdded };

struct DiffPiece {
  DiffKind kind = DiffKind::kEqual;
  std::string text;

  friend bool operator==(const DiffPiece&, const DiffPiece&) = default;
};

// Neighbouring pieces have different kinds; a removal stands before an
// addition.
std::vector<DiffPiece> DiffTexts(absl::string_view from, absl::string_view to);

// How alike two texts are, 0 to 1000: the share of pairs of characters that
// both have (Dice). Two empty texts are the same.
int Similarity(absl::string_view a, absl::string_view b);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_TEXT_DIFF_H_
