// Runs the examples that stand in a pack, and says where what came out differs
// from what the author expects.
//
// Thread-safe. A mistake in an example is a diagnostic and a failed result.
#ifndef SERVICES_RULES_AUTHORING_EXAMPLES_H_
#define SERVICES_RULES_AUTHORING_EXAMPLES_H_

#include <string>
#include <vector>

#include "services/rules/calendar/calendar.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

// The day of the check in examples that name none.
inline constexpr char kExampleToday[] = "2026-06-30";

struct ExampleResult {
  std::string rule;
  std::string name;
  std::string file;
  Position at;
  std::string expected;  // outcome
  bool passed = false;
  // One line for each difference: `outcome: expected X, got Y`.
  std::vector<std::string> differences;
};

// Those whose `pack/RULE` holds `filter`, when it is not empty.
std::vector<ExampleResult> RunExamples(const CompiledPack& pack,
                                       const Calendar& calendar,
                                       Diagnostics* diagnostics,
                                       const std::string& filter = "");

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_EXAMPLES_H_
