// A checked tree to a program: names become indexes, fields descriptors,
// patterns compiled regexes, constant lists sets, and calls on constants their
// values.
//
// One thread. Constants of the program live in the Context given; it, the
// scope's registry and pool must outlive the program.
#ifndef SERVICES_RULES_CEL_PROGRAM_PLANNER_H_
#define SERVICES_RULES_CEL_PROGRAM_PLANNER_H_

#include <map>
#include <string>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/program/sharing.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/values/record_layout.h"

namespace zhiheng::cel {

// What the names of a scope are when a program runs.
struct Bindings {
  struct Definition {
    int index;
    const EvalNode* body;
  };
  std::map<std::string, int> variables;  // index into Frame::variables
  std::map<std::string, Value> constants;
  std::map<std::string, Definition> definitions;
  int slots = 0;               // used so far; the planner takes more
  int cells = 0;               // of Frame::memo, used so far
  Sharing* sharing = nullptr;  // null: nothing is shared
  // By index of variable: how its message is laid out; null: not known.
  std::vector<const RecordLayout*> layouts;
  // Frame::records holds the variables, then the slots.
  int RecordOfSlot(int slot) const {
    return static_cast<int>(layouts.size()) + slot;
  }
};

struct Planned {
  NodePtr root;               // null with issues
  std::vector<Issue> issues;  // a constant pattern that is no regex, …
};

// REQUIRES: `checked` is ok and belongs to `ast`. `fold` off keeps calls on
// constants, for comparison in tests.
Planned Plan(const Ast& ast, const Checked& checked, const Scope& scope,
             Context& constants, Bindings& bindings, bool fold = true);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_PROGRAM_PLANNER_H_
