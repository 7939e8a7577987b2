// UTF-8 text helpers, and the bridges between the string views that meet here:
// this Abseil's string_view is a type of its own, not std::string_view.
#ifndef SERVICES_COMMON_BASE_TEXT_H_
#define SERVICES_COMMON_BASE_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng {

inline std::string_view ToStd(absl::string_view text) {
  return {text.data(), text.size()};
}
inline absl::string_view ToAbsl(std::string_view text) {
  return {text.data(), text.size()};
}

// True when `text` is well-formed UTF-8: no overlong forms, no surrogates,
// nothing above U+10FFFF.
bool IsValidUtf8(absl::string_view text);

// Number of code points. REQUIRES: IsValidUtf8(text).
size_t Utf8Length(absl::string_view text);

// Decodes the code point at *pos and moves *pos past it. Ill-formed bytes give
// U+FFFD and move one byte. REQUIRES: *pos < text.size().
char32_t NextCodePoint(absl::string_view text, size_t* pos);

void AppendUtf8(char32_t code_point, std::string* out);

// Characters that a terminal draws two columns wide: East Asian scripts and
// full-width forms.
bool IsWideCharacter(char32_t code_point);

// Columns that `text` takes on a terminal.
size_t DisplayWidth(absl::string_view text);

// The candidate nearest to `word` by edit distance, for "did you mean"; empty
// when none is near enough to be a plausible slip (more than a third of the
// word's length, at least one edit).
std::string NearestWord(absl::string_view word,
                        const std::vector<std::string>& candidates);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_BASE_TEXT_H_
