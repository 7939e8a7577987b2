// Breaks text into lines of a given width, Chinese and Latin mixed: between
// words, between Chinese characters, never before closing punctuation.
//
// Stateless, thread-safe.
#ifndef SERVICES_CLI_REPORT_TEXT_LAYOUT_H_
#define SERVICES_CLI_REPORT_TEXT_LAYOUT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cli {

// At least one line; line breaks in `text` are kept. A word longer than a line
// is cut. REQUIRES: width >= 8.
std::vector<std::string> WrapText(absl::string_view text, size_t width);

// `text` and blanks up to `width` columns; unchanged when it is wider.
std::string PadRight(absl::string_view text, size_t width);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_TEXT_LAYOUT_H_
