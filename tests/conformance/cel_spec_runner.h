// One official case, run one way.
//
// Single-threaded; keeps nothing between cases.
#ifndef TESTS_CONFORMANCE_CEL_SPEC_RUNNER_H_
#define TESTS_CONFORMANCE_CEL_SPEC_RUNNER_H_

#include <string>

#include "tests/conformance/cel_spec_data.h"

namespace zhiheng::conformance {

// What is done with the expression. The message types it works on are those of
// the CelSpecData.
enum class Mode {
  kFolded,     // the engine as packs use it
  kUnfolded,   // the engine without work done while compiling
  kReference,  // the reference evaluator over the checked tree
};

// Empty when the case passes; else why not.
std::string RunCase(CelSpecData* data, const CelSpecCase& item, Mode mode);

}  // namespace zhiheng::conformance

#endif  // TESTS_CONFORMANCE_CEL_SPEC_RUNNER_H_
