// One walk, children first; recursion is bounded by the height of the tree.
// Tested by module_test.cc.
#include "services/rules/cel/program/planner.h"

#include <google/protobuf/descriptor.h>
#include <re2/re2.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/eval/basic_nodes.h"
#include "services/rules/cel/eval/data_nodes.h"
#include "services/rules/cel/eval/loop_nodes.h"
#include "services/rules/cel/functions/regex.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::FieldDescriptor;

class Planner {
 public:
  Planner(const Ast& ast, const Checked& checked, const Scope& scope,
          Context& constants, Bindings& bindings, bool fold)
      : ast_(ast),
        checked_(checked),
        scope_(scope),
        constants_(constants),
        bindings_(bindings),
        fold_(fold) {}

  Planned Run() {
    Planned planned;
    planned.root = Visit(ast_.root);
    planned.issues = std::move(issues_);
    for (Issue& issue : planned.issues) PlaceIssue(ast_.text, &issue);
    if (!planned.issues.empty()) planned.root = nullptr;
    return planned;
  }

 private:
  const Type& TypeOf(int id) const {
    return checked_.types[static_cast<size_t>(id)];
  }
  const Reference& Ref(int id) const {
    return checked_.references[static_cast<size_t>(id)];
  }

  static NodePtr Constant(Value v) { return std::make_unique<ConstantNode>(v); }

  NodePtr Visit(int id) {
    const Node& node = ast_.at(id);
    if (Ref(id).kind != Reference::Kind::kNone && node.kind != NodeKind::kCall)
      return Named(id);
    switch (node.kind) {
      case NodeKind::kLiteral:
        return Constant(LiteralValue(node.literal));
      case NodeKind::kIdent:
        return Named(id);
      case NodeKind::kSelect:
        return Select(id);
      case NodeKind::kCall:
        return Call(id);
      case NodeKind::kList:
        return List(node);
      case NodeKind::kMap:
        return std::make_unique<MapNode>(All(node.args));
      case NodeKind::kStruct:
        return Struct(id);
      case NodeKind::kComprehension:
        return Loop(id);
    }
    return nullptr;
  }

  Value LiteralValue(const Literal& literal) {
    switch (literal.kind) {
      case Literal::Kind::kNull:
        return Value();
      case Literal::Kind::kBool:
        return Value::Bool(literal.bool_value);
      case Literal::Kind::kInt:
        return Value::Int(literal.int_value);
      case Literal::Kind::kUint:
        return Value::Uint(literal.uint_value);
      case Literal::Kind::kDouble:
        return Value::Double(literal.double_value);
      case Literal::Kind::kString:
        return constants_.Text(literal.text);
      case Literal::Kind::kBytes:
        return Value::Bytes(constants_.arena.Copy(literal.text));
    }
    return Value();
  }

  NodePtr Named(int id) {
    const Reference& ref = Ref(id);
    if (ref.kind == Reference::Kind::kEnumValue)
      return Constant(Value::Int(ref.number));
    if (ref.kind == Reference::Kind::kType) {
      auto type = std::make_unique<TypeValue>();
      const Type of = TypeOf(id).param();
      type->name = RuntimeTypeName(of, ref.name);
      return Constant(Value::OfType(constants_.arena.Own(std::move(type))));
    }
    if (ref.kind == Reference::Kind::kLoopVariable) {
      for (auto it = locals_.rbegin(); it != locals_.rend(); ++it) {
        if (it->first == ref.name)
          return std::make_unique<SlotNode>(it->second, ref.name);
      }
    }
    if (const auto it = bindings_.constants.find(ref.name);
        it != bindings_.constants.end()) {
      return Constant(it->second);
    }
    if (const auto it = bindings_.definitions.find(ref.name);
        it != bindings_.definitions.end()) {
      return std::make_unique<DefinitionNode>(it->second.index, ref.name,
                                              it->second.body);
    }
    return std::make_unique<VariableNode>(bindings_.variables.at(ref.name),
                                          ref.name);
  }

  // What type() says at run time for a type written by name.
  static std::string RuntimeTypeName(const Type& type,
                                     const std::string& written) {
    return type.Is(TypeKind::kNull) ? "null_type" : written;
  }

  NodePtr Select(int id) {
    const Node& node = ast_.at(id);
    const Type& operand = TypeOf(node.args[0]);
    const FieldDescriptor* field =
        operand.Is(TypeKind::kMessage)
            ? operand.message()->FindFieldByName(node.name)
            : nullptr;
    return std::make_unique<SelectNode>(Visit(node.args[0]), node.name, field,
                                        node.test_only);
  }

  std::vector<NodePtr> All(const std::vector<int>& ids) {
    std::vector<NodePtr> out;
    for (const int id : ids) out.push_back(Visit(id));
    return out;
  }

  static bool AllConstant(const std::vector<NodePtr>& nodes) {
    for (const NodePtr& node : nodes) {
      if (node->Constant() == nullptr) return false;
    }
    return true;
  }

  NodePtr List(const Node& node) {
    std::vector<NodePtr> elements = All(node.args);
    if (!fold_ || !AllConstant(elements))
      return std::make_unique<ListNode>(std::move(elements));
    std::vector<Value> values;
    for (const NodePtr& e : elements) values.push_back(*e->Constant());
    return Constant(constants_.List(values));
  }

  NodePtr Struct(int id) {
    const Node& node = ast_.at(id);
    const auto* type = checked_.structs[static_cast<size_t>(id)];
    std::vector<const FieldDescriptor*> fields;
    for (const std::string& name : node.fields) {
      const FieldDescriptor* field = type->FindFieldByName(name);
      fields.push_back(
          field != nullptr ? field : scope_.pool->FindExtensionByName(name));
    }
    return std::make_unique<StructNode>(type, std::move(fields),
                                        All(node.args));
  }

  NodePtr Call(int id) {
    const Node& node = ast_.at(id);
    if (node.name == op::kAnd || node.name == op::kOr) {
      return std::make_unique<LogicNode>(
          node.name == op::kOr, Visit(node.args[0]), Visit(node.args[1]));
    }
    if (node.name == op::kNotStrictlyFalse) {
      return std::make_unique<NotStrictlyFalseNode>(Visit(node.args[0]));
    }
    if (node.name == op::kConditional) {
      return std::make_unique<ConditionalNode>(
          Visit(node.args[0]), Visit(node.args[1]), Visit(node.args[2]));
    }
    // A name in front of the dot that is part of the function's name.
    const bool spaced = Ref(id).kind == Reference::Kind::kName;
    std::vector<int> ids(node.args.begin() + (spaced ? 1 : 0), node.args.end());
    std::vector<NodePtr> args = All(ids);
    if (node.name == op::kEquals || node.name == op::kNotEquals) {
      return Folded(std::make_unique<EqualNode>(
          node.name == op::kNotEquals, std::move(args[0]), std::move(args[1])));
    }
    if (node.name == op::kIn) {
      if (NodePtr set = InSet(args)) return set;
    }
    if (node.name == "matches" && args.size() == 2) {
      if (NodePtr match = Match(id, args)) return match;
    }
    const std::string& name = spaced ? Ref(id).name : node.name;
    return PlainCall(id, name, node.has_target && !spaced, ids,
                     std::move(args));
  }

  // With two or more constant elements a set pays off.
  NodePtr InSet(std::vector<NodePtr>& args) {
    const Value* list = args[1]->Constant();
    if (!fold_ || list == nullptr || !list->Is(Kind::kList)) return nullptr;
    auto set = std::make_shared<ValueSet>();
    for (int i = 0; i < list->list().size(); ++i) {
      const Value v = list->list().Get(i);
      if (!IsHashable(v)) return nullptr;
      set->insert(v);
    }
    return std::make_unique<InSetNode>(std::move(args[0]), std::move(set));
  }

  NodePtr Match(int id, std::vector<NodePtr>& args) {
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

  // The overload is fixed when there is one and the kinds of the arguments
  // are certain: not dyn, no wrapper that may be null.
  const Overload* Certain(int id, const std::vector<int>& args) const {
    const auto& overloads = checked_.overloads[static_cast<size_t>(id)];
    if (overloads.size() != 1) return nullptr;
    for (size_t i = 0; i < args.size(); ++i) {
      const Type& wanted = overloads[0]->params[i];
      if (!wanted.Is(TypeKind::kParam) &&
          wanted.kind() != TypeOf(args[i]).kind())
        return nullptr;
    }
    return overloads[0];
  }

  NodePtr PlainCall(int id, const std::string& name, bool member,
                    const std::vector<int>& ids, std::vector<NodePtr> args) {
    const Function* function = nullptr;
    for (absl::string_view container = scope_.container; function == nullptr;) {
      if (container.empty()) {
        function =
            scope_.functions->Find(name[0] == '.' ? name.substr(1) : name);
        break;
      }
      function = scope_.functions->Find(absl::StrCat(container, ".", name));
      const size_t dot = container.rfind('.');
      container =
          dot == absl::string_view::npos ? "" : container.substr(0, dot);
    }
    const auto& overloads = checked_.overloads[static_cast<size_t>(id)];
    bool pure = true;
    for (const Overload* o : overloads) pure = pure && o->pure;
    auto call = std::make_unique<CallNode>(function, member, Certain(id, ids),
                                           std::move(args));
    return pure ? Folded(std::move(call)) : std::move(call);
  }

  // The value of a call on constants; one that fails stays a call.
  NodePtr Folded(NodePtr node) {
    if (!fold_) return node;
    for (const EvalNode* child : node->Children()) {
      if (child->Constant() == nullptr) return node;
    }
    Frame frame{constants_, nullptr, nullptr, nullptr};
    const Value v = node->Eval(frame);
    return v.IsAbnormal() ? std::move(node) : Constant(v);
  }

  int NewSlot(const std::string& name) {
    locals_.emplace_back(name, bindings_.slots);
    return bindings_.slots++;
  }

  static int Cost(const NodePtr& node) {
    return node == nullptr ? 0 : CountNodes(*node);
  }

  NodePtr Loop(int id) {
    const Comprehension& loop = ast_.at(id).loop;
    NodePtr range = Visit(loop.range);
    if (loop.macro == MacroKind::kNone || loop.macro == MacroKind::kBind) {
      return Fold(loop, std::move(range));
    }
    const Node& step = ast_.at(loop.step);
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
      return std::make_unique<QuantifierNode>(loop.macro == MacroKind::kExists,
                                              std::move(range), slot,
                                              std::move(predicate), cost);
    }
    if (loop.macro == MacroKind::kExistsOne) {
      return std::make_unique<ExistsOneNode>(std::move(range), slot,
                                             std::move(predicate), cost);
    }
    return std::make_unique<CollectNode>(
        std::move(range), slot, std::move(predicate), std::move(element), cost);
  }

  NodePtr Fold(const Comprehension& loop, NodePtr range) {
    FoldNode::Parts parts;
    parts.init = Visit(loop.init);
    const int accu = NewSlot(loop.accu);
    const int slot = NewSlot(loop.var);
    parts.condition = Visit(loop.condition);
    parts.step = Visit(loop.step);
    locals_.pop_back();
    parts.result = Visit(loop.result);
    locals_.pop_back();
    const int cost = 1 + Cost(parts.condition) + Cost(parts.step);
    return std::make_unique<FoldNode>(std::move(range), slot, accu,
                                      std::move(parts), cost);
  }

  const Ast& ast_;
  const Checked& checked_;
  const Scope& scope_;
  Context& constants_;
  Bindings& bindings_;
  bool fold_;
  std::vector<std::pair<std::string, int>> locals_;
  std::vector<Issue> issues_;
};

}  // namespace

Planned Plan(const Ast& ast, const Checked& checked, const Scope& scope,
             Context& constants, Bindings& bindings, bool fold) {
  return Planner(ast, checked, scope, constants, bindings, fold).Run();
}

}  // namespace zhiheng::cel
