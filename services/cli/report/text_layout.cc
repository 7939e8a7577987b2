// Greedy: pieces that may not be broken are put on the line while they fit.
// Linear in the length of the text. Tested by text_layout_test.cc.
#include "services/cli/report/text_layout.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/text.h"

namespace zhiheng::cli {
namespace {

// Punctuation that closes: it stays with the character before it.
bool StaysWithPrevious(char32_t c) {
  static constexpr char32_t kClosing[] = U"，。、；：？！）》」』】”’…％";
  for (const char32_t closing : kClosing) {
    if (c == closing && c != 0) return true;
  }
  return false;
}

// Punctuation that opens: the next character stays with it.
bool StaysWithNext(char32_t c) {
  static constexpr char32_t kOpening[] = U"（《「『【“‘";
  for (const char32_t opening : kOpening) {
    if (c == opening && c != 0) return true;
  }
  return false;
}

// Pieces between which a line may end: words with their trailing blank, wide
// characters with the punctuation that belongs to them.
std::vector<std::string> Pieces(absl::string_view line) {
  std::vector<std::string> pieces;
  std::string piece;
  bool open = false;  // the next character stays with the piece
  char32_t previous = 0;
  for (size_t pos = 0; pos < line.size();) {
    const char32_t c = NextCodePoint(line, &pos);
    const bool wide = IsWideCharacter(c);
    const bool boundary =
        !piece.empty() && !open && !StaysWithPrevious(c) &&
        (wide || IsWideCharacter(previous) || (previous == U' ' && c != U' '));
    if (boundary) {
      pieces.push_back(piece);
      piece.clear();
    }
    AppendUtf8(c, &piece);
    open = StaysWithNext(c);
    previous = c;
  }
  if (!piece.empty()) pieces.push_back(piece);
  return pieces;
}

size_t WidthWithoutTrailingBlanks(absl::string_view piece) {
  while (!piece.empty() && piece.back() == ' ') piece.remove_suffix(1);
  return DisplayWidth(piece);
}

void DropTrailingBlanks(std::string* line) {
  while (!line->empty() && line->back() == ' ') line->pop_back();
}

void WrapLine(absl::string_view line, size_t width,
              std::vector<std::string>* out) {
  std::string current;
  size_t used = 0;
  const auto flush = [&] {
    DropTrailingBlanks(&current);
    out->push_back(current);
    current.clear();
    used = 0;
  };
  for (const std::string& piece : Pieces(line)) {
    if (used > 0 && used + WidthWithoutTrailingBlanks(piece) > width) flush();
    if (WidthWithoutTrailingBlanks(piece) <= width) {
      current += piece;
      used += DisplayWidth(piece);
      continue;
    }
    for (size_t pos = 0; pos < piece.size();) {  // longer than a line
      const char32_t c = NextCodePoint(piece, &pos);
      const size_t columns = IsWideCharacter(c) ? 2 : 1;
      if (used + columns > width) flush();
      AppendUtf8(c, &current);
      used += columns;
    }
  }
  flush();
}

}  // namespace

std::vector<std::string> WrapText(absl::string_view text, size_t width) {
  std::vector<std::string> out;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    WrapLine(line, width, &out);
  }
  return out;
}

std::string PadRight(absl::string_view text, size_t width) {
  const size_t used = DisplayWidth(text);
  std::string out(text);
  if (used < width) out.append(width - used, ' ');
  return out;
}

}  // namespace zhiheng::cli
