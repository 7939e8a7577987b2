// Trees in the notation of the official parser and checker suites: one node a
// line, what a node is after ^#, its type after ~ and what it stands for
// after ^. Stateless.
#ifndef TESTS_CONFORMANCE_CEL_SPEC_PRINTER_H_
#define TESTS_CONFORMANCE_CEL_SPEC_PRINTER_H_

#include <string>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::conformance {

std::string PrintParsed(const cel::Ast& ast);

// `checked` is ok.
std::string PrintChecked(const cel::Ast& ast, const cel::Checked& checked,
                         const cel::Scope& scope);

}  // namespace zhiheng::conformance

#endif  // TESTS_CONFORMANCE_CEL_SPEC_PRINTER_H_
