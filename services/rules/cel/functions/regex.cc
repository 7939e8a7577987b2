#include "services/rules/cel/functions/regex.h"

#include <re2/re2.h>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {

std::unique_ptr<re2::RE2> CompileRegex(absl::string_view pattern,
                                       int64_t max_bytes) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(max_bytes);
  return std::make_unique<re2::RE2>(
      re2::StringPiece(pattern.data(), pattern.size()), options);
}

Value RegexError(Context& context, const re2::RE2& regex) {
  return context.Error("regex",
                       absl::StrCat("the pattern ", regex.pattern(),
                                    " cannot be used: ", regex.error()));
}

bool RegexSearch(const re2::RE2& regex, absl::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                                regex);
}

}  // namespace zhiheng::cel
