#include "services/rules/authoring/pack_cost.h"

#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/parser.h"

namespace zhiheng::rules {
namespace {

class PackEstimator {
 public:
  explicit PackEstimator(const CompiledPack& pack)
      : pack_(pack), scope_(cel::ScopeOf(*pack.environment)) {
    for (const LetSource& let : pack.source->lets) {
      const cel::Parsed parsed = cel::Parse(let.expression.text);
      if (!parsed.ok()) continue;
      const cel::Checked checked =
          cel::Check(parsed.ast, scope_, cel::Type::Dyn(), cel::Limits());
      if (!checked.ok()) continue;
      definitions_[let.name.text] =
          cel::CostOf(parsed.ast, checked, definitions_);
      scope_.names[let.name.text] = checked.type;
    }
  }

  cel::CostBound Rule(const RuleProgram& rule) {
    cel::ExpressionCost sum;
    for (const cel::ExprId id : {pack_.applies, rule.when, rule.finds,
                                 rule.require, rule.suspect, rule.judge}) {
      Add(id, &sum);
    }
    for (const ConsequenceProgram& c : rule.consequences) {
      for (const cel::ExprId id : {c.when, c.amount, c.fine.hypothetical})
        Add(id, &sum);
    }
    return cel::TotalCost(sum, definitions_);
  }

 private:
  void Add(cel::ExprId id, cel::ExpressionCost* sum) {
    if (!id.valid()) return;
    const cel::Parsed parsed = cel::Parse(pack_.module->info(id).text);
    if (!parsed.ok()) return;
    const cel::Checked checked =
        cel::Check(parsed.ast, scope_, cel::Type::Dyn(), cel::Limits());
    if (!checked.ok()) return;
    const cel::ExpressionCost cost =
        cel::CostOf(parsed.ast, checked, definitions_);
    sum->own += cost.own;
    sum->definitions.insert(cost.definitions.begin(), cost.definitions.end());
  }

  const CompiledPack& pack_;
  cel::Scope scope_;
  cel::DefinitionCosts definitions_;
};

}  // namespace

std::vector<RuleCost> CostsOf(const CompiledPack& pack) {
  PackEstimator estimator(pack);
  std::vector<RuleCost> out;
  for (size_t i = 0; i < pack.rules.size(); ++i) {
    out.push_back({pack.rules[i].id, pack.source->rules[i].at,
                   estimator.Rule(pack.rules[i])});
  }
  return out;
}

void LintCosts(const CompiledPack& pack, Diagnostics* diagnostics) {
  for (const RuleCost& cost : CostsOf(pack)) {
    const int64_t steps = cost.bound.AtEqual(cel::kAssumedListSize);
    if (steps <= cel::kRuleStepBudget) continue;
    diagnostics->Warning(
        "costly-rule", pack.source->file, cost.at,
        absl::StrCat("rule ", cost.rule, " can take ", steps, " steps with ",
                     cel::kAssumedListSize,
                     " elements in each list: ", cost.bound.ToString()),
        absl::StrCat("the budget is ", cel::kRuleStepBudget,
                     "; avoid loops within loops, or define what they share"));
  }
}

}  // namespace zhiheng::rules
