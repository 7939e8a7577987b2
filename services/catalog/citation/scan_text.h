// Running text made ready for the scanner: characters folded as citations are,
// white space between Chinese characters gone (a page breaks lines anywhere),
// each character with its place in the original.
//
// Value type; thread-safe when const. Building is linear; ill-formed bytes
// become U+FFFD.
#ifndef SERVICES_CATALOG_CITATION_SCAN_TEXT_H_
#define SERVICES_CATALOG_CITATION_SCAN_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// A half-open piece of the original text, in UTF-8 bytes and in code points.
struct TextSpan {
  size_t begin_byte = 0;
  size_t end_byte = 0;
  size_t begin_char = 0;
  size_t end_char = 0;

  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

class ScanText {
 public:
  explicit ScanText(absl::string_view original);

  size_t size() const { return chars_.size(); }
  // The folded character; 0 at and beyond the end.
  char32_t operator[](size_t at) const {
    return at < chars_.size() ? chars_[at].folded : 0;
  }
  // As it stands in the original.
  char32_t Original(size_t at) const { return chars_[at].original; }
  // True when only blanks stand between it and the beginning of its line.
  bool StartsLine(size_t at) const { return chars_[at].starts_line; }
  // True when white space followed it in the original.
  bool BlankAfter(size_t at) const { return chars_[at].blank_after; }

  bool StartsWith(size_t at, std::u32string_view word) const;
  // Folded text of [begin, end), as UTF-8.
  std::string Utf8(size_t begin, size_t end) const;
  TextSpan Span(size_t begin, size_t end) const;

 private:
  struct Char {
    char32_t folded = 0;
    char32_t original = 0;
    uint32_t byte = 0;
    uint32_t end_byte = 0;
    uint32_t index = 0;      // code point of the original
    uint32_t end_index = 0;  // its last one: —— is one dash here
    bool starts_line = false;
    bool blank_after = false;
  };
  void Append(Char c, bool blank_before);
  void FoldAngles();

  std::vector<Char> chars_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_SCAN_TEXT_H_
