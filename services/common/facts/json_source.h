// Strict JSON (RFC 8259) into a ValueTree with positions. Numbers keep their
// printed digits: 18.0 stays 18.0.
//
// Stateless, thread-safe. Stops at the first syntax error, which is returned;
// nullopt when all is well. Nesting is followed with a stack of its own.
#ifndef SERVICES_COMMON_FACTS_JSON_SOURCE_H_
#define SERVICES_COMMON_FACTS_JSON_SOURCE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/common/facts/limits.h"
#include "services/common/facts/problem.h"
#include "services/common/facts/value_tree.h"

namespace zhiheng {

// REQUIRES: IsValidUtf8(text).
std::optional<FactsProblem> ParseJsonValues(absl::string_view text,
                                            const FactsLimits& limits,
                                            ValueTree* tree);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_JSON_SOURCE_H_
