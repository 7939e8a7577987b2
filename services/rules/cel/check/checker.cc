// One walk over the tree, children first; recursion is bounded by the height
// that the parser allowed. Tested by checker_test.cc.
#include "services/rules/cel/check/checker.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/base/text.h"
#include "services/rules/cel/check/unifier.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const std::map<std::string, Type>& BuiltInTypes() {
  static const auto* const types = new std::map<std::string, Type>{
      {"bool", Type::Bool()},
      {"int", Type::Int()},
      {"uint", Type::Uint()},
      {"double", Type::Double()},
      {"string", Type::String()},
      {"bytes", TypeKind::kBytes},
      {"null_type", Type::Null()},
      {"list", Type::List(Type::Dyn())},
      {"map", Type::Map(Type::Dyn(), Type::Dyn())},
      {"type", Type::TypeOf(Type::Dyn())},
      {"decimal", Type::Decimal()},
      {"money", Type::Money()},
      {"date", Type::Date()},
      {"optional_type", Type::Optional(Type::Dyn())},
      {"google.protobuf.Timestamp", Type::Timestamp()},
      {"google.protobuf.Duration", Type::Duration()}};
  return *types;
}

class Checker {
 public:
  Checker(const Ast& ast, const Scope& scope, const Limits& limits)
      : ast_(ast), scope_(scope), limits_(limits) {
    out_.types.resize(ast.nodes.size());
    out_.references.resize(ast.nodes.size());
    out_.overloads.resize(ast.nodes.size());
    out_.structs.resize(ast.nodes.size());
  }

  Checked Run(const Type& expected) {
    const Type found = Visit(ast_.root);
    if (!unify_.Assign(expected, found)) {
      Report(ast_.root, "cel-type",
             absl::StrCat("the expression gives ", Show(found), " where ",
                          expected.ToString(), " is wanted"));
    }
    for (Type& type : out_.types) type = unify_.Resolve(type, true);
    out_.type = out_.types[static_cast<size_t>(ast_.root)];
    SortIssues(&out_.issues);
    for (Issue& issue : out_.issues) PlaceIssue(ast_.text, &issue);
    if (static_cast<int>(out_.issues.size()) > limits_.issues) {
      out_.issues.resize(static_cast<size_t>(limits_.issues));
    }
    return std::move(out_);
  }

 private:
  std::string Show(const Type& type) {
    return unify_.Resolve(type, true).ToString();
  }

  Type Report(int id, std::string code, std::string message,
              std::string hint = "") {
    ReportAt(ast_.at(id).offset, ast_.at(id).length, std::move(code),
             std::move(message), std::move(hint));
    return TypeKind::kError;
  }
  void ReportAt(int offset, int length, std::string code, std::string message,
                std::string hint = "") {
    Issue issue;
    issue.code = std::move(code);
    issue.offset = offset;
    issue.length = length;
    issue.message = std::move(message);
    issue.hint = std::move(hint);
    out_.issues.push_back(std::move(issue));
  }

  Type Visit(int id) {
    const Type type = VisitKind(id);
    out_.types[static_cast<size_t>(id)] = type;
    if (!scope_.allow_double && unify_.Resolve(type).Is(TypeKind::kDouble)) {
      Report(id, "cel-double", "floating point is not allowed here",
             ast_.at(id).kind == NodeKind::kLiteral
                 ? absl::StrCat("write decimal('",
                                ast_.text.substr(
                                    static_cast<size_t>(ast_.at(id).offset),
                                    static_cast<size_t>(ast_.at(id).length)),
                                "')")
                 : "use a decimal");
      return out_.types[static_cast<size_t>(id)] = TypeKind::kError;
    }
    return type;
  }

  Type VisitKind(int id) {
    const Node& node = ast_.at(id);
    switch (node.kind) {
      case NodeKind::kLiteral:
        return LiteralType(node.literal.kind);
      case NodeKind::kIdent:
        return Ident(id);
      case NodeKind::kSelect:
        return Select(id);
      case NodeKind::kCall:
        return Call(id);
      case NodeKind::kList:
        return ListLiteral(node);
      case NodeKind::kMap:
        return MapLiteral(node);
      case NodeKind::kStruct:
        return Struct(id);
      case NodeKind::kComprehension:
        return Loop(id);
    }
    return Type::Dyn();
  }

  static Type LiteralType(Literal::Kind kind) {
    switch (kind) {
      case Literal::Kind::kNull:
        return Type::Null();
      case Literal::Kind::kBool:
        return Type::Bool();
      case Literal::Kind::kInt:
        return Type::Int();
      case Literal::Kind::kUint:
        return Type::Uint();
      case Literal::Kind::kDouble:
        return Type::Double();
      case Literal::Kind::kString:
        return Type::String();
      case Literal::Kind::kBytes:
        return TypeKind::kBytes;
    }
    return Type::Dyn();
  }

  // container a.b and name N: a.b.N, a.N, N.
  std::vector<std::string> Candidates(absl::string_view name) const {
    if (absl::ConsumePrefix(&name, ".")) return {std::string(name)};
    std::vector<std::string> out;
    for (absl::string_view c = scope_.container; !c.empty();) {
      out.push_back(absl::StrCat(c, ".", name));
      const size_t dot = c.rfind('.');
      c = dot == absl::string_view::npos ? "" : c.substr(0, dot);
    }
    out.emplace_back(name);
    return out;
  }

  std::optional<Type> ResolveName(int id, const std::string& name) {
    Reference& ref = out_.references[static_cast<size_t>(id)];
    for (const std::string& full : Candidates(name)) {
      if (const auto it = scope_.names.find(full); it != scope_.names.end()) {
        ref = {Reference::Kind::kName, full, 0};
        return it->second;
      }
      if (const auto it = BuiltInTypes().find(full);
          it != BuiltInTypes().end()) {
        ref = {Reference::Kind::kType, full, 0};
        return Type::TypeOf(it->second);
      }
      if (scope_.pool == nullptr) continue;
      if (const Descriptor* m = scope_.pool->FindMessageTypeByName(full)) {
        ref = {Reference::Kind::kType, full, 0};
        return Type::TypeOf(Type::OfMessage(m));
      }
      const size_t dot = full.rfind('.');
      if (dot == std::string::npos) continue;
      const auto* e = scope_.pool->FindEnumTypeByName(full.substr(0, dot));
      const auto* value =
          e == nullptr ? nullptr : e->FindValueByName(full.substr(dot + 1));
      if (value != nullptr) {
        ref = {Reference::Kind::kEnumValue, full, value->number()};
        return Type::Int();
      }
    }
    return std::nullopt;
  }

  const Type* LoopVariable(const std::string& name) const {
    for (auto it = locals_.rbegin(); it != locals_.rend(); ++it) {
      if (it->first == name) return &it->second;
    }
    return nullptr;
  }

  Type Ident(int id) {
    const Node& node = ast_.at(id);
    if (const Type* local = LoopVariable(node.name)) {
      out_.references[static_cast<size_t>(id)] = {
          Reference::Kind::kLoopVariable, node.name, 0};
      return *local;
    }
    if (const auto type = ResolveName(id, node.name)) return *type;
    std::vector<std::string> names;
    for (const auto& [name, type] : scope_.names) names.push_back(name);
    for (const auto& [name, type] : locals_) names.push_back(name);
    return Report(
        id, "cel-unknown-name",
        absl::StrCat("no variable, definition or type named ", node.name),
        DidYouMean(node.name, names));
  }

  static std::string DidYouMean(absl::string_view word,
                                const std::vector<std::string>& names) {
    const std::string near = NearestWord(word, names);
    return near.empty() ? "" : absl::StrCat("did you mean \"", near, "\"?");
  }

  // a.b.c of plain names whose first is no loop variable.
  std::optional<std::string> Qualified(int id) const {
    std::string name;
    while (ast_.at(id).kind == NodeKind::kSelect && !ast_.at(id).test_only) {
      name = absl::StrCat(".", ast_.at(id).name, name);
      id = ast_.at(id).args[0];
    }
    const Node& first = ast_.at(id);
    if (first.kind != NodeKind::kIdent || LoopVariable(first.name) != nullptr) {
      return std::nullopt;
    }
    return first.name + name;
  }

  Type Select(int id) {
    const Node& node = ast_.at(id);
    if (!node.test_only) {
      if (const auto name = Qualified(id)) {
        if (const auto type = ResolveName(id, *name)) return *type;
      }
    }
    if (const auto mistake = EnumMistake(id)) return *mistake;
    const Type operand = unify_.Resolve(Visit(node.args[0]));
    const Type field = FieldType(id, operand);
    return node.test_only ? Type::Bool() : field;
  }

  // A value that its enum does not have deserves a better word than "no
  // variable named zhiheng".
  std::optional<Type> EnumMistake(int id) {
    const auto scope = Qualified(ast_.at(id).args[0]);
    if (!scope.has_value() || scope_.pool == nullptr) return std::nullopt;
    for (const std::string& full : Candidates(*scope)) {
      const auto* e = scope_.pool->FindEnumTypeByName(full);
      if (e == nullptr) continue;
      std::vector<std::string> names;
      for (int i = 0; i < e->value_count(); ++i)
        names.push_back(e->value(i)->name());
      return Report(
          id, "cel-unknown-name",
          absl::StrCat("the enum ", full, " has no value ", ast_.at(id).name),
          DidYouMean(ast_.at(id).name, names));
    }
    return std::nullopt;
  }

  Type FieldType(int id, const Type& operand) {
    const Node& node = ast_.at(id);
    if (operand.IsDynamic() || operand.Is(TypeKind::kParam)) return Type::Dyn();
    if (operand.Is(TypeKind::kMap)) return operand.param(1);
    if (!operand.Is(TypeKind::kMessage)) {
      return Report(
          id, "cel-no-fields",
          absl::StrCat("a ", operand.ToString(), " has no field ", node.name));
    }
    const FieldDescriptor* field =
        operand.message()->FindFieldByName(node.name);
    if (field == nullptr && scope_.pool != nullptr) {
      field = scope_.pool->FindExtensionByName(node.name);
      if (field != nullptr && field->containing_type() != operand.message())
        field = nullptr;
    }
    if (field != nullptr) return Type::OfField(field);
    return UnknownField(node.offset, node.length, operand.message(), node.name);
  }

  Type UnknownField(int offset, int length, const Descriptor* message,
                    const std::string& name) {
    std::vector<std::string> names;
    for (int i = 0; i < message->field_count(); ++i) {
      names.push_back(message->field(i)->name());
    }
    std::string hint = DidYouMean(name, names);
    if (hint.empty() && names.size() <= 40) {
      hint = absl::StrCat("it has ", absl::StrJoin(names, ", "));
    }
    ReportAt(offset, length, "cel-unknown-field",
             absl::StrCat("unknown field ", name, " of ", message->full_name()),
             hint);
    return TypeKind::kError;
  }

  // A function with dots in its name, or nullptr: its target is a namespace.
  const Function* NamespacedFunction(const Node& node, std::string* full) {
    const auto prefix = Qualified(node.args[0]);
    if (!prefix.has_value()) return nullptr;
    for (const std::string& name :
         Candidates(absl::StrCat(*prefix, ".", node.name))) {
      if (const Function* f = scope_.functions->Find(name)) {
        *full = name;
        return f;
      }
    }
    return nullptr;
  }

  Type Call(int id) {
    const Node& node = ast_.at(id);
    if (node.name == op::kAnd || node.name == op::kOr ||
        node.name == op::kNotStrictlyFalse) {
      return Logical(node);
    }
    if (node.name == op::kConditional) return Conditional(node);
    bool member = node.has_target;
    size_t first = 0;
    const Function* function = nullptr;
    std::string name = node.name;
    if (member) {
      function = NamespacedFunction(node, &name);
      if (function != nullptr) {
        member = false;
        first = 1;
        out_.references[static_cast<size_t>(id)] = {Reference::Kind::kName,
                                                    name, 0};
      }
    }
    std::vector<Type> args;
    for (size_t i = first; i < node.args.size(); ++i)
      args.push_back(Visit(node.args[i]));
    for (const std::string& full : Candidates(node.name)) {
      if (function == nullptr) function = scope_.functions->Find(full);
    }
    if (function == nullptr) return UnknownFunction(id);
    return ChooseOverload(id, *function, member, args);
  }

  Type UnknownFunction(int id) {
    std::vector<std::string> names = {"has",        "all", "exists",
                                      "exists_one", "map", "filter"};
    for (const auto& [name, f] : scope_.functions->functions())
      names.push_back(name);
    const std::string& name = ast_.at(id).name;
    for (const char* macro :
         {"has", "all", "exists", "exists_one", "map", "filter"}) {
      if (name == macro) {
        return Report(
            id, "cel-macro", absl::StrCat(name, "() is not called in this way"),
            name == "has" ? "write has(label.name)"
                          : absl::StrCat("write list.", name, "(x, …)"));
      }
    }
    return Report(id, "cel-unknown-function",
                  absl::StrCat("no function named ", name),
                  DidYouMean(name, names));
  }

  Type ChooseOverload(int id, const Function& function, bool member,
                      const std::vector<Type>& args) {
    auto& chosen = out_.overloads[static_cast<size_t>(id)];
    std::optional<Type> result;
    const Unifier before = unify_;
    Unifier after = unify_;
    for (const Overload& overload : function.overloads) {
      if (overload.member != member || !overload.checked ||
          overload.params.size() != args.size()) {
        continue;
      }
      Unifier trial = chosen.empty() ? before : after;
      std::map<std::string, Type> names;
      bool fits = true;
      for (size_t i = 0; fits && i < args.size(); ++i) {
        fits = trial.Assign(trial.Instantiate(overload.params[i], &names),
                            args[i]);
      }
      if (!fits) continue;
      const Type type = trial.Instantiate(overload.result, &names);
      if (chosen.empty()) {
        result = type;
        after = trial;
      } else if (!(trial.Resolve(*result) == trial.Resolve(type))) {
        result = Type::Dyn();
      }
      chosen.push_back(&overload);
    }
    if (!chosen.empty()) {
      // With a choice left to the evaluator, no parameter is decided yet.
      if (chosen.size() == 1) unify_ = after;
      return chosen.size() == 1 ? *result : after.Resolve(*result);
    }
    for (const Type& arg : args) {
      if (unify_.Resolve(arg).Is(TypeKind::kError)) return TypeKind::kError;
    }
    return NoOverload(id, function, member, args);
  }

  Type NoOverload(int id, const Function& function, bool member,
                  const std::vector<Type>& args) {
    std::vector<std::string> shown;
    for (const Type& arg : args) shown.push_back(Show(arg));
    const absl::string_view symbol = OperatorSymbol(function.name);
    std::string what = symbol.empty() ? absl::StrCat(function.name, "()")
                                      : std::string(symbol);
    if (function.name == op::kIndex) what = "[]";
    if (function.name == op::kIn) what = "in";
    std::string message;
    if (member && !shown.empty()) {
      const std::string target = shown[0];
      shown.erase(shown.begin());
      message = absl::StrCat(target, ".", what, " does not take (",
                             absl::StrJoin(shown, ", "), ")");
    } else {
      message = absl::StrCat(what, " does not take (",
                             absl::StrJoin(shown, ", "), ")");
    }
    return Report(id, "cel-no-overload", message, OverloadHint(function, args));
  }

  std::string OverloadHint(const Function& function,
                           const std::vector<Type>& args) {
    const auto any = [&](TypeKind kind) {
      return std::any_of(args.begin(), args.end(), [&](const Type& t) {
        return unify_.Resolve(t).Is(kind);
      });
    };
    if (any(TypeKind::kDecimal) &&
        (any(TypeKind::kString) || any(TypeKind::kDouble))) {
      return "write the other number as decimal('…')";
    }
    if (any(TypeKind::kMoney) &&
        (any(TypeKind::kInt) || any(TypeKind::kDecimal) ||
         any(TypeKind::kString))) {
      return "write the other amount as money('…'), or compare amount(m)";
    }
    if (any(TypeKind::kDate) && any(TypeKind::kString))
      return "write the day as date('2024-09-30')";
    std::vector<std::string> forms;
    for (const Overload& o : function.overloads) {
      std::vector<std::string> params;
      for (const Type& p : o.params) params.push_back(p.ToString());
      std::string target;
      if (o.member && !params.empty()) {
        target = params[0] + ".";
        params.erase(params.begin());
      }
      if (forms.size() < 6 && OperatorSymbol(function.name).empty()) {
        forms.push_back(absl::StrCat(target, function.name, "(",
                                     absl::StrJoin(params, ", "), ")"));
      }
    }
    return forms.empty()
               ? ""
               : absl::StrCat("it takes ", absl::StrJoin(forms, " or "));
  }

  void WantBool(int id, const Type& found, absl::string_view what) {
    if (!unify_.Assign(Type::Bool(), found)) {
      Report(id, "cel-type",
             absl::StrCat(what, " must be a bool, not ", Show(found)),
             unify_.Resolve(found).Is(TypeKind::kString) ? "compare it: … != ''"
                                                         : "");
    }
  }

  Type Logical(const Node& node) {
    for (const int arg : node.args) {
      const Type type = Visit(arg);
      WantBool(arg, type,
               absl::StrCat("an operand of ", OperatorSymbol(node.name)));
    }
    return Type::Bool();
  }

  Type Conditional(const Node& node) {
    const Type condition = Visit(node.args[0]);
    WantBool(node.args[0], condition, "the condition before ?");
    const Type yes = Visit(node.args[1]);
    const Type no = Visit(node.args[2]);
    return unify_.Join(yes, no);
  }

  Type ListLiteral(const Node& node) {
    if (node.args.empty()) return Type::List(unify_.Fresh());
    Type element = Visit(node.args[0]);
    for (size_t i = 1; i < node.args.size(); ++i) {
      element = unify_.Join(element, Visit(node.args[i]));
    }
    return Type::List(element);
  }

  Type MapLiteral(const Node& node) {
    if (node.args.empty()) return Type::Map(unify_.Fresh(), unify_.Fresh());
    Type key = Visit(node.args[0]);
    Type value = Visit(node.args[1]);
    for (size_t i = 2; i + 1 < node.args.size(); i += 2) {
      key = unify_.Join(key, Visit(node.args[i]));
      value = unify_.Join(value, Visit(node.args[i + 1]));
    }
    return Type::Map(key, value);
  }

  Type Struct(int id) {
    const Node& node = ast_.at(id);
    std::vector<Type> values;
    for (const int arg : node.args) values.push_back(Visit(arg));
    const Descriptor* message = nullptr;
    for (const std::string& full : Candidates(node.name)) {
      if (message == nullptr && scope_.pool != nullptr) {
        message = scope_.pool->FindMessageTypeByName(full);
      }
    }
    if (message == nullptr) {
      return Report(id, "cel-unknown-type",
                    absl::StrCat("no message type named ", node.name));
    }
    out_.structs[static_cast<size_t>(id)] = message;
    for (size_t i = 0; i < node.fields.size(); ++i) {
      const int length = static_cast<int>(node.fields[i].size());
      const FieldDescriptor* field = message->FindFieldByName(node.fields[i]);
      if (field == nullptr && scope_.pool != nullptr) {
        field = scope_.pool->FindExtensionByName(node.fields[i]);
      }
      if (field == nullptr) {
        UnknownField(node.field_offsets[i], length, message, node.fields[i]);
      } else if (!unify_.Assign(Type::OfField(field), values[i]) &&
                 !(Type::OfField(field).Is(TypeKind::kNull) &&
                   unify_.Resolve(values[i]).Is(TypeKind::kInt))) {
        ReportAt(node.field_offsets[i], length, "cel-type",
                 absl::StrCat("the field ", node.fields[i], " takes ",
                              Type::OfField(field).ToString(), ", not ",
                              Show(values[i])));
      }
    }
    return Type::OfMessage(message);
  }

  Type ElementOf(int range, const Type& type) {
    const Type t = unify_.Resolve(type);
    if (t.IsDynamic() || t.Is(TypeKind::kParam)) return Type::Dyn();
    if (t.Is(TypeKind::kList) || t.Is(TypeKind::kMap)) return t.param(0);
    return Report(
        range, "cel-type",
        absl::StrCat("a ", t.ToString(), " has no elements to go through"),
        "a list or a map is wanted");
  }

  Type Loop(int id) {
    const Comprehension& loop = ast_.at(id).loop;
    const Type element = ElementOf(loop.range, Visit(loop.range));
    const bool written =
        loop.macro != MacroKind::kNone && loop.macro != MacroKind::kBind;
    if (!written) return Fold(loop, element);
    locals_.emplace_back(loop.var, element);
    const Type result = Macro(id, loop, element);
    locals_.pop_back();
    return result;
  }

  // The parts the author wrote; the rest of the fold is the macro's own.
  Type Macro(int id, const Comprehension& loop, const Type& element) {
    const Node& step = ast_.at(loop.step);
    const auto predicate = [&](int arg) {
      WantBool(arg, Visit(arg),
               absl::StrCat("the condition of ", MacroName(id), "()"));
    };
    switch (loop.macro) {
      case MacroKind::kAll:
      case MacroKind::kExists:
        predicate(step.args[1]);
        return Type::Bool();
      case MacroKind::kExistsOne:
        predicate(step.args[0]);
        return Type::Bool();
      case MacroKind::kFilter:
        predicate(step.args[0]);
        return Type::List(element);
      case MacroKind::kMap:
        return Type::List(Visit(ast_.at(step.args[1]).args[0]));
      default: {
        predicate(step.args[0]);
        const Node& append = ast_.at(step.args[1]);
        return Type::List(Visit(ast_.at(append.args[1]).args[0]));
      }
    }
  }

  absl::string_view MacroName(int id) const {
    const Node& node = ast_.at(id);
    return absl::string_view(ast_.text).substr(
        static_cast<size_t>(node.offset), static_cast<size_t>(node.length));
  }

  Type Fold(const Comprehension& loop, const Type& element) {
    const Type accu = Visit(loop.init);
    locals_.emplace_back(loop.accu, accu);
    locals_.emplace_back(loop.var, element);
    WantBool(loop.condition, Visit(loop.condition), "the condition of a loop");
    const Type step = Visit(loop.step);
    if (!unify_.Assign(accu, step)) {
      Report(loop.step, "cel-type",
             absl::StrCat("a step gives ", Show(step), ", not ", Show(accu)));
    }
    locals_.pop_back();
    const Type result = Visit(loop.result);
    locals_.pop_back();
    return result;
  }

  const Ast& ast_;
  const Scope& scope_;
  const Limits& limits_;
  Unifier unify_;
  std::vector<std::pair<std::string, Type>> locals_;
  Checked out_;
};

void DumpNode(const Ast& ast, const Checked& checked, int id, int depth,
              std::string* out) {
  const Node& node = ast.at(id);
  const auto at = static_cast<size_t>(id);
  absl::StrAppend(out, std::string(static_cast<size_t>(depth) * 2, ' '),
                  Unparse(ast, id), " : ", checked.types[at].ToString());
  if (!checked.references[at].name.empty())
    absl::StrAppend(out, " = ", checked.references[at].name);
  for (const Overload* o : checked.overloads[at])
    absl::StrAppend(out, " ^", o->id);
  *out += "\n";
  for (const int arg : node.args) DumpNode(ast, checked, arg, depth + 1, out);
  if (node.kind == NodeKind::kComprehension) {
    DumpNode(ast, checked, node.loop.range, depth + 1, out);
    DumpNode(ast, checked, node.loop.step, depth + 1, out);
  }
}

}  // namespace

Checked Check(const Ast& ast, const Scope& scope, const Type& expected,
              const Limits& limits) {
  return Checker(ast, scope, limits).Run(expected);
}

std::string DumpChecked(const Ast& ast, const Checked& checked) {
  std::string out;
  if (ast.root >= 0) DumpNode(ast, checked, ast.root, 0, &out);
  return out;
}

}  // namespace zhiheng::cel
