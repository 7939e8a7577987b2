// One instruction of a program. Nodes form a tree that is immutable and shared
// by threads; all state of an evaluation is in the Frame.
//
// Evaluation recurses over the tree: its height was bounded by the parser.
#ifndef SERVICES_RULES_CEL_EVAL_NODE_H_
#define SERVICES_RULES_CEL_EVAL_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/rules/cel/values/context.h"
#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

// A definition's value, computed when first asked for.
struct DefinitionCell {
  bool done = false;
  Value value;
};

struct Frame {
  Context& context;
  const Value* variables;       // by index; an unbound one is an error value
  Value* slots;                 // loop variables
  DefinitionCell* definitions;  // by index
};

class EvalNode {
 public:
  virtual ~EvalNode() = default;
  virtual Value Eval(Frame& frame) const = 0;
  // For dumps.
  virtual std::string Label() const = 0;
  virtual std::vector<const EvalNode*> Children() const { return {}; }
  // The value when it is the same in every evaluation; else null.
  virtual const Value* Constant() const { return nullptr; }
};

using NodePtr = std::unique_ptr<const EvalNode>;

// Nodes of the tree.
int CountNodes(const EvalNode& root);
// One node a line, children indented.
std::string DumpProgram(const EvalNode& root);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_NODE_H_
