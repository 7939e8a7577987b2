#include "services/catalog/importer/text/clean_line.h"

#include <string>

#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

bool IsZeroWidth(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0x00AD;
}

bool IsOddSpace(char32_t c) {
  return c == '\t' || c == '\r' || c == '\v' || c == '\f' || c == 0x00A0 ||
         c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F;
}

bool IsPrivateUse(char32_t c) {
  return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

// Letters, digits and Chinese characters are compared; nothing else is.
bool IsCompared(char32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  }
  if (c < 0x00C0) return false;
  if (c >= 0x2000 && c <= 0x2BFF) return false;  // punctuation, symbols
  if (c >= 0x3000 && c <= 0x3004) return false;
  if (c >= 0x3008 && c <= 0x3020) return false;
  if (c >= 0xFE10 && c <= 0xFE6F) return false;
  if (c >= 0xFF00 && c <= 0xFFEF) {
    return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
  }
  return !IsZeroWidth(c) && !IsPrivateUse(c);
}

void Count(int* count, int* first_line, int line) {
  if ((*count)++ == 0) *first_line = line;
}

}  // namespace

std::string CleanLine(absl::string_view raw, int line, OddCharacters* odd) {
  std::string out;
  out.reserve(raw.size());
  for (size_t pos = 0; pos < raw.size();) {
    const unsigned char first = static_cast<unsigned char>(raw[pos]);
    if (first == '*' && pos + 1 < raw.size() && raw[pos + 1] == '*') {
      while (pos < raw.size() && raw[pos] == '*') ++pos;
      continue;
    }
    if (first < 0x80) {
      ++pos;
      const bool space = first == ' ' || IsOddSpace(first);
      if (space && out.empty()) continue;
      out.push_back(space ? ' ' : static_cast<char>(first));
      continue;
    }
    const size_t start = pos;
    const char32_t c = NextCodePoint(raw, &pos);
    if (c == 0xFFFD && pos == start + 1) {
      Count(&odd->ill_formed, &odd->ill_formed_line, line);
      AppendUtf8(c, &out);
      continue;
    }
    if (IsZeroWidth(c)) {
      // A byte order mark at the very beginning is the file's, not the text's.
      if (!(c == 0xFEFF && line == 1 && start == 0)) {
        Count(&odd->zero_width, &odd->zero_width_line, line);
      }
      continue;
    }
    if (IsPrivateUse(c)) {
      Count(&odd->private_use, &odd->private_use_line, line);
    }
    if (IsOddSpace(c)) {
      if (!out.empty()) out.push_back(' ');
      continue;
    }
    out.append(raw.data() + start, pos - start);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string ComparableText(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t pos = 0; pos < text.size();) {
    const size_t start = pos;
    const char32_t c = NextCodePoint(text, &pos);
    if (!IsCompared(c)) continue;
    if (c >= 0xFF10 && c <= 0xFF5A) {
      out.push_back(static_cast<char>(c - 0xFF01 + '!'));
    } else {
      out.append(text.data() + start, pos - start);
    }
  }
  return out;
}

}  // namespace zhiheng::catalog
