// Chains of fields that can be read at measured places: which record of the
// frame a chain starts from, the steps to the message that holds the field, and
// the node that reads it.
//
// One planner's, one thread. Tested by module/fast_paths_test.cc.
#ifndef SERVICES_RULES_CEL_PROGRAM_RECORD_PATHS_H_
#define SERVICES_RULES_CEL_PROGRAM_RECORD_PATHS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/eval/record_nodes.h"
#include "services/rules/cel/program/planner.h"
#include "services/rules/cel/syntax/ast.h"

namespace zhiheng::cel {

// Loop variables in scope and their slots, the innermost last.
using Locals = std::vector<std::pair<std::string, int>>;

class RecordPaths {
 public:
  RecordPaths(const Ast& ast, const Checked& checked, const Bindings& bindings)
      : ast_(ast), checked_(checked), bindings_(bindings) {}

  // Node `id` (a selection) read in place, or `ordinary` when it cannot be.
  NodePtr Read(int id, const Locals& locals, NodePtr ordinary);
  // The next variable gets `slot` and runs over `range`.
  void EnterLoop(int slot, int range, const Locals& locals);

 private:
  struct Chain {
    RecordPath path;  // to the message that `layout` describes
    const RecordLayout* layout = nullptr;
  };
  bool Resolve(int id, const Locals& locals, Chain* chain) const;
  bool Start(const Reference& ref, const Locals& locals, Chain* chain) const;
  // Steps into field `name` of the chain's message, or element `index` of it.
  static bool Enter(const std::string& name, int index, Chain* chain);

  const Ast& ast_;
  const Checked& checked_;
  const Bindings& bindings_;
  std::map<int, const RecordLayout*> slots_;  // of loops over messages in place
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_PROGRAM_RECORD_PATHS_H_
