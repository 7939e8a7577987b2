// What the printers of trees share. For this room only; stateless.
#ifndef SERVICES_RULES_CEL_SYNTAX_AST_TEXT_H_
#define SERVICES_RULES_CEL_SYNTAX_AST_TEXT_H_

#include <string>

#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

// A literal as it is written: 1, 2u, 1.5, "text", b"bytes".
std::string LiteralText(const Literal& literal);

// A field's name, in backquotes when it is no plain word. The full name of an
// extension field stays as it is written only in backquotes too.
std::string FieldText(const std::string& name);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_AST_TEXT_H_
