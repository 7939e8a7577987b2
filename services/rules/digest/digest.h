// SHA-256 over canonical text, the name of a content. Never taken over
// serialised protos, which are not canonical. Pure functions, thread-safe.
#ifndef SERVICES_RULES_DIGEST_DIGEST_H_
#define SERVICES_RULES_DIGEST_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::rules {

// 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_DIGEST_DIGEST_H_
