// One walk over the tree, children first; recursion is bounded by the height
// that the parser allowed. Tested by checker_test.cc.
#include "services/rules/cel/check/checker.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/cel/check/checker_impl.h"
#include "services/rules/cel/check/lookup.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

Type LiteralType(Literal::Kind kind) {
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

}  // namespace

Checker::Checker(const Ast& ast, const Scope& scope, const Limits& limits)
    : ast_(ast), scope_(scope), limits_(limits) {
  out_.types.resize(ast.nodes.size());
  out_.references.resize(ast.nodes.size());
  out_.overloads.resize(ast.nodes.size());
  out_.structs.resize(ast.nodes.size());
}

Checked Checker::Run(const Type& expected) {
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

Type Checker::Report(int id, std::string code, std::string message,
                     std::string hint) {
  ReportAt(ast_.at(id).offset, ast_.at(id).length, std::move(code),
           std::move(message), std::move(hint));
  return TypeKind::kError;
}

void Checker::ReportAt(int offset, int length, std::string code,
                       std::string message, std::string hint) {
  Issue issue;
  issue.code = std::move(code);
  issue.offset = offset;
  issue.length = length;
  issue.message = std::move(message);
  issue.hint = std::move(hint);
  out_.issues.push_back(std::move(issue));
}

Type Checker::Visit(int id) {
  const Type type = VisitKind(id);
  out_.types[static_cast<size_t>(id)] = type;
  if (scope_.allow_double || !unify_.Resolve(type).Is(TypeKind::kDouble)) {
    return type;
  }
  const Node& node = ast_.at(id);
  Report(id, "cel-double", "floating point is not allowed here",
         node.kind == NodeKind::kLiteral
             ? absl::StrCat("write decimal('",
                            ast_.text.substr(static_cast<size_t>(node.offset),
                                             static_cast<size_t>(node.length)),
                            "')")
             : "use a decimal");
  return out_.types[static_cast<size_t>(id)] = TypeKind::kError;
}

Type Checker::VisitKind(int id) {
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

// A declared type may have parameters: one expression decides them.
Type Checker::Declared(const Type& type) {
  return unify_.Instantiate(type, &declared_);
}

Type Checker::Ident(int id) {
  const Node& node = ast_.at(id);
  if (const Type* local = FindLocal(locals_, node.name)) {
    Ref(id) = {Reference::Kind::kLoopVariable, node.name, 0};
    return *local;
  }
  if (auto found = ResolveName(scope_, node.name)) {
    Ref(id) = std::move(found->reference);
    return Declared(found->type);
  }
  std::vector<std::string> names;
  for (const auto& [name, type] : scope_.names) names.push_back(name);
  for (const auto& [name, type] : locals_) names.push_back(name);
  return Report(
      id, "cel-unknown-name",
      absl::StrCat("no variable, definition or type named ", node.name),
      DidYouMean(node.name, names));
}

Type Checker::Select(int id) {
  const Node& node = ast_.at(id);
  if (!node.test_only) {
    if (const auto name = QualifiedName(ast_, id, locals_)) {
      if (auto found = ResolveName(scope_, *name)) {
        Ref(id) = std::move(found->reference);
        return Declared(found->type);
      }
    }
  }
  if (const auto mistake = EnumMistake(id)) return *mistake;
  const Type operand = unify_.Resolve(Visit(node.args[0]));
  const Type field = FieldType(id, node.name, operand);
  return node.test_only ? Type::Bool() : field;
}

// A value that its enum does not have deserves a better word than "no
// variable named zhiheng".
std::optional<Type> Checker::EnumMistake(int id) {
  const auto name = QualifiedName(ast_, ast_.at(id).args[0], locals_);
  if (!name.has_value() ||
      scope_.names.count(name->substr(0, name->find('.'))) > 0) {
    return std::nullopt;
  }
  const auto* e = FindEnum(scope_, *name);
  if (e == nullptr) return std::nullopt;
  std::vector<std::string> names;
  for (int i = 0; i < e->value_count(); ++i) {
    names.push_back(e->value(i)->name());
  }
  return Report(id, "cel-unknown-name",
                absl::StrCat("the enum ", e->full_name(), " has no value ",
                             ast_.at(id).name),
                DidYouMean(ast_.at(id).name, names));
}

// Of what is inside an optional the field is optional too.
Type Checker::FieldType(int id, const std::string& name, const Type& operand) {
  const Node& node = ast_.at(id);
  if (operand.IsDynamic()) return Type::Dyn();
  if (operand.Is(TypeKind::kParam)) {
    unify_.Assign(operand, Type::Dyn());  // nothing may be concluded later
    return Type::Dyn();
  }
  if (operand.Is(TypeKind::kMap)) return operand.param(1);
  if (operand.Is(TypeKind::kOptional)) {
    const Type field = FieldType(id, name, unify_.Resolve(operand.param()));
    return field.Is(TypeKind::kOptional) ? field : Type::Optional(field);
  }
  if (!operand.Is(TypeKind::kMessage)) {
    return Report(id, "cel-no-fields",
                  absl::StrCat("a ", Show(operand), " has no field ", name));
  }
  const FieldDescriptor* field = FindField(scope_, operand.message(), name);
  if (field != nullptr) return Type::OfField(field, scope_.strong_enums);
  return UnknownField(node.offset, node.length, operand.message(), name);
}

Type Checker::UnknownField(int offset, int length, const Descriptor* message,
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

// What the variables of a loop over `range` are: element; key; with two names
// index and element, key and value.
void Checker::LoopVariables(const Comprehension& loop, const Type& range) {
  Type first = Type::Dyn();
  Type second = Type::Dyn();
  const bool two = !loop.var2.empty();
  const Type t = unify_.Resolve(range);
  if (t.Is(TypeKind::kList)) {
    first = two ? Type::Int() : t.param();
    second = t.param();
  } else if (t.Is(TypeKind::kMap)) {
    first = t.param(0);
    second = t.param(1);
  } else if (t.IsDynamic() || t.Is(TypeKind::kParam)) {
    unify_.Assign(Type::Dyn(), t);
  } else {
    Report(loop.range, "cel-type",
           absl::StrCat("a ", Show(t), " has no elements to go through"),
           "a list or a map is wanted");
    first = second = TypeKind::kError;
  }
  locals_.emplace_back(loop.var, first);
  if (two) locals_.emplace_back(loop.var2, second);
}

// Remembers which part of a macro's fold the author wrote as its condition.
void Checker::NamePredicate(int id) {
  const Comprehension& loop = ast_.at(id).loop;
  const Node& step = ast_.at(loop.step);
  int predicate = -1;
  if (loop.macro == MacroKind::kAll || loop.macro == MacroKind::kExists) {
    predicate = step.args[1];
  } else if (step.kind == NodeKind::kCall && step.name == op::kConditional) {
    predicate = step.args[0];
  }
  if (predicate < 0 || loop.macro == MacroKind::kNone) return;
  const Node& node = ast_.at(id);
  predicates_[predicate] =
      absl::StrCat("the condition of ",
                   ast_.text.substr(static_cast<size_t>(node.offset),
                                    static_cast<size_t>(node.length)),
                   "()");
}

Type Checker::Loop(int id) {
  const Comprehension& loop = ast_.at(id).loop;
  const Type range = Visit(loop.range);
  const Type accu = Visit(loop.init);
  NamePredicate(id);
  const size_t outside = locals_.size();
  locals_.emplace_back(loop.accu, accu);
  LoopVariables(loop, range);
  WantBool(loop.condition, Visit(loop.condition), "the condition of a loop");
  const Type step = Visit(loop.step);
  if (!unify_.Assign(accu, step)) {
    Report(loop.step, "cel-type",
           absl::StrCat("a step gives ", Show(step), ", not ", Show(accu)));
  }
  locals_.resize(outside + 1);
  const Type result = Visit(loop.result);
  locals_.resize(outside);
  return unify_.Resolve(result);
}

Checked Check(const Ast& ast, const Scope& scope, const Type& expected,
              const Limits& limits) {
  return scope.check_types ? Checker(ast, scope, limits).Run(expected)
                           : LookUpNames(ast, scope);
}

}  // namespace zhiheng::cel
