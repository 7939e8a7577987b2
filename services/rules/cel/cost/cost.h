// What an expression can cost before it is run: an upper bound of the steps
// that Limits::steps counts, with the sizes of the lists it walks left open.
// Nested loops multiply. A list whose size no path names (the result of a
// function) is named by its own text.
//
// The bound holds for every evaluation of the expression alone: definitions it
// uses are counted once, as they are computed once. Functions count as one
// step whatever they do; what they may build is bounded by
// Limits::result_size.
//
// Stateless, thread-safe. REQUIRES: `checked` is ok and belongs to `ast`.
#ifndef SERVICES_RULES_CEL_COST_COST_H_
#define SERVICES_RULES_CEL_COST_COST_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/cost/cost_bound.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

// Elements assumed in a list when nothing says how many: labels carry fewer
// marks, claims and ingredients than that.
inline constexpr int64_t kAssumedListSize = 20;
// Steps of one rule at the assumed size beyond which lint warns: a fiftieth of
// Limits::steps, so that a list seven times as long still passes a loop in a
// loop.
inline constexpr int64_t kRuleStepBudget = 100'000;

// Where the elements of a list come from, and how many there can be.
struct Shape {
  CostBound size;
  std::string name;  // label.marks; of an element label.marks[]
};

struct ExpressionCost {
  CostBound own;                      // without definitions
  Shape shape;                        // of its value, for loops over it
  std::set<std::string> definitions;  // used directly
};

using DefinitionCosts = std::map<std::string, ExpressionCost>;

ExpressionCost CostOf(const Ast& ast, const Checked& checked,
                      const DefinitionCosts& definitions);

// With the definitions it uses, each once.
CostBound TotalCost(const ExpressionCost& cost,
                    const DefinitionCosts& definitions);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_COST_COST_H_
