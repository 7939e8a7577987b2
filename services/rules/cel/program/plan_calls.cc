// Calls: operators, tables instead of searches, patterns compiled once, and
// overloads that are certain. Tested by module_test.cc.
#include <google/protobuf/descriptor.h>
#include <re2/re2.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/eval/name_nodes.h"
#include "services/rules/cel/eval/optional_nodes.h"
#include "services/rules/cel/eval/text_nodes.h"
#include "services/rules/cel/eval/typed_nodes.h"
#include "services/rules/cel/functions/regex.h"
#include "services/rules/cel/program/constant_lists.h"
#include "services/rules/cel/program/planner_impl.h"
#include "services/rules/cel/program/term_loops.h"

namespace zhiheng::cel {

NodePtr Planner::Call(int id) {
  const Node& node = ast_.at(id);
  if (node.name == op::kAnd || node.name == op::kOr) {
    std::vector<NodePtr> operands;
    Operands(id, node.name, &operands);
    return std::make_unique<LogicNode>(node.name == op::kOr,
                                       std::move(operands));
  }
  if (node.name == op::kNotStrictlyFalse) {
    return std::make_unique<NotStrictlyFalseNode>(Visit(node.args[0]));
  }
  if (node.name == op::kConditional) {
    return std::make_unique<ConditionalNode>(
        Visit(node.args[0]), Visit(node.args[1]), Visit(node.args[2]));
  }
  if (Ref(id).kind == Reference::Kind::kUnresolved) {
    return Unresolved(node.name);
  }
  if (Ref(id).kind == Reference::Kind::kEnumType) {
    return Folded(std::make_unique<EnumOfNode>(
        scope_.pool->FindEnumTypeByName(Ref(id).name),
        Visit(node.args.back())));
  }
  // A name in front of the dot that is part of the function's name.
  const bool spaced = Ref(id).kind == Reference::Kind::kName;
  std::vector<int> ids(node.args.begin() + (spaced ? 1 : 0), node.args.end());
  std::vector<NodePtr> args = All(ids);
  if (node.name == op::kEquals || node.name == op::kNotEquals) {
    return Folded(Equal(node.name == op::kNotEquals, ids, args));
  }
  if (node.name == op::kIn) {
    if (NodePtr set = InSet(ids, args)) return set;
  }
  if (node.name == op::kIndex) {
    if (NodePtr found = TextIndex(ids, args)) return found;
  }
  if (node.name == "matches" && args.size() == 2) {
    if (NodePtr match = Match(id, args)) return match;
  }
  if (node.has_target && args.size() == 2 &&
      (node.name == "or" || node.name == "orValue")) {
    return std::make_unique<OptionalOrNode>(
        node.name == "orValue", std::move(args[0]), std::move(args[1]));
  }
  const std::string& name = spaced ? Ref(id).name : node.name;
  return PlainCall(id, name, node.has_target && !spaced, ids, std::move(args));
}

void Planner::Operands(int id, const std::string& name,
                       std::vector<NodePtr>* out) {
  for (const int arg : ast_.at(id).args) {
    const Node& operand = ast_.at(arg);
    if (operand.kind == NodeKind::kCall && operand.name == name) {
      Operands(arg, name, out);
    } else {
      out->push_back(Visit(arg));
    }
  }
}

NodePtr Planner::Equal(bool negated, const std::vector<int>& ids,
                       std::vector<NodePtr>& args) {
  const TypeKind type = TypeOf(ids[0]).kind();
  if (fold_ && type == TypeOf(ids[1]).kind()) {
    if (args[0]->Constant() != nullptr) std::swap(args[0], args[1]);
    if (NodePtr typed = MakeTypedEqual(negated, type, args[0], args[1])) {
      return typed;
    }
  }
  return std::make_unique<EqualNode>(negated, std::move(args[0]),
                                     std::move(args[1]));
}

NodePtr Planner::InSet(const std::vector<int>& ids,
                       std::vector<NodePtr>& args) {
  const Value* list = args[1]->Constant();
  if (!fold_ || list == nullptr || !list->Is(Kind::kList)) return nullptr;
  if (const auto texts = TextsOf(*list);
      texts.has_value() && TypeOf(ids[0]).Is(TypeKind::kString)) {
    return std::make_unique<InTextsNode>(std::move(args[0]), TextTable(*texts));
  }
  auto set = std::make_shared<ValueSet>();
  for (int i = 0; i < list->list().size(); ++i) {
    const Value v = list->list().Get(i);
    if (!IsHashable(v)) return nullptr;
    set->insert(v);
  }
  return std::make_unique<InSetNode>(std::move(args[0]), std::move(set));
}

NodePtr Planner::TextIndex(const std::vector<int>& ids,
                           std::vector<NodePtr>& args) {
  const Value* map = args[0]->Constant();
  if (!fold_ || map == nullptr || !map->Is(Kind::kMap) ||
      !TypeOf(ids[1]).Is(TypeKind::kString)) {
    return nullptr;
  }
  const auto keys = TextKeysOf(*map);
  if (!keys.has_value()) return nullptr;
  std::vector<Value> values;
  for (int i = 0; i < map->map().size(); ++i) {
    values.push_back(map->map().ValueAt(i));
  }
  return std::make_unique<TextMapNode>(std::move(args[1]), TextTable(*keys),
                                       std::move(values));
}

NodePtr Planner::Match(int id, std::vector<NodePtr>& args) {
  const Value* pattern = args[1]->Constant();
  if (pattern == nullptr || !pattern->Is(Kind::kString)) return nullptr;
  auto regex = CompileRegex(pattern->text(), constants_.limits.regex_bytes);
  if (!regex->ok()) {
    Issue issue;
    issue.code = "cel-regex";
    issue.offset = ast_.at(ast_.at(id).args.back()).offset;
    issue.length = ast_.at(ast_.at(id).args.back()).length;
    issue.message =
        absl::StrCat("the pattern cannot be used: ", regex->error());
    issue.hint =
        "patterns are RE2; look-around and back-references do not exist "
        "there";
    issues_.push_back(std::move(issue));
    return Constant(Value());
  }
  return std::make_unique<MatchNode>(std::move(args[0]), std::move(regex));
}

const Overload* Planner::Certain(int id, const std::vector<int>& args) const {
  const auto& overloads = checked_.overloads[static_cast<size_t>(id)];
  if (overloads.size() != 1) return nullptr;
  for (size_t i = 0; i < args.size(); ++i) {
    const Type& wanted = overloads[0]->params[i];
    if (!wanted.Is(TypeKind::kParam) && wanted.kind() != TypeOf(args[i]).kind())
      return nullptr;
  }
  return overloads[0];
}

NodePtr Planner::PlainCall(int id, const std::string& name, bool member,
                           const std::vector<int>& ids,
                           std::vector<NodePtr> args) {
  const Function* function = nullptr;
  for (absl::string_view container = scope_.container; function == nullptr;) {
    if (container.empty()) {
      function = scope_.functions->Find(name[0] == '.' ? name.substr(1) : name);
      break;
    }
    function = scope_.functions->Find(absl::StrCat(container, ".", name));
    const size_t dot = container.rfind('.');
    container = dot == absl::string_view::npos ? "" : container.substr(0, dot);
  }
  const auto& overloads = checked_.overloads[static_cast<size_t>(id)];
  bool pure = true;
  for (const Overload* o : overloads) pure = pure && o->pure;
  const Overload* certain = Certain(id, ids);
  NodePtr call;
  if (fold_ && certain != nullptr) {
    call = MakeTypedCall(*function, *certain, args);
    if (call == nullptr) call = FindTerms(*certain, args);
  }
  if (call == nullptr) {
    call =
        std::make_unique<CallNode>(function, member, certain, std::move(args));
  }
  return pure ? Folded(std::move(call)) : std::move(call);
}

NodePtr Planner::Folded(NodePtr node) {
  if (!fold_) return node;
  for (const EvalNode* child : node->Children()) {
    if (child->Constant() == nullptr) return node;
  }
  Frame frame{constants_, nullptr, nullptr, nullptr};
  const Value v = node->Eval(frame);
  return v.IsAbnormal() ? std::move(node) : Constant(v);
}

}  // namespace zhiheng::cel
