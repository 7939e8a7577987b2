#include "services/rules/cel/eval/node.h"

#include <utility>

namespace zhiheng::cel {
namespace {

template <typename F>
void Walk(const EvalNode& root, const F& visit) {
  std::vector<std::pair<const EvalNode*, int>> todo = {{&root, 0}};
  while (!todo.empty()) {
    const auto [node, depth] = todo.back();
    todo.pop_back();
    visit(*node, depth);
    const std::vector<const EvalNode*> children = node->Children();
    for (auto it = children.rbegin(); it != children.rend(); ++it) {
      todo.emplace_back(*it, depth + 1);
    }
  }
}

}  // namespace

Truth EvalNode::Test(Frame& f) const { return TruthOf(f, Eval(f)); }

GotInt EvalNode::Int(Frame& f) const {
  f.other = Eval(f);
  return {f.other.int_value(), f.other.Is(Kind::kInt)};
}

GotDouble EvalNode::Double(Frame& f) const {
  f.other = Eval(f);
  return {f.other.double_value(), f.other.Is(Kind::kDouble)};
}

GotText EvalNode::Text(Frame& f) const {
  f.other = Eval(f);
  return f.other.Is(Kind::kString) ? GotText(f.other.text()) : GotText::None();
}

int CountNodes(const EvalNode& root) {
  int count = 0;
  Walk(root, [&](const EvalNode&, int) { ++count; });
  return count;
}

std::string DumpProgram(const EvalNode& root) {
  std::string out;
  Walk(root, [&](const EvalNode& node, int depth) {
    out +=
        std::string(static_cast<size_t>(depth) * 2, ' ') + node.Label() + "\n";
  });
  return out;
}

}  // namespace zhiheng::cel
