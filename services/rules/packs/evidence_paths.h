// What a rule can read: the paths that become its evidence.
//
// Pure function, thread-safe. REQUIRES: the pack's module is built.
#ifndef SERVICES_RULES_PACKS_EVIDENCE_PATHS_H_
#define SERVICES_RULES_PACKS_EVIDENCE_PATHS_H_

#include <vector>

#include "services/rules/cel/module/module.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

// Sorted, each once; a path on the way to another is left out, and a date or an
// amount is one fact whatever part of it is read.
std::vector<cel::ReadPath> EvidencePaths(const CompiledPack& pack,
                                         const RuleProgram& rule);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_EVIDENCE_PATHS_H_
