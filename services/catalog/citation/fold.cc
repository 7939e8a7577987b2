#include "services/catalog/citation/fold.h"

#include <string>

#include "absl/strings/ascii.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {

bool IsZeroWidthChar(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF ||
         c == 0x00AD;
}

bool IsBlankChar(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x3000 ||
         c == 0x00A0 || (c >= 0x2000 && c <= 0x200A);
}

char32_t FoldCitationChar(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + '!';
  switch (c) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x2500:
      return '-';
    case U'笫':
      return U'第';
    case U'〈':
    case U'«':
    case U'『':
    case U'「':
      return U'《';
    case U'〉':
    case U'»':
    case U'』':
    case U'」':
      return U'》';
    case U'[':
    case U'【':
    case U'﹝':
      return U'〔';
    case U']':
    case U'】':
    case U'﹞':
      return U'〕';
    default:
      return c;
  }
}

std::string FoldCitation(absl::string_view text) {
  std::string out;
  bool space = false;
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = FoldCitationChar(NextCodePoint(text, &pos));
    if (IsZeroWidthChar(c)) continue;
    if (IsBlankChar(c)) {
      space = !out.empty();
      continue;
    }
    // —— is one dash.
    if (c == '-' && !out.empty() && out.back() == '-') continue;
    if (space) out.push_back(' ');
    space = false;
    AppendUtf8(c, &out);
  }
  return out;
}

std::string TitleKey(absl::string_view title) {
  const std::string folded = FoldCitation(title);
  std::string out;
  for (size_t pos = 0; pos < folded.size();) {
    const char32_t c = NextCodePoint(folded, &pos);
    if (c == ' ' || c == U'《' || c == U'》' || c == U'“' || c == U'”' ||
        c == U'"' || c == U'\'') {
      continue;
    }
    AppendUtf8(
        c < 0x80 ? absl::ascii_tolower(static_cast<unsigned char>(c)) : c,
        &out);
  }
  return out;
}

}  // namespace zhiheng::catalog
