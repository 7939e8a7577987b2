// Which characters are words, which are Chinese, and which spellings of a
// character search treats as one.
//
// Pure functions; thread-safe; never fail.
#ifndef SERVICES_CATALOG_SEARCH_CHARS_H_
#define SERVICES_CATALOG_SEARCH_CHARS_H_

namespace zhiheng::catalog {

enum class CharClass { kOther, kWord, kHan };

// Full-width ASCII to ASCII, ASCII to lower case. One character stays one.
inline char32_t FoldForSearch(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + '!';
  if (c >= 'A' && c <= 'Z') c = c - 'A' + 'a';
  return c;
}

// Of a folded character.
inline CharClass Classify(char32_t c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
      (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7)) {
    return CharClass::kWord;
  }
  if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
      (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007) {
    return CharClass::kHan;
  }
  return CharClass::kOther;
}

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_SEARCH_CHARS_H_
