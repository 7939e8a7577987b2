// Tested by module/fast_paths_test.cc.
#include "services/rules/cel/program/term_loops.h"

#include <utility>

#include "services/rules/cel/eval/text_nodes.h"
#include "services/rules/cel/program/constant_lists.h"

namespace zhiheng::cel {
namespace {

bool IsCall(const Node& node, absl::string_view name, size_t args) {
  return node.kind == NodeKind::kCall && node.name == name &&
         node.args.size() == args;
}

// Whether `name` stands anywhere below, bound again or not.
bool Mentions(const Ast& ast, int root, const std::string& name) {
  std::vector<int> todo = {root};
  while (!todo.empty()) {
    const Node& node = ast.at(todo.back());
    todo.pop_back();
    if (node.kind == NodeKind::kIdent && node.name == name) return true;
    todo.insert(todo.end(), node.args.begin(), node.args.end());
    if (node.kind == NodeKind::kComprehension) {
      for (const int part :
           {node.loop.range, node.loop.init, node.loop.condition,
            node.loop.step, node.loop.result}) {
        if (part >= 0) todo.push_back(part);
      }
    }
  }
  return false;
}

}  // namespace

int TermLoopBody(const Ast& ast, const Comprehension& loop) {
  const int predicate = ast.at(loop.step).args[1];
  if (loop.macro == MacroKind::kExists) return predicate;
  return ast.at(predicate).args[0];
}

int FindTermTest(const Ast& ast, const Checked& checked,
                 const Comprehension& loop) {
  if (loop.macro == MacroKind::kAll &&
      !IsCall(ast.at(ast.at(loop.step).args[1]), op::kNot, 1)) {
    return -1;
  }
  int id = TermLoopBody(ast, loop);
  while (ast.at(id).kind == NodeKind::kComprehension) {
    const Comprehension& inner = ast.at(id).loop;
    if (inner.macro != MacroKind::kExists || !inner.var2.empty() ||
        inner.var == loop.var || Mentions(ast, inner.range, loop.var)) {
      return -1;
    }
    id = TermLoopBody(ast, inner);
  }
  const Node& test = ast.at(id);
  if (!IsCall(test, "contains", 2) || !test.has_target) return -1;
  const auto& overloads = checked.overloads[static_cast<size_t>(id)];
  const auto type = [&](int arg) {
    return checked.types[static_cast<size_t>(arg)].kind();
  };
  if (overloads.size() != 1 || overloads[0]->id != "contains_string" ||
      type(test.args[0]) != TypeKind::kString) {
    return -1;
  }
  const Node& term = ast.at(test.args[1]);
  if (term.kind != NodeKind::kIdent || term.name != loop.var ||
      Mentions(ast, test.args[0], loop.var)) {
    return -1;
  }
  return id;
}

NodePtr FindTerms(const Overload& overload, std::vector<NodePtr>& args) {
  const bool any = overload.id == "string_contains_any";
  const bool all = overload.id == "string_all_of";
  if (!any && !all && overload.id != "string_first_of") return nullptr;
  const Value* list = args[1]->Constant();
  if (list == nullptr) return nullptr;
  const auto terms = TextsOf(*list);
  if (!terms.has_value()) return nullptr;
  auto scanner = std::make_shared<const TermScanner>(*terms);
  if (any) {
    return std::make_unique<HoldsTermNode>(std::move(args[0]),
                                           std::move(scanner));
  }
  return std::make_unique<FindTermsNode>(all, std::move(args[0]), list->list(),
                                         std::move(scanner));
}

}  // namespace zhiheng::cel
