// The official parser, checker and comprehension suites: expressions and the
// trees that another implementation printed for them, in its own dialect (no
// optional syntax, no quoted names, no macros of extensions, nesting to 32; in
// some cases numbers of two kinds do not compare).
#ifndef TESTS_CONFORMANCE_CEL_SPEC_TREES_H_
#define TESTS_CONFORMANCE_CEL_SPEC_TREES_H_

#include <string>

#include "tests/conformance/cel_spec_data.h"

namespace zhiheng::conformance {

// Empty when our trees are the printed ones, and we refuse what is refused
// there; else the difference.
std::string CompareTrees(CelSpecData* data, const CelSpecCase& item);

}  // namespace zhiheng::conformance

#endif  // TESTS_CONFORMANCE_CEL_SPEC_TREES_H_
