// What is misprinted in a citation: reported beside it, never silently mended.
//
// Value types; thread-safe when const.
#ifndef SERVICES_CATALOG_CITATION_SLIP_H_
#define SERVICES_CATALOG_CITATION_SLIP_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/citation/scan_text.h"

namespace zhiheng::catalog {

enum class SlipKind {
  kWrongCharacter,     // 笫五条: a character that looks like the right one
  kDashForOne,         // 第—条: a dash where 一 is meant
  kOddNumeral,         // 第一百十二条: understood, not how it is written
  kUnreadableNumeral,  // 第二十十条
  kMissingNumber,      // 第五条第款
  kMissingUnit,        // 第七十二第一款: 条 is meant
  kDoubled,            // 第第五条, 第五条条, 价格法法
  kUnbalanced,         // 第(三项, 《价格法第五条
};

struct Slip {
  SlipKind kind = SlipKind::kWrongCharacter;
  TextSpan span;

  friend bool operator==(const Slip&, const Slip&) = default;
};

using Slips = std::vector<Slip>;

// `wrong-character`, `dash-for-one` …: for tools; stable.
absl::string_view SlipWord(SlipKind kind);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_SLIP_H_
