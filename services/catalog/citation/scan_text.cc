// One pass: decode, drop page numbers, fold, join. Tested by scanner_test.cc.
#include "services/catalog/citation/scan_text.h"

#include <algorithm>

#include "services/catalog/citation/fold.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// Characters of the longest line that is taken for a page number.
constexpr size_t kMaxPageLine = 24;

bool IsAsciiWord(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

bool IsHan(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }

// `- 3 -`, `第 3 页 共 8 页`, `3/8`, alone on its line.
bool IsPageNumber(absl::string_view line) {
  bool digit = false;
  size_t length = 0;
  for (size_t pos = 0; pos < line.size(); ++length) {
    const char32_t c = FoldCitationChar(NextCodePoint(line, &pos));
    if (length > kMaxPageLine) return false;
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (!IsBlankChar(c) && c != '\f' && c != '-' && c != '/' &&
               c != U'第' && c != U'页' && c != U'共' && c != U'·') {
      return false;
    }
  }
  return digit;
}

// Page numbers stand beside a page break.
bool IsPageLine(absl::string_view text, size_t begin, size_t end) {
  if (!IsPageNumber(text.substr(begin, end - begin))) return false;
  if (text.substr(begin, end - begin).find('\f') != absl::string_view::npos) {
    return true;
  }
  size_t after = end;
  while (after < text.size() &&
         (text[after] == '\n' || text[after] == '\r' || text[after] == ' ')) {
    ++after;
  }
  return after < text.size() && text[after] == '\f';
}

}  // namespace

ScanText::ScanText(absl::string_view original) {
  chars_.reserve(original.size() / 3 + 1);
  bool line_start = true;
  bool blank = false;
  uint32_t index = 0;
  for (size_t pos = 0; pos < original.size(); ++index) {
    if (pos == 0 || original[pos - 1] == '\n') {
      line_start = true;
      const size_t end = std::min(original.find('\n', pos), original.size());
      if (end - pos < 4 * kMaxPageLine && IsPageLine(original, pos, end)) {
        for (; pos < end; ++index) NextCodePoint(original, &pos);
        blank = true;
        if (pos == original.size()) break;
      }
    }
    Char c;
    c.byte = static_cast<uint32_t>(pos);
    c.original = NextCodePoint(original, &pos);
    c.end_byte = static_cast<uint32_t>(pos);
    c.index = index;
    c.end_index = index;
    if (IsZeroWidthChar(c.original)) continue;
    if (IsBlankChar(c.original) || c.original == '\f' || c.original == '\v') {
      blank = true;
      continue;
    }
    c.folded = FoldCitationChar(c.original);
    c.starts_line = line_start;
    Append(c, blank);
    line_start = false;
    blank = false;
  }
  FoldAngles();
}

void ScanText::Append(Char c, bool blank_before) {
  if (!chars_.empty()) {
    Char& last = chars_.back();
    if (blank_before) last.blank_after = true;
    // Between two words of letters or digits one blank stays.
    if (blank_before && IsAsciiWord(last.folded) && IsAsciiWord(c.folded)) {
      Char space = last;
      space.folded = ' ';
      space.original = ' ';
      space.byte = last.end_byte;
      space.end_byte = last.end_byte;
      space.starts_line = false;
      chars_.push_back(space);
    }
    // —— is one dash.
    if (c.folded == '-' && chars_.back().folded == '-') {
      chars_.back().end_byte = c.end_byte;
      chars_.back().end_index = c.index;
      return;
    }
  }
  chars_.push_back(c);
}

// <价格法> inside a title is 《价格法》; a < b is not.
void ScanText::FoldAngles() {
  for (size_t i = 0; i < chars_.size(); ++i) {
    if (chars_[i].folded == '<' && IsHan((*this)[i + 1])) {
      chars_[i].folded = U'《';
    } else if (chars_[i].folded == '>' && i > 0 &&
               (IsHan((*this)[i - 1]) || (*this)[i - 1] == ')' ||
                (*this)[i - 1] == U'》')) {
      chars_[i].folded = U'》';
    }
  }
}

bool ScanText::StartsWith(size_t at, std::u32string_view word) const {
  if (at + word.size() > chars_.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (chars_[at + i].folded != word[i]) return false;
  }
  return true;
}

std::string ScanText::Utf8(size_t begin, size_t end) const {
  std::string out;
  for (size_t i = begin; i < end && i < chars_.size(); ++i) {
    AppendUtf8(chars_[i].folded, &out);
  }
  return out;
}

TextSpan ScanText::Span(size_t begin, size_t end) const {
  if (chars_.empty() || begin >= end || begin >= chars_.size()) return {};
  const Char& first = chars_[begin];
  const Char& last = chars_[std::min(end, chars_.size()) - 1];
  return {first.byte, last.end_byte, first.index, last.end_index + 1};
}

}  // namespace zhiheng::catalog
