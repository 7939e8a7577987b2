// Loops over two variables: index and element of a list, key and value of a
// map. Immutable, thread-safe. Every turn pays the nodes of its body from the
// step limit.
#ifndef SERVICES_RULES_CEL_EVAL_PAIR_NODES_H_
#define SERVICES_RULES_CEL_EVAL_PAIR_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

class PairLoopNode : public EvalNode {
 public:
  struct Parts {
    MacroKind macro = MacroKind::kAll;
    NodePtr range;
    NodePtr predicate;  // null: every pair
    NodePtr element;    // of the transformations; else null
    int first = 0;      // slots
    int second = 0;
    int cost = 1;
  };
  explicit PairLoopNode(Parts parts) : p_(std::move(parts)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override;
  std::vector<const EvalNode*> Children() const override;

 private:
  // Calls turn() with both variables set until it returns false; null, or why
  // the loop did not run to its end.
  template <typename Turn>
  Value ForEach(Frame& f, const Turn& turn) const;
  Value Quantify(Frame& f) const;
  Value One(Frame& f) const;
  Value Transform(Frame& f) const;
  bool Take(Frame& f, std::vector<Value>* out, Value* abnormal) const;

  Parts p_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_PAIR_NODES_H_
