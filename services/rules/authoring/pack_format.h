// The usual form of a pack file or a suite. Comments stay where they are; what
// the file says is the same afterwards, which is checked.
//
//   - no blanks at the end of a line, one newline at the end of the file
//   - one blank line before a section with lines of its own, and between rules;
//     never two
//   - in lists and maps on one line: one blank after `,` and `:`, none inside
//     the brackets
//   - the keys of a rule in the order of the tables (packs/pack_keys.h), each
//     with the comment above it
//
// Texts, block scalars, indentation and values over several lines stay as they
// are written.
//
// Pure function, thread-safe. Time is linear in the text. INVALID_ARGUMENT for
// a file that is no YAML; INTERNAL when the form would change the meaning,
// which is a mistake of this program and changes nothing.
#ifndef SERVICES_RULES_AUTHORING_PACK_FORMAT_H_
#define SERVICES_RULES_AUTHORING_PACK_FORMAT_H_

#include <string>

#include "absl/status/statusor.h"

namespace zhiheng::rules {

absl::StatusOr<std::string> FormatPack(const std::string& text);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_PACK_FORMAT_H_
