// Holds findings against what a reference case expects.
//
// Pure functions, thread-safe. An empty list of differences: all as expected.
#ifndef TESTS_REFERENCE_REFERENCE_CHECK_H_
#define TESTS_REFERENCE_REFERENCE_CHECK_H_

#include <string>
#include <vector>

#include "tests/reference/reference_suite.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::reference {

using Findings = google::protobuf::RepeatedPtrField<rules::v1::Finding>;

std::vector<std::string> Differences(const ReferenceCase& expected,
                                     const Findings& findings);

// One line a finding: what a person looks at when an expectation fails.
std::string Table(const Findings& findings);

}  // namespace zhiheng::reference

#endif  // TESTS_REFERENCE_REFERENCE_CHECK_H_
