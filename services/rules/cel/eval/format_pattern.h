// The part of RE2's syntax that byte_matcher.h knows, as a tree.
//
// Stateless. Null for a pattern that is not of it.
#ifndef SERVICES_RULES_CEL_EVAL_FORMAT_PATTERN_H_
#define SERVICES_RULES_CEL_EVAL_FORMAT_PATTERN_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

struct FormatPart {
  enum class Kind { kClass, kSequence, kEither, kRepeat };
  Kind kind = Kind::kSequence;
  std::vector<std::pair<uint32_t, uint32_t>> ranges;  // of code points
  std::vector<std::unique_ptr<FormatPart>> parts;
  int min = 0;   // of kRepeat
  int max = -1;  // -1: without end
};

std::unique_ptr<FormatPart> ParseFormat(absl::string_view pattern);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_FORMAT_PATTERN_H_
