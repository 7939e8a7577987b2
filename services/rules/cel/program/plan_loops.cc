// Loops: macros over lists and maps, loops over terms made one scan, and
// comprehensions as they were written. Tested by module_test.cc.
#include "services/rules/cel/eval/loop_nodes.h"
#include "services/rules/cel/eval/pair_nodes.h"
#include "services/rules/cel/eval/text_nodes.h"
#include "services/rules/cel/eval/typed_nodes.h"
#include "services/rules/cel/program/constant_lists.h"
#include "services/rules/cel/program/planner_impl.h"
#include "services/rules/cel/program/term_loops.h"

namespace zhiheng::cel {

int Planner::NewSlot(const std::string& name) {
  locals_.emplace_back(name, bindings_.slots);
  return bindings_.slots++;
}

template <typename LoopNode>
NodePtr Planner::WithRecord(std::unique_ptr<LoopNode> loop, int slot) {
  loop->UseRecord(bindings_.RecordOfSlot(slot));
  return loop;
}

NodePtr Planner::TermLoop(const Comprehension& loop, const NodePtr& range) {
  const bool negated = loop.macro == MacroKind::kAll;
  if (!fold_ || (!negated && loop.macro != MacroKind::kExists)) {
    return nullptr;
  }
  const int test = FindTermTest(ast_, checked_, loop);
  const Value* list = range->Constant();
  if (test < 0 || list == nullptr) return nullptr;
  const auto terms = TextsOf(*list);
  if (!terms.has_value() || terms->empty()) return nullptr;
  auto scanner = std::make_shared<const TermScanner>(*terms);
  NodePtr scan = TermScan(TermLoopBody(ast_, loop), test, std::move(scanner));
  if (!negated) return scan;
  std::vector<NodePtr> args;
  args.push_back(std::move(scan));
  const Function* negate = scope_.functions->Find(op::kNot);
  return MakeTypedCall(*negate, negate->overloads[0], args);
}

NodePtr Planner::TermScan(int id, int test,
                          std::shared_ptr<const TermScanner> terms) {
  if (id == test) {
    return std::make_unique<HoldsTermNode>(Visit(ast_.at(id).args[0]),
                                           std::move(terms));
  }
  const Comprehension& inner = ast_.at(id).loop;
  NodePtr range = Visit(inner.range);
  paths_.EnterLoop(bindings_.slots, inner.range, locals_);
  const int slot = NewSlot(inner.var);
  NodePtr predicate =
      TermScan(TermLoopBody(ast_, inner), test, std::move(terms));
  locals_.pop_back();
  const int cost = 1 + Cost(predicate);
  return WithRecord(
      std::make_unique<QuantifierNode>(true, std::move(range), slot,
                                       std::move(predicate), cost),
      slot);
}

int Planner::Cost(const NodePtr& node) {
  return node == nullptr ? 0 : CountNodes(*node);
}

NodePtr Planner::Loop(int id) {
  const Comprehension& loop = ast_.at(id).loop;
  NodePtr range = Visit(loop.range);
  if (loop.macro == MacroKind::kNone || loop.macro == MacroKind::kBind) {
    return Fold(loop, std::move(range));
  }
  if (!loop.var2.empty()) return PairLoop(loop, std::move(range));
  if (NodePtr scan = TermLoop(loop, range)) return scan;
  const Node& step = ast_.at(loop.step);
  paths_.EnterLoop(bindings_.slots, loop.range, locals_);
  const int slot = NewSlot(loop.var);
  NodePtr predicate;
  NodePtr element;
  switch (loop.macro) {
    case MacroKind::kAll:
    case MacroKind::kExists:
      predicate = Visit(step.args[1]);
      break;
    case MacroKind::kMap:
      element = Visit(ast_.at(step.args[1]).args[0]);
      break;
    case MacroKind::kMapFilter:
      predicate = Visit(step.args[0]);
      element = Visit(ast_.at(ast_.at(step.args[1]).args[1]).args[0]);
      break;
    default:
      predicate = Visit(step.args[0]);
      break;
  }
  locals_.pop_back();
  const int cost = 1 + Cost(predicate) + Cost(element);
  if (loop.macro == MacroKind::kAll || loop.macro == MacroKind::kExists) {
    return WithRecord(std::make_unique<QuantifierNode>(
                          loop.macro == MacroKind::kExists, std::move(range),
                          slot, std::move(predicate), cost),
                      slot);
  }
  if (loop.macro == MacroKind::kExistsOne) {
    return WithRecord(std::make_unique<ExistsOneNode>(
                          std::move(range), slot, std::move(predicate), cost),
                      slot);
  }
  return WithRecord(std::make_unique<CollectNode>(std::move(range), slot,
                                                  std::move(predicate),
                                                  std::move(element), cost),
                    slot);
}

NodePtr Planner::PairLoop(const Comprehension& loop, NodePtr range) {
  PairLoopNode::Parts parts;
  parts.macro = loop.macro;
  parts.range = std::move(range);
  parts.first = NewSlot(loop.var);
  parts.second = NewSlot(loop.var2);
  const Node* step = &ast_.at(loop.step);
  if (loop.macro == MacroKind::kAll || loop.macro == MacroKind::kExists) {
    parts.predicate = Visit(step->args[1]);
  } else if (step->name == op::kConditional) {
    parts.predicate = Visit(step->args[0]);
    step = &ast_.at(step->args[1]);
  }
  if (loop.macro == MacroKind::kTransformList) {
    parts.element = Visit(ast_.at(step->args[1]).args[0]);
  } else if (loop.macro == MacroKind::kTransformMap ||
             loop.macro == MacroKind::kTransformMapEntry) {
    parts.element = Visit(step->args.back());
  }
  locals_.pop_back();
  locals_.pop_back();
  parts.cost = 1 + Cost(parts.predicate) + Cost(parts.element);
  return std::make_unique<PairLoopNode>(std::move(parts));
}

NodePtr Planner::Fold(const Comprehension& loop, NodePtr range) {
  FoldNode::Parts parts;
  parts.init = Visit(loop.init);
  const int accu = NewSlot(loop.accu);
  paths_.EnterLoop(bindings_.slots, loop.range, locals_);
  const int slot = NewSlot(loop.var);
  parts.condition = Visit(loop.condition);
  parts.step = Visit(loop.step);
  locals_.pop_back();
  parts.result = Visit(loop.result);
  locals_.pop_back();
  const int cost = 1 + Cost(parts.condition) + Cost(parts.step);
  return WithRecord(std::make_unique<FoldNode>(std::move(range), slot, accu,
                                               std::move(parts), cost),
                    slot);
}

}  // namespace zhiheng::cel
