// The inside of the planner, for its own sources only: one walk over the tree,
// children first; recursion is bounded by the height of the tree. What a kind
// of node becomes stands in planner.cc, calls in plan_calls.cc, loops in
// plan_loops.cc.
//
// One thread, one expression. What is given must outlive it.
#ifndef SERVICES_RULES_CEL_PROGRAM_PLANNER_IMPL_H_
#define SERVICES_RULES_CEL_PROGRAM_PLANNER_IMPL_H_

#include <memory>
#include <string>
#include <vector>

#include "services/rules/cel/eval/basic_nodes.h"
#include "services/rules/cel/eval/term_scanner.h"
#include "services/rules/cel/program/planner.h"
#include "services/rules/cel/program/record_paths.h"

namespace zhiheng::cel {

class Planner {
 public:
  Planner(const Ast& ast, const Checked& checked, const Scope& scope,
          Context& constants, Bindings& bindings, bool fold)
      : ast_(ast),
        checked_(checked),
        scope_(scope),
        constants_(constants),
        bindings_(bindings),
        fold_(fold),
        paths_(ast, checked, bindings) {}
  Planned Run();

 private:
  const Type& TypeOf(int id) const {
    return checked_.types[static_cast<size_t>(id)];
  }
  const Reference& Ref(int id) const {
    return checked_.references[static_cast<size_t>(id)];
  }
  static NodePtr Constant(Value v) { return std::make_unique<ConstantNode>(v); }

  // --- planner.cc
  NodePtr Visit(int id);
  // What costs more than looking up its value: patterns, loops, map fields
  // and calls that have no node of their own.
  bool WorthSharing(int id) const;
  NodePtr Make(int id);
  Value LiteralValue(const Literal& literal);
  NodePtr Named(int id);
  static NodePtr Unresolved(const std::string& name);
  NodePtr EnumValue(const Reference& ref);
  // What type() says at run time for a type written by name.
  static std::string RuntimeTypeName(const Type& type,
                                     const std::string& written);
  NodePtr Select(int id) { return InPlace(id, OrdinarySelect(id)); }
  // The chain of fields that ends here, read in place where it can be.
  NodePtr InPlace(int id, NodePtr ordinary);
  NodePtr OrdinarySelect(int id);
  std::vector<NodePtr> All(const std::vector<int>& ids);
  static bool AllConstant(const std::vector<NodePtr>& nodes);
  NodePtr Map(const Node& node);
  NodePtr List(const Node& node);
  NodePtr Struct(int id);

  // --- plan_calls.cc
  NodePtr Call(int id);
  // The operands of a chain of && or ||, which group as they like.
  void Operands(int id, const std::string& name, std::vector<NodePtr>* out);
  NodePtr Equal(bool negated, const std::vector<int>& ids,
                std::vector<NodePtr>& args);
  NodePtr InSet(const std::vector<int>& ids, std::vector<NodePtr>& args);
  NodePtr TextIndex(const std::vector<int>& ids, std::vector<NodePtr>& args);
  NodePtr Match(int id, std::vector<NodePtr>& args);
  // The overload is fixed when there is one and the kinds of the arguments
  // are certain: not dyn, no wrapper that may be null.
  const Overload* Certain(int id, const std::vector<int>& args) const;
  NodePtr PlainCall(int id, const std::string& name, bool member,
                    const std::vector<int>& ids, std::vector<NodePtr> args);
  // The value of a call on constants; one that fails stays a call.
  NodePtr Folded(NodePtr node);

  // --- plan_loops.cc
  int NewSlot(const std::string& name);
  template <typename LoopNode>
  NodePtr WithRecord(std::unique_ptr<LoopNode> loop, int slot);
  // TERMS.exists(t, …x.contains(t)) as one scan of x; null when it is not
  // that.
  NodePtr TermLoop(const Comprehension& loop, const NodePtr& range);
  // The body of a loop over terms, the test of the term made a scan.
  NodePtr TermScan(int id, int test, std::shared_ptr<const TermScanner> terms);
  static int Cost(const NodePtr& node);
  NodePtr Loop(int id);
  NodePtr PairLoop(const Comprehension& loop, NodePtr range);
  NodePtr Fold(const Comprehension& loop, NodePtr range);

  const Ast& ast_;
  const Checked& checked_;
  const Scope& scope_;
  Context& constants_;
  Bindings& bindings_;
  bool fold_;
  RecordPaths paths_;
  int ordinary_only_ = 0;  // inside the ordinary form of a chain of fields
  Locals locals_;
  std::vector<Issue> issues_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_PROGRAM_PLANNER_IMPL_H_
