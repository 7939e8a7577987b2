// YAML into a ValueTree with positions: one document, string keys, no tags.
// Scalars keep their printed text; what a word means is decided by the field
// it lands in, so `no` is never false and 18.0 stays 18.0.
//
// Stateless, thread-safe. Stops at the first syntax error, which is returned;
// nullopt when all is well.
#ifndef SERVICES_COMMON_FACTS_YAML_SOURCE_H_
#define SERVICES_COMMON_FACTS_YAML_SOURCE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/common/facts/limits.h"
#include "services/common/facts/problem.h"
#include "services/common/facts/value_tree.h"

namespace YAML {
class Node;
}

namespace zhiheng {

// REQUIRES: IsValidUtf8(text).
std::optional<FactsProblem> ParseYamlValues(absl::string_view text,
                                            const FactsLimits& limits,
                                            ValueTree* tree);

// A node of a document that somebody else loaded. Aliases are written out.
std::optional<FactsProblem> CopyYamlValues(const YAML::Node& node,
                                           const FactsLimits& limits,
                                           ValueTree* tree);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_YAML_SOURCE_H_
