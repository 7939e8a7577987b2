// One walk. Every node is a step; a loop adds, for each turn, one step and the
// nodes of its body, and what loops in the body add. That is what the loops of
// eval/ charge, so that the bound is never below a run. Recursion is bounded
// by the height of the tree. Tested by cost_test.cc.
#include "services/rules/cel/cost/cost.h"

#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {
namespace {

// The longest text that names a list nobody else named.
constexpr size_t kMaxName = 60;

// What one part of an expression adds.
struct Part {
  int64_t nodes = 0;  // each counted once
  CostBound loops;    // turns of the loops in it
  Shape shape;

  Part& operator+=(const Part& other) {
    nodes += other.nodes;
    loops += other.loops;
    return *this;
  }
};

class Estimator {
 public:
  Estimator(const Ast& ast, const Checked& checked,
            const DefinitionCosts& definitions)
      : ast_(ast), checked_(checked), definitions_(definitions) {}

  ExpressionCost Run() {
    Part part = Visit(ast_.root);
    return {CostBound(part.nodes) + part.loops, std::move(part.shape),
            std::move(used_)};
  }

 private:
  // A list that only its text names.
  Shape Unnamed(int id) const {
    std::string name = Unparse(ast_, id);
    if (name.size() > kMaxName) {
      // Bytes, cut back to the start of a character.
      size_t end = kMaxName;
      while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
        --end;
      name = absl::StrCat(name.substr(0, end), "…@", ast_.at(id).offset);
    }
    return {CostBound::Size(name), name};
  }

  static Shape Named(std::string name) { return {CostBound::Size(name), name}; }
  static Shape Element(const Shape& list) {
    return Named(absl::StrCat(list.name, "[]"));
  }

  Part Visit(int id) {
    const Node& node = ast_.at(id);
    const Reference& ref = checked_.references[static_cast<size_t>(id)];
    if (ref.kind != Reference::Kind::kNone && node.kind != NodeKind::kCall) {
      return {1, {}, Reading(ref)};
    }
    if (node.kind == NodeKind::kComprehension) return Loop(id, node.loop);
    Part part;
    part.nodes = 1;
    std::vector<Shape> shapes;
    for (const int arg : node.args) {
      Part child = Visit(arg);
      part += child;
      shapes.push_back(std::move(child.shape));
    }
    part.shape = ShapeOf(id, shapes);
    return part;
  }

  Shape Reading(const Reference& ref) {
    for (auto it = locals_.rbegin(); it != locals_.rend(); ++it) {
      if (it->first == ref.name) return it->second;
    }
    const auto it = definitions_.find(ref.name);
    if (it == definitions_.end()) return Named(ref.name);
    used_.insert(ref.name);
    return it->second.shape;
  }

  Shape ShapeOf(int id, const std::vector<Shape>& args) const {
    const Node& node = ast_.at(id);
    switch (node.kind) {
      case NodeKind::kSelect:
        return Named(absl::StrCat(args[0].name, ".", node.name));
      case NodeKind::kList:
        return {CostBound(static_cast<int64_t>(node.args.size())), Text(id)};
      case NodeKind::kMap:
        return {CostBound(static_cast<int64_t>(node.args.size() / 2)),
                Text(id)};
      case NodeKind::kCall:
        if (node.name == op::kIndex) return Element(args[0]);
        // Not more than both together, whichever is taken.
        if (node.name == op::kConditional)
          return {args[1].size + args[2].size, Text(id)};
        if (node.name == op::kAdd && IsList(id))
          return {args[0].size + args[1].size, Text(id)};
        return Unnamed(id);
      default:
        return Unnamed(id);
    }
  }

  std::string Text(int id) const { return Unnamed(id).name; }
  bool IsList(int id) const {
    return checked_.types[static_cast<size_t>(id)].Is(TypeKind::kList);
  }

  Part Loop(int id, const Comprehension& loop) {
    Part range = Visit(loop.range);
    Part init = Visit(loop.init);
    const size_t outside = locals_.size();
    locals_.emplace_back(loop.accu, init.shape);
    const size_t with_accu = locals_.size();
    locals_.emplace_back(loop.var, Element(range.shape));
    if (!loop.var2.empty())
      locals_.emplace_back(loop.var2, Element(range.shape));
    const Part condition = Visit(loop.condition);
    Part step = Visit(loop.step);
    locals_.resize(with_accu);
    const Part result = Visit(loop.result);
    locals_.resize(outside);

    Part part;
    part.nodes = 1;
    for (const Part* p : std::initializer_list<const Part*>{
             &range, &init, &condition, &step, &result}) {
      part += *p;
    }
    const CostBound turn = CostBound(1 + condition.nodes + step.nodes) +
                           condition.loops + step.loops;
    // The bodies' loops run once for each turn, not once more.
    part.loops =
        range.loops + init.loops + result.loops + range.shape.size * turn;
    part.shape = ShapeOfLoop(id, loop, range.shape, result.shape);
    return part;
  }

  Shape ShapeOfLoop(int id, const Comprehension& loop, const Shape& range,
                    const Shape& result) const {
    switch (loop.macro) {
      case MacroKind::kFilter:
        return range;
      case MacroKind::kMap:
      case MacroKind::kMapFilter:
        return {range.size, Text(id)};
      case MacroKind::kBind:
        return result;
      default:
        return Unnamed(id);
    }
  }

  const Ast& ast_;
  const Checked& checked_;
  const DefinitionCosts& definitions_;
  std::vector<std::pair<std::string, Shape>> locals_;
  std::set<std::string> used_;
};

}  // namespace

ExpressionCost CostOf(const Ast& ast, const Checked& checked,
                      const DefinitionCosts& definitions) {
  return Estimator(ast, checked, definitions).Run();
}

CostBound TotalCost(const ExpressionCost& cost,
                    const DefinitionCosts& definitions) {
  CostBound total = cost.own;
  std::vector<std::string> todo(cost.definitions.begin(),
                                cost.definitions.end());
  std::set<std::string> seen(cost.definitions);
  while (!todo.empty()) {
    const auto it = definitions.find(todo.back());
    todo.pop_back();
    if (it == definitions.end()) continue;
    total += it->second.own;
    for (const std::string& name : it->second.definitions) {
      if (seen.insert(name).second) todo.push_back(name);
    }
  }
  return total;
}

}  // namespace zhiheng::cel
