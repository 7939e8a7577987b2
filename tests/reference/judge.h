// Judges reference cases with the packs that ship.
//
// Tests run in their source folder, two levels below the root. One engine a
// process, made on first use and never freed; thread-safe. A case that cannot
// be judged fails the running test.
#ifndef TESTS_REFERENCE_JUDGE_H_
#define TESTS_REFERENCE_JUDGE_H_

#include <string>
#include <vector>

#include "tests/reference/reference_check.h"
#include "tests/reference/reference_suite.h"

namespace zhiheng::reference {

// The cases of all suites in `folder`; a folder that cannot be read fails the
// running test.
std::vector<ReferenceCase> CasesOf(const std::string& folder);

// All findings on the case, those that do not apply included.
Findings Judge(const ReferenceCase& one);

}  // namespace zhiheng::reference

#endif  // TESTS_REFERENCE_JUDGE_H_
