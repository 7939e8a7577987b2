// What the rules of a pack can cost before they are run.
//
// Pure functions, thread-safe.
#ifndef SERVICES_RULES_AUTHORING_PACK_COST_H_
#define SERVICES_RULES_AUTHORING_PACK_COST_H_

#include <string>
#include <vector>

#include "services/rules/cel/cost/cost.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

struct RuleCost {
  std::string rule;
  Position at;
  // All its conditions and those of its consequences; a definition counts once.
  cel::CostBound bound;
};

std::vector<RuleCost> CostsOf(const CompiledPack& pack);

// Warns of rules above cel::kRuleStepBudget with lists of the assumed size.
void LintCosts(const CompiledPack& pack, Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_PACK_COST_H_
