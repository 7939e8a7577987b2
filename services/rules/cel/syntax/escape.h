// Escapes of string and bytes literals. Stateless, thread-safe.
#ifndef SERVICES_RULES_CEL_SYNTAX_ESCAPE_H_
#define SERVICES_RULES_CEL_SYNTAX_ESCAPE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

// Decodes the body of a literal (between its quotes). In bytes, \x and octal
// escapes are bytes; in strings they are code points. False: *error says why
// and *at the byte in `body` where.
bool Unescape(absl::string_view body, bool bytes, std::string* out,
              std::string* error, size_t* at);

// A literal that reads back as `text`: "a\"b", b"\xff".
std::string QuoteString(absl::string_view text);
std::string QuoteBytes(absl::string_view bytes);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_ESCAPE_H_
