// A list or map that YAML has on one line, with one blank after `,` and `:` and
// none inside the brackets.
//
// Pure function, thread-safe; linear in the text.
#ifndef SERVICES_RULES_AUTHORING_FLOW_TEXT_H_
#define SERVICES_RULES_AUTHORING_FLOW_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>

namespace zhiheng::rules {

// The value in brackets that begins at `at`; `end` is where it ends. nullopt:
// it does not end on this line, or holds something that is not understood.
std::optional<std::string> TidyFlow(const std::string& text, size_t at,
                                    size_t* end);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_FLOW_TEXT_H_
