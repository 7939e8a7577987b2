#include "services/catalog/citation/slip.h"

namespace zhiheng::catalog {

absl::string_view SlipWord(SlipKind kind) {
  switch (kind) {
    case SlipKind::kWrongCharacter:
      return "wrong-character";
    case SlipKind::kDashForOne:
      return "dash-for-one";
    case SlipKind::kOddNumeral:
      return "odd-numeral";
    case SlipKind::kUnreadableNumeral:
      return "unreadable-numeral";
    case SlipKind::kMissingNumber:
      return "missing-number";
    case SlipKind::kMissingUnit:
      return "missing-unit";
    case SlipKind::kDoubled:
      return "doubled";
    case SlipKind::kUnbalanced:
      return "unbalanced";
  }
  return "unknown";
}

}  // namespace zhiheng::catalog
