// What every kind of node becomes, but calls and loops. Tested by
// module_test.cc.
#include "services/rules/cel/program/planner.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/eval/data_nodes.h"
#include "services/rules/cel/eval/name_nodes.h"
#include "services/rules/cel/eval/optional_nodes.h"
#include "services/rules/cel/program/planner_impl.h"

namespace zhiheng::cel {

using google::protobuf::FieldDescriptor;

Planned Planner::Run() {
  Planned planned;
  planned.root = Visit(ast_.root);
  planned.issues = std::move(issues_);
  for (Issue& issue : planned.issues) PlaceIssue(ast_.text, &issue);
  if (!planned.issues.empty()) planned.root = nullptr;
  return planned;
}

NodePtr Planner::Visit(int id) {
  if (!WorthSharing(id)) return Make(id);
  const std::string key = Sharing::KeyOf(ast_, checked_, id);
  if (key.empty()) return Make(id);
  SharedBody* body = bindings_.sharing->BodyOf(key);
  if (body->node == nullptr) {
    NodePtr made = Make(id);
    if (made->Constant() != nullptr) return made;
    body->node = std::move(made);
    body->cell = bindings_.cells++;
  }
  ++body->uses;
  return std::make_unique<SharedNode>(body);
}

bool Planner::WorthSharing(int id) const {
  if (!fold_ || bindings_.sharing == nullptr || ordinary_only_ > 0) {
    return false;
  }
  const Node& node = ast_.at(id);
  if (Ref(id).kind != Reference::Kind::kNone) return false;
  if (node.kind == NodeKind::kSelect) {
    return !node.test_only && TypeOf(id).Is(TypeKind::kMap);
  }
  if (node.kind == NodeKind::kComprehension) return true;
  if (node.kind != NodeKind::kCall || OperatorSymbol(node.name) != "") {
    return false;
  }
  return node.name != "size" && node.name != op::kConditional &&
         node.name != op::kIndex;
}

NodePtr Planner::Make(int id) {
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
      return Map(node);
    case NodeKind::kStruct:
      return Struct(id);
    case NodeKind::kComprehension:
      return Loop(id);
  }
  return nullptr;
}

Value Planner::LiteralValue(const Literal& literal) {
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

NodePtr Planner::Named(int id) {
  const Reference& ref = Ref(id);
  if (ref.kind == Reference::Kind::kEnumValue) return EnumValue(ref);
  if (ref.kind == Reference::Kind::kUnresolved) return Unresolved(ref.name);
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

NodePtr Planner::Unresolved(const std::string& name) {
  return std::make_unique<FailNode>(
      "unresolved", absl::StrCat("nothing here is named ", name));
}

NodePtr Planner::EnumValue(const Reference& ref) {
  if (!scope_.strong_enums) return Constant(Value::Int(ref.number));
  const auto* type =
      scope_.pool->FindEnumTypeByName(ref.name.substr(0, ref.name.rfind('.')));
  return Constant(Value::Enum(type, static_cast<int>(ref.number)));
}

std::string Planner::RuntimeTypeName(const Type& type,
                                     const std::string& written) {
  return type.Is(TypeKind::kNull) ? "null_type" : written;
}

NodePtr Planner::InPlace(int id, NodePtr ordinary) {
  if (!fold_ || ordinary_only_ > 0 || scope_.strong_enums) return ordinary;
  return paths_.Read(id, locals_, std::move(ordinary));
}

NodePtr Planner::OrdinarySelect(int id) {
  const Node& node = ast_.at(id);
  const Type& operand = TypeOf(node.args[0]);
  const FieldDescriptor* field =
      operand.Is(TypeKind::kMessage)
          ? operand.message()->FindFieldByName(node.name)
          : nullptr;
  ++ordinary_only_;
  NodePtr inner = Visit(node.args[0]);
  --ordinary_only_;
  return std::make_unique<SelectNode>(std::move(inner), node.name, field,
                                      node.test_only);
}

std::vector<NodePtr> Planner::All(const std::vector<int>& ids) {
  std::vector<NodePtr> out;
  for (const int id : ids) out.push_back(Visit(id));
  return out;
}

bool Planner::AllConstant(const std::vector<NodePtr>& nodes) {
  for (const NodePtr& node : nodes) {
    if (node->Constant() == nullptr) return false;
  }
  return true;
}

NodePtr Planner::Map(const Node& node) {
  if (node.optional.empty()) {
    return Folded(std::make_unique<MapNode>(All(node.args)));
  }
  return std::make_unique<OptionalMapNode>(All(node.args), node.optional);
}

NodePtr Planner::List(const Node& node) {
  std::vector<NodePtr> elements = All(node.args);
  if (!node.optional.empty()) {
    return std::make_unique<OptionalListNode>(std::move(elements),
                                              node.optional);
  }
  if (!fold_ || !AllConstant(elements))
    return std::make_unique<ListNode>(std::move(elements));
  std::vector<Value> values;
  for (const NodePtr& e : elements) values.push_back(*e->Constant());
  return Constant(constants_.List(values));
}

NodePtr Planner::Struct(int id) {
  const Node& node = ast_.at(id);
  const auto* type = checked_.structs[static_cast<size_t>(id)];
  if (type == nullptr) return Unresolved(node.name);
  std::vector<const FieldDescriptor*> fields;
  for (const std::string& name : node.fields) {
    const FieldDescriptor* field = type->FindFieldByName(name);
    fields.push_back(field != nullptr ? field
                                      : scope_.pool->FindExtensionByName(name));
  }
  if (!node.optional.empty()) {
    return std::make_unique<OptionalStructNode>(type, std::move(fields),
                                                All(node.args), node.optional);
  }
  return std::make_unique<StructNode>(type, std::move(fields), All(node.args));
}

Planned Plan(const Ast& ast, const Checked& checked, const Scope& scope,
             Context& constants, Bindings& bindings, bool fold) {
  return Planner(ast, checked, scope, constants, bindings, fold).Run();
}

}  // namespace zhiheng::cel
