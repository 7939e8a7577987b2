// One function for each kind of node. Tested by reference_test.cc, by the
// official cases and by tests/differential.
#include "services/rules/cel/reference/reference.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/rules/cel/functions/optionals.h"
#include "services/rules/cel/reference/reference_collections.h"
#include "services/rules/cel/reference/reference_facts.h"
#include "services/rules/cel/values/enums.h"
#include "services/rules/cel/values/message_builder.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::FieldDescriptor;

class Walker {
 public:
  Walker(const Ast& ast, const Checked* checked, const Scope& scope,
         const ReferenceBindings& bindings, Context& context)
      : ast_(ast),
        checked_(checked),
        scope_(scope),
        bindings_(bindings),
        c_(context),
        steps_(context.limits.steps) {}

  Value Visit(int id) {
    if (--steps_ < 0) return c_.Error("step_limit", "too many steps");
    const Node& node = ast_.at(id);
    switch (node.kind) {
      case NodeKind::kLiteral:
        return OfLiteral(node.literal);
      case NodeKind::kIdent:
        return Ident(id);
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
        return Fold(node.loop);
    }
    return Value();
  }

 private:
  static Value OfLiteral(const Literal& literal) {
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
        return Value::String(literal.text);
      case Literal::Kind::kBytes:
        return Value::Bytes(literal.text);
    }
    return Value();
  }

  Value NotThere(const std::string& name) {
    return c_.Error("unbound", absl::StrCat("nothing is named ", name));
  }

  // --- Names -----------------------------------------------------------

  const Value* Local(const std::string& name) const {
    for (auto it = locals_.rbegin(); it != locals_.rend(); ++it) {
      if (it->first == name) return &it->second;
    }
    return nullptr;
  }

  // In container a.b, x may be a.b.x, a.x or x; .x is x.
  std::vector<std::string> Candidates(absl::string_view name) const {
    if (absl::ConsumePrefix(&name, ".")) return {std::string(name)};
    std::vector<std::string> out;
    std::string container = scope_.container;
    while (!container.empty()) {
      out.push_back(absl::StrCat(container, ".", name));
      const size_t dot = container.rfind('.');
      container = dot == std::string::npos ? "" : container.substr(0, dot);
    }
    out.emplace_back(name);
    return out;
  }

  Value TypeNamed(const std::string& name) {
    auto type = std::make_unique<TypeValue>();
    type->name = name;
    return Value::OfType(c_.arena.Own(std::move(type)));
  }

  std::optional<Value> ResolveFull(const std::string& full) {
    if (const auto it = bindings_.find(full); it != bindings_.end()) {
      return it->second;
    }
    for (const char* type :
         {"bool", "int", "uint", "double", "string", "bytes", "null_type",
          "list", "map", "type", "decimal", "money", "date", "optional_type"}) {
      if (full == type) return TypeNamed(full);
    }
    if (scope_.pool == nullptr) return std::nullopt;
    if (scope_.pool->FindMessageTypeByName(full) != nullptr) {
      return TypeNamed(full);
    }
    const size_t dot = full.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    const auto* type = scope_.pool->FindEnumTypeByName(full.substr(0, dot));
    const auto* value =
        type == nullptr ? nullptr : type->FindValueByName(full.substr(dot + 1));
    if (value == nullptr) return std::nullopt;
    return scope_.strong_enums ? Value::Enum(type, value->number())
                               : Value::Int(value->number());
  }

  std::optional<Value> Resolve(const std::string& name) {
    for (const std::string& full : Candidates(name)) {
      if (auto value = ResolveFull(full)) return value;
    }
    return std::nullopt;
  }

  // What the checker found the name to stand for.
  std::optional<Value> Referenced(int id) {
    const Reference& ref = checked_->references[static_cast<size_t>(id)];
    switch (ref.kind) {
      case Reference::Kind::kNone:
        return std::nullopt;
      case Reference::Kind::kEnumValue:
        return ResolveFull(ref.name);
      case Reference::Kind::kType: {
        const Type type = checked_->types[static_cast<size_t>(id)].param();
        return TypeNamed(type.Is(TypeKind::kNull) ? "null_type" : ref.name);
      }
      case Reference::Kind::kLoopVariable:
        if (const Value* local = Local(ref.name)) return *local;
        return NotThere(ref.name);
      case Reference::Kind::kName:
        break;
      case Reference::Kind::kEnumType:
      case Reference::Kind::kUnresolved:
        return NotThere(ref.name);
    }
    const auto it = bindings_.find(ref.name);
    return it == bindings_.end() ? NotThere(ref.name) : it->second;
  }

  Value Ident(int id) {
    const std::string& name = ast_.at(id).name;
    // The accumulators of macros have no reference.
    if (const Value* local = Local(name)) return *local;
    const auto value = checked_ != nullptr ? Referenced(id) : Resolve(name);
    return value.has_value() ? *value : NotThere(name);
  }

  // a.b.c of plain names whose first is no loop variable.
  std::optional<std::string> Qualified(int id) const {
    std::string name;
    while (ast_.at(id).kind == NodeKind::kSelect && !ast_.at(id).test_only) {
      name = absl::StrCat(".", ast_.at(id).name, name);
      id = ast_.at(id).args[0];
    }
    if (ast_.at(id).kind != NodeKind::kIdent) return std::nullopt;
    if (Local(ast_.at(id).name) != nullptr) return std::nullopt;
    return ast_.at(id).name + name;
  }

  // --- Fields ----------------------------------------------------------

  Value Select(int id) {
    const Node& node = ast_.at(id);
    if (checked_ != nullptr) {
      if (const auto value = Referenced(id)) return *value;
    } else if (!node.test_only) {
      if (const auto name = Qualified(id)) {
        if (const auto value = Resolve(*name)) return *value;
      }
    }
    const Value operand = Visit(node.args[0]);
    if (operand.IsError()) return operand;
    if (operand.IsUnknown()) return OfUnknown(node, operand);
    if (operand.Is(Kind::kMap)) return OfMap(node, operand.map());
    if (operand.Is(Kind::kMessage)) return OfMessage(node, operand);
    if (operand.Is(Kind::kOptional)) {
      return SelectOptional(c_, operand, node.name, node.test_only);
    }
    return c_.NoOverload("select", {&operand, 1});
  }

  Value OfUnknown(const Node& node, const Value& operand) {
    if (checked_ == nullptr) return operand;
    const Type& type = checked_->types[static_cast<size_t>(node.args[0])];
    const FieldDescriptor* field =
        type.Is(TypeKind::kMessage) ? type.message()->FindFieldByName(node.name)
                                    : nullptr;
    if (field == nullptr) return operand;
    return ReferenceReadUnknown(c_, operand, field, node.test_only);
  }

  Value OfMap(const Node& node, const MapValue& map) {
    Value value;
    const bool found = map.Find(Value::String(node.name), &value);
    if (node.test_only) return value.IsUnknown() ? value : Value::Bool(found);
    return found ? value : c_.Error("no_such_key", node.name);
  }

  Value OfMessage(const Node& node, const Value& operand) {
    const auto& m = *operand.message();
    const FieldDescriptor* field =
        m.GetDescriptor()->FindFieldByName(node.name);
    if (field == nullptr) {
      field = m.GetReflection()->FindKnownExtensionByName(node.name);
    }
    if (field == nullptr) return c_.Error("no_such_field", node.name);
    return node.test_only ? ReferenceHas(c_, m, field, operand.path())
                          : ReferenceRead(c_, m, field, operand.path());
  }

  // --- Calls -----------------------------------------------------------

  Value Call(int id) {
    const Node& node = ast_.at(id);
    if (node.name == op::kAnd) return Logic(false, node);
    if (node.name == op::kOr) return Logic(true, node);
    if (node.name == op::kNotStrictlyFalse) {
      return Value::Bool(!Visit(node.args[0]).IsFalse());
    }
    if (node.name == op::kConditional) {
      const Value condition = Visit(node.args[0]);
      if (condition.IsTrue()) return Visit(node.args[1]);
      if (condition.IsFalse()) return Visit(node.args[2]);
      if (condition.IsAbnormal()) return condition;
      return c_.NoOverload("?:", {&condition, 1});
    }
    if (checked_ != nullptr) {
      const Reference& ref = checked_->references[static_cast<size_t>(id)];
      if (ref.kind == Reference::Kind::kEnumType) {
        return MakeEnum(c_, scope_.pool->FindEnumTypeByName(ref.name),
                        Visit(node.args.back()));
      }
    }
    if (node.has_target && node.args.size() == 2 &&
        (node.name == "or" || node.name == "orValue")) {
      // The other value is only looked at when it is needed.
      const Value first = Visit(node.args[0]);
      if (first.IsAbnormal()) return first;
      if (first.Is(Kind::kOptional) && first.optional().has_value) {
        return node.name == "or" ? first : first.optional().value;
      }
    }
    return Apply(id);
  }

  // The operand that decides wins; then unknowns, all of them; then errors, the
  // first of them. An operand that is no bool is an error.
  Value Logic(bool decides, const Node& node) {
    std::vector<Value> abnormal;
    for (const int arg : node.args) {
      const Value v = Visit(arg);
      if (v.Is(Kind::kBool)) {
        if (v.bool_value() == decides) return v;
      } else {
        abnormal.push_back(v.IsAbnormal() ? v : c_.NoOverload("&&", {&v, 1}));
      }
    }
    return abnormal.empty() ? Value::Bool(!decides)
                            : c_.FirstAbnormal(abnormal);
  }

  // A target that is no value but the first part of the function's name:
  // math.greatest(1, 2).
  const Function* Namespaced(const Node& node) const {
    if (!node.has_target) return nullptr;
    const auto prefix = Qualified(node.args[0]);
    if (!prefix.has_value()) return nullptr;
    for (const std::string& name :
         Candidates(absl::StrCat(*prefix, ".", node.name))) {
      if (const auto* f = scope_.functions->Find(name)) return f;
    }
    return nullptr;
  }

  const Function* Named(const Node& node) const {
    for (const std::string& name : Candidates(node.name)) {
      if (const auto* f = scope_.functions->Find(name)) return f;
    }
    return nullptr;
  }

  static bool Fits(const Overload& o, bool member,
                   const std::vector<Value>& args) {
    if (o.member != member || o.params.size() != args.size()) return false;
    for (size_t i = 0; i < args.size(); ++i) {
      if (!KindMatches(o.params[i], args[i])) return false;
    }
    return true;
  }

  Value Apply(int id) {
    const Node& node = ast_.at(id);
    const auto* spaced = Namespaced(node);
    const auto* function = spaced != nullptr ? spaced : Named(node);
    const bool member = node.has_target && spaced == nullptr;
    std::vector<Value> args;
    for (size_t i = spaced != nullptr ? 1 : 0; i < node.args.size(); ++i) {
      args.push_back(Visit(node.args[i]));
    }
    for (const Value& arg : args) {
      if (arg.IsAbnormal()) return c_.FirstAbnormal(args);
    }
    if (function == nullptr) return c_.NoOverload(node.name, args);
    if (checked_ != nullptr) {
      for (const Overload* o : checked_->overloads[static_cast<size_t>(id)]) {
        if (Fits(*o, member, args)) return o->impl(c_, args);
      }
    }
    for (const Overload& o : function->overloads) {
      if (Fits(o, member, args)) return o.impl(c_, args);
    }
    return c_.NoOverload(node.name, args);
  }

  // --- Literals of lists, maps and messages ------------------------------

  std::vector<Value> VisitAll(const std::vector<int>& ids) {
    std::vector<Value> out;
    for (const int id : ids) out.push_back(Visit(id));
    return out;
  }

  // The abnormal value that stands for the whole literal, if there is one.
  std::optional<Value> Abnormal(const std::vector<Value>& values) {
    for (const Value& v : values) {
      if (v.IsAbnormal()) return c_.FirstAbnormal(values);
    }
    return std::nullopt;
  }

  // Leaves out the entries with ? that have no value; `width` values are one
  // entry, the last of them the optional one. False: some are no optionals.
  static bool Present(const Node& node, size_t width,
                      std::vector<Value>* values,
                      std::vector<size_t>* entries) {
    std::vector<Value> out;
    for (size_t i = 0; i < values->size(); i += width) {
      Value& last = (*values)[i + width - 1];
      if (node.IsOptional(i / width)) {
        if (!last.Is(Kind::kOptional)) return false;
        if (!last.optional().has_value) continue;
        last = last.optional().value;
      }
      for (size_t k = 0; k < width; ++k) out.push_back((*values)[i + k]);
      entries->push_back(i / width);
    }
    *values = std::move(out);
    return true;
  }

  Value List(const Node& node) {
    std::vector<Value> values = VisitAll(node.args);
    if (const auto abnormal = Abnormal(values)) return *abnormal;
    std::vector<size_t> entries;
    if (!Present(node, 1, &values, &entries)) {
      return c_.NoOverload("?", values);
    }
    return ReferenceListOf(c_, std::move(values));
  }

  Value Map(const Node& node) {
    std::vector<Value> values = VisitAll(node.args);
    if (const auto abnormal = Abnormal(values)) return *abnormal;
    std::vector<size_t> there;
    if (!Present(node, 2, &values, &there)) return c_.NoOverload("?", values);
    std::vector<std::pair<Value, Value>> entries;
    for (size_t i = 0; i < values.size(); i += 2) {
      if (!IsMapKey(values[i])) return c_.Error("unsupported_key_type", "key");
      for (const auto& [key, value] : entries) {
        if (ValuesEqual(key, values[i])) return c_.Error("repeated_key", "key");
      }
      entries.emplace_back(values[i], values[i + 1]);
    }
    return ReferenceMapOf(c_, std::move(entries));
  }

  const google::protobuf::Descriptor* StructType(int id) const {
    if (checked_ != nullptr) return checked_->structs[static_cast<size_t>(id)];
    for (const std::string& name : Candidates(ast_.at(id).name)) {
      const auto* type = scope_.pool == nullptr
                             ? nullptr
                             : scope_.pool->FindMessageTypeByName(name);
      if (type != nullptr) return type;
    }
    return nullptr;
  }

  Value Struct(int id) {
    const Node& node = ast_.at(id);
    const auto* type = StructType(id);
    if (type == nullptr) return NotThere(node.name);
    std::vector<const FieldDescriptor*> fields;
    for (const std::string& name : node.fields) {
      const FieldDescriptor* field = type->FindFieldByName(name);
      if (field == nullptr) field = scope_.pool->FindExtensionByName(name);
      if (field == nullptr) return c_.Error("no_such_field", name);
      fields.push_back(field);
    }
    std::vector<Value> values = VisitAll(node.args);
    if (const auto abnormal = Abnormal(values)) return *abnormal;
    std::vector<size_t> there;
    if (!Present(node, 1, &values, &there)) return c_.NoOverload("?", values);
    std::vector<const FieldDescriptor*> set;
    for (const size_t i : there) set.push_back(fields[i]);
    return BuildMessage(c_, type, set, values);
  }

  // --- Loops -------------------------------------------------------------

  // The fold of cel-spec. One thing on top: a turn that fails after a turn that
  // failed does not forget it, so that all unknowns of a list are asked for.
  Value Fold(const Comprehension& loop) {
    const Value range = Visit(loop.range);
    if (range.IsAbnormal()) return range;
    if (!range.Is(Kind::kList) && !range.Is(Kind::kMap)) {
      return c_.NoOverload("loop", {&range, 1});
    }
    const bool list = range.Is(Kind::kList);
    const int size = list ? range.list().size() : range.map().size();
    Value accu = Visit(loop.init);
    for (int i = 0; i < size; ++i) {
      const size_t outside = locals_.size();
      locals_.emplace_back(loop.accu, accu);
      const bool two = !loop.var2.empty();
      locals_.emplace_back(loop.var, !list ? range.map().KeyAt(i)
                                     : two ? Value::Int(i)
                                           : range.list().Get(i));
      if (two) {
        locals_.emplace_back(
            loop.var2, list ? range.list().Get(i) : range.map().ValueAt(i));
      }
      const bool go_on = Visit(loop.condition).IsTrue();
      const Value next = go_on ? Visit(loop.step) : accu;
      locals_.resize(outside);
      if (!go_on) break;
      accu = Joined(accu, next);
      if (steps_ < 0) return c_.Error("step_limit", "too many steps");
    }
    locals_.emplace_back(loop.accu, accu);
    const Value result = Visit(loop.result);
    locals_.pop_back();
    return result;
  }

  Value Joined(const Value& before, const Value& after) {
    if (!before.IsAbnormal() || !after.IsAbnormal()) return after;
    const Value both[] = {before, after};
    return c_.FirstAbnormal(both);
  }

  const Ast& ast_;
  const Checked* checked_;
  const Scope& scope_;
  const ReferenceBindings& bindings_;
  Context& c_;
  int64_t steps_;
  std::vector<std::pair<std::string, Value>> locals_;
};

}  // namespace

Value ReferenceBinding(Context& context,
                       const google::protobuf::Message& message,
                       const AttributeNode* path) {
  return ReferenceAdapt(context, message, path);
}

Value ReferenceEvaluate(const Ast& ast, const Checked* checked,
                        const Scope& scope, const ReferenceBindings& bindings,
                        Context& context) {
  return Walker(ast, checked, scope, bindings, context).Visit(ast.root);
}

}  // namespace zhiheng::cel
