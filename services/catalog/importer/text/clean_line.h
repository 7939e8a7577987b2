// One line of a file as the recogniser wants it, and a count of what had to be
// taken out: zero-width characters dropped, every odd space an ordinary one,
// Markdown emphasis and hard breaks removed, trimmed.
//
// Pure; thread-safe. Never fails: ill-formed bytes become U+FFFD and count.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_CLEAN_LINE_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_CLEAN_LINE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// What a file held that a reader would not see. Lines are those of the first.
struct OddCharacters {
  int zero_width = 0;
  int zero_width_line = 0;
  int private_use = 0;
  int private_use_line = 0;
  int ill_formed = 0;
  int ill_formed_line = 0;
};

// `line` is the number kept in `odd`.
std::string CleanLine(absl::string_view raw, int line, OddCharacters* odd);

// Without spaces, punctuation and zero-width characters: what remains of two
// texts that say the same in different print.
std::string ComparableText(absl::string_view text);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_CLEAN_LINE_H_
