// RE2 patterns under a memory limit, quiet on failure. Stateless; RE2 objects
// are thread-safe.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_REGEX_H_
#define SERVICES_RULES_CEL_FUNCTIONS_REGEX_H_

#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"
#include "services/rules/cel/values/context.h"

namespace re2 {
class RE2;
}  // namespace re2

namespace zhiheng::cel {

// Never null; ask ok().
std::unique_ptr<re2::RE2> CompileRegex(absl::string_view pattern,
                                       int64_t max_bytes);
Value RegexError(Context& context, const re2::RE2& regex);
bool RegexSearch(const re2::RE2& regex, absl::string_view text);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_REGEX_H_
