// The words of an expression. A token's text is a view into the source, which
// must outlive it; string literals carry their decoded value.
#ifndef SERVICES_RULES_CEL_SYNTAX_TOKEN_H_
#define SERVICES_RULES_CEL_SYNTAX_TOKEN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/limits.h"

namespace zhiheng::cel {

enum class TokenKind : uint8_t {
  kEnd,
  kIdent,
  kQuotedIdent,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTrue,
  kFalse,
  kNull,
  kIn,
  kReserved,
  kSymbol,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  int offset = 0;
  absl::string_view text;  // as written; of a symbol, "&&"
  std::string value;       // of a string, bytes or quoted identifier
};

// The tokens of `text`, ended by one kEnd. Mistakes go to `issues`; lexing goes
// on after them.
std::vector<Token> Tokenize(absl::string_view text, const Limits& limits,
                            std::vector<Issue>* issues);

// One token a line: `0 identifier label`.
std::string DumpTokens(const std::vector<Token>& tokens);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_TOKEN_H_
