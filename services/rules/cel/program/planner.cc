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
#include "services/rules/cel/eval/name_nodes.h"
#include "services/rules/cel/eval/optional_nodes.h"
#include "services/rules/cel/eval/pair_nodes.h"
#include "services/rules/cel/eval/text_nodes.h"
#include "services/rules/cel/eval/typed_nodes.h"
#include "services/rules/cel/functions/regex.h"
#include "services/rules/cel/program/constant_lists.h"
#include "services/rules/cel/program/record_paths.h"
#include "services/rules/cel/program/term_loops.h"

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
        fold_(fold),
        paths_(ast, checked, bindings) {}

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

  // What costs more than looking up its value: patterns, loops, map fields
  // and calls that have no node of their own.
  bool WorthSharing(int id) const {
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

  NodePtr Make(int id) {
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

  static NodePtr Unresolved(const std::string& name) {
    return std::make_unique<FailNode>(
        "unresolved", absl::StrCat("nothing here is named ", name));
  }

  NodePtr EnumValue(const Reference& ref) {
    if (!scope_.strong_enums) return Constant(Value::Int(ref.number));
    const auto* type = scope_.pool->FindEnumTypeByName(
        ref.name.substr(0, ref.name.rfind('.')));
    return Constant(Value::Enum(type, static_cast<int>(ref.number)));
  }

  // What type() says at run time for a type written by name.
  static std::string RuntimeTypeName(const Type& type,
                                     const std::string& written) {
    return type.Is(TypeKind::kNull) ? "null_type" : written;
  }

  NodePtr Select(int id) { return InPlace(id, OrdinarySelect(id)); }

  // The chain of fields that ends here, read in place where it can be.
  NodePtr InPlace(int id, NodePtr ordinary) {
    if (!fold_ || ordinary_only_ > 0 || scope_.strong_enums) return ordinary;
    return paths_.Read(id, locals_, std::move(ordinary));
  }

  NodePtr OrdinarySelect(int id) {
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

  NodePtr Map(const Node& node) {
    if (node.optional.empty()) {
      return Folded(std::make_unique<MapNode>(All(node.args)));
    }
    return std::make_unique<OptionalMapNode>(All(node.args), node.optional);
  }

  NodePtr List(const Node& node) {
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

  NodePtr Struct(int id) {
    const Node& node = ast_.at(id);
    const auto* type = checked_.structs[static_cast<size_t>(id)];
    if (type == nullptr) return Unresolved(node.name);
    std::vector<const FieldDescriptor*> fields;
    for (const std::string& name : node.fields) {
      const FieldDescriptor* field = type->FindFieldByName(name);
      fields.push_back(
          field != nullptr ? field : scope_.pool->FindExtensionByName(name));
    }
    if (!node.optional.empty()) {
      return std::make_unique<OptionalStructNode>(
          type, std::move(fields), All(node.args), node.optional);
    }
    return std::make_unique<StructNode>(type, std::move(fields),
                                        All(node.args));
  }

  NodePtr Call(int id) {
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
    return PlainCall(id, name, node.has_target && !spaced, ids,
                     std::move(args));
  }

  // The operands of a chain of && or ||, which group as they like.
  void Operands(int id, const std::string& name, std::vector<NodePtr>* out) {
    for (const int arg : ast_.at(id).args) {
      const Node& operand = ast_.at(arg);
      if (operand.kind == NodeKind::kCall && operand.name == name) {
        Operands(arg, name, out);
      } else {
        out->push_back(Visit(arg));
      }
    }
  }

  NodePtr Equal(bool negated, const std::vector<int>& ids,
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

  NodePtr InSet(const std::vector<int>& ids, std::vector<NodePtr>& args) {
    const Value* list = args[1]->Constant();
    if (!fold_ || list == nullptr || !list->Is(Kind::kList)) return nullptr;
    if (const auto texts = TextsOf(*list);
        texts.has_value() && TypeOf(ids[0]).Is(TypeKind::kString)) {
      return std::make_unique<InTextsNode>(std::move(args[0]),
                                           TextTable(*texts));
    }
    auto set = std::make_shared<ValueSet>();
    for (int i = 0; i < list->list().size(); ++i) {
      const Value v = list->list().Get(i);
      if (!IsHashable(v)) return nullptr;
      set->insert(v);
    }
    return std::make_unique<InSetNode>(std::move(args[0]), std::move(set));
  }

  NodePtr TextIndex(const std::vector<int>& ids, std::vector<NodePtr>& args) {
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
    const Overload* certain = Certain(id, ids);
    NodePtr call;
    if (fold_ && certain != nullptr) {
      call = MakeTypedCall(*function, *certain, args);
      if (call == nullptr) call = FindTerms(*certain, args);
    }
    if (call == nullptr) {
      call = std::make_unique<CallNode>(function, member, certain,
                                        std::move(args));
    }
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

  template <typename Loop>
  NodePtr WithRecord(std::unique_ptr<Loop> loop, int slot) {
    loop->UseRecord(bindings_.RecordOfSlot(slot));
    return loop;
  }

  // TERMS.exists(t, …x.contains(t)) as one scan of x; null when it is not
  // that.
  NodePtr TermLoop(const Comprehension& loop, const NodePtr& range) {
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

  // The body of a loop over terms, the test of the term made a scan.
  NodePtr TermScan(int id, int test, std::shared_ptr<const TermScanner> terms) {
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

  static int Cost(const NodePtr& node) {
    return node == nullptr ? 0 : CountNodes(*node);
  }

  NodePtr Loop(int id) {
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

  NodePtr PairLoop(const Comprehension& loop, NodePtr range) {
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

  NodePtr Fold(const Comprehension& loop, NodePtr range) {
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

}  // namespace

Planned Plan(const Ast& ast, const Checked& checked, const Scope& scope,
             Context& constants, Bindings& bindings, bool fold) {
  return Planner(ast, checked, scope, constants, bindings, fold).Run();
}

}  // namespace zhiheng::cel
