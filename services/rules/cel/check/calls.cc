// Operators and functions: which overloads fit. Tested by checker_test.cc.
#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/cel/check/checker_impl.h"

namespace zhiheng::cel {
namespace {

constexpr const char* kMacros[] = {"has",        "all", "exists",
                                   "exists_one", "map", "filter"};

bool IsOrder(const std::string& name) {
  return name == op::kLess || name == op::kLessEquals || name == op::kGreater ||
         name == op::kGreaterEquals;
}

}  // namespace

Type Checker::Call(int id) {
  const Node& node = ast_.at(id);
  if (node.name == op::kAnd || node.name == op::kOr ||
      node.name == op::kNotStrictlyFalse) {
    return Logical(id);
  }
  if (node.name == op::kConditional) return Conditional(id);
  if (node.name == op::kOptionalSelect) return OptionalSelect(id);
  bool member = node.has_target;
  size_t first = 0;
  const Function* function = nullptr;
  std::string full;
  if (member) {
    // Names before the dot may be part of the function's own.
    if (const auto space = QualifiedName(ast_, node.args[0], locals_)) {
      const std::string name = absl::StrCat(*space, ".", node.name);
      function = FindFunction(scope_, name, &full);
      const auto* made_enum = function == nullptr && scope_.strong_enums
                                  ? FindEnum(scope_, name)
                                  : nullptr;
      if (made_enum != nullptr) return EnumOf(id, made_enum);
    }
    if (function != nullptr) {
      member = false;
      first = 1;
    }
  } else if (scope_.strong_enums) {
    if (const auto* made = FindEnum(scope_, node.name)) return EnumOf(id, made);
  }
  std::vector<Type> args;
  for (size_t i = first; i < node.args.size(); ++i) {
    args.push_back(Visit(node.args[i]));
  }
  if (function == nullptr) function = FindFunction(scope_, node.name, &full);
  if (function == nullptr) return UnknownFunction(id);
  if (first == 1) Ref(id) = {Reference::Kind::kName, full, 0};
  return ChooseOverload(id, *function, member, args);
}

// NestedEnum(2), NestedEnum('BAZ').
Type Checker::EnumOf(int id, const google::protobuf::EnumDescriptor* type) {
  const Node& node = ast_.at(id);
  Ref(id) = {Reference::Kind::kEnumType, type->full_name(), 0};
  const Type arg = node.args.size() == (node.has_target ? 2u : 1u)
                       ? unify_.Resolve(Visit(node.args.back()))
                       : Type(TypeKind::kNull);
  if (arg.IsDynamic() || arg.Is(TypeKind::kInt) || arg.Is(TypeKind::kString)) {
    return Type::Enum(type->full_name());
  }
  return Report(id, "cel-no-overload",
                absl::StrCat(type->full_name(), "() does not take this"),
                "it takes an int or the name of a value");
}

// The function of an operator that the checker knows by itself, for printers
// and other readers of the checked tree.
void Checker::Takes(int id, const char* function) {
  if (const Function* f = scope_.functions->Find(function)) {
    out_.overloads[static_cast<size_t>(id)] = {&f->overloads[0]};
  }
}

Type Checker::Logical(int id) {
  const Node& node = ast_.at(id);
  for (const int arg : node.args) {
    const Type type = Visit(arg);
    const auto named = predicates_.find(arg);
    WantBool(arg, type,
             named != predicates_.end()
                 ? named->second
                 : absl::StrCat("an operand of ", OperatorSymbol(node.name)));
  }
  Takes(id, node.name.c_str());
  return Type::Bool();
}

Type Checker::Conditional(int id) {
  const Node& node = ast_.at(id);
  const Type condition = Visit(node.args[0]);
  const auto named = predicates_.find(node.args[0]);
  WantBool(
      node.args[0], condition,
      named != predicates_.end() ? named->second : "the condition before ?");
  const Type yes = Visit(node.args[1]);
  const Type no = Visit(node.args[2]);
  Takes(id, op::kConditional);
  return unify_.Join(yes, no);
}

void Checker::WantBool(int id, const Type& found, absl::string_view what) {
  if (unify_.Assign(Type::Bool(), found)) return;
  Report(
      id, "cel-type", absl::StrCat(what, " must be a bool, not ", Show(found)),
      unify_.Resolve(found).Is(TypeKind::kString) ? "compare it: … != ''" : "");
}

// a.?b: the type of a.b, made optional.
Type Checker::OptionalSelect(int id) {
  const Node& node = ast_.at(id);
  const Type operand = unify_.Resolve(Visit(node.args[0]));
  Visit(node.args[1]);
  Takes(id, op::kOptionalSelect);
  const Type field = FieldType(id, ast_.at(node.args[1]).literal.text, operand);
  return field.Is(TypeKind::kOptional) && operand.Is(TypeKind::kOptional)
             ? field
             : Type::Optional(field);
}

// Numbers of two kinds are compared only if the scope says so.
bool Checker::Skipped(const Function& function,
                      const Overload& overload) const {
  return !scope_.mixed_number_order && IsOrder(function.name) &&
         overload.params[0].kind() != overload.params[1].kind();
}

// All overloads that fit. The first decides the type, unless another differs;
// what it says about type parameters holds for the others.
Type Checker::ChooseOverload(int id, const Function& function, bool member,
                             const std::vector<Type>& args) {
  auto& chosen = out_.overloads[static_cast<size_t>(id)];
  std::optional<Type> result;
  for (const Overload& overload : function.overloads) {
    if (overload.member != member || !overload.checked ||
        overload.params.size() != args.size() ||
        (overload.last_resort && !chosen.empty()) ||
        Skipped(function, overload)) {
      continue;
    }
    const size_t mark = unify_.Mark();
    std::map<std::string, Type> names;
    bool fits = true;
    for (size_t i = 0; fits && i < args.size(); ++i) {
      fits = unify_.Assign(unify_.Instantiate(overload.params[i], &names),
                           args[i]);
    }
    if (!fits) {
      unify_.Rollback(mark);
      continue;
    }
    const Type type =
        unify_.Resolve(unify_.Instantiate(overload.result, &names));
    if (chosen.empty()) {
      result = type;
    } else if (!result->IsDynamic() && !(*result == type)) {
      result = Type::Dyn();
    }
    chosen.push_back(&overload);
  }
  if (!chosen.empty()) return *result;
  for (const Type& arg : args) {
    if (unify_.Resolve(arg).Is(TypeKind::kError)) return TypeKind::kError;
  }
  return NoOverload(id, function, member, args);
}

Type Checker::UnknownFunction(int id) {
  const std::string& name = ast_.at(id).name;
  for (const char* macro : kMacros) {
    if (name == macro) {
      return Report(
          id, "cel-macro", absl::StrCat(name, "() is not called in this way"),
          name == "has" ? "write has(label.name)"
                        : absl::StrCat("write list.", name, "(x, …)"));
    }
  }
  std::vector<std::string> names(std::begin(kMacros), std::end(kMacros));
  for (const auto& [known, f] : scope_.functions->functions()) {
    names.push_back(known);
  }
  return Report(id, "cel-unknown-function",
                absl::StrCat("no function named ", name),
                DidYouMean(name, names));
}

Type Checker::NoOverload(int id, const Function& function, bool member,
                         const std::vector<Type>& args) {
  std::vector<std::string> shown;
  for (const Type& arg : args) shown.push_back(Show(arg));
  const absl::string_view symbol = OperatorSymbol(function.name);
  const std::string what =
      symbol.empty() ? absl::StrCat(function.name, "()") : std::string(symbol);
  std::string target;
  if (member && !shown.empty()) {
    target = absl::StrCat(shown[0], ".");
    shown.erase(shown.begin());
  }
  return Report(id, "cel-no-overload",
                absl::StrCat(target, what, " does not take (",
                             absl::StrJoin(shown, ", "), ")"),
                OverloadHint(function, args));
}

std::string Checker::OverloadHint(const Function& function,
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
  if (any(TypeKind::kDate) && any(TypeKind::kString)) {
    return "write the day as date('2024-09-30')";
  }
  if (!OperatorSymbol(function.name).empty()) return "";
  std::vector<std::string> forms;
  for (const Overload& o : function.overloads) {
    std::vector<std::string> params;
    for (const Type& p : o.params) params.push_back(p.ToString());
    std::string target;
    if (o.member && !params.empty()) {
      target = params[0] + ".";
      params.erase(params.begin());
    }
    if (forms.size() < 6) {
      forms.push_back(absl::StrCat(target, function.name, "(",
                                   absl::StrJoin(params, ", "), ")"));
    }
  }
  return forms.empty()
             ? ""
             : absl::StrCat("it takes ", absl::StrJoin(forms, " or "));
}

}  // namespace zhiheng::cel
