// Chooses among what can have the wanted type: a literal, a name, a function
// whose result fits, a macro, a conditional. Depth falls with every step, so it
// ends. Tested by differential_test.cc.
#include "tests/differential/generator.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/escape.h"
#include "tests/differential/literals.h"

namespace zhiheng::differential {
namespace {

using cel::Type;
using cel::TypeKind;

constexpr TypeKind kScalars[] = {
    TypeKind::kBool,      TypeKind::kInt,      TypeKind::kUint,
    TypeKind::kDouble,    TypeKind::kString,   TypeKind::kBytes,
    TypeKind::kTimestamp, TypeKind::kDuration, TypeKind::kDecimal,
    TypeKind::kMoney,     TypeKind::kDate};
constexpr TypeKind kStandard[] = {TypeKind::kBool, TypeKind::kInt,
                                  TypeKind::kUint, TypeKind::kDouble,
                                  TypeKind::kString};
constexpr int kPathDepth = 3;
constexpr size_t kKept = 40;

bool IsHouse(const Type& type) {
  return type.Is(TypeKind::kDecimal) || type.Is(TypeKind::kMoney) ||
         type.Is(TypeKind::kDate);
}

// Only types that every implementation has.
bool IsPlain(const cel::Overload& overload) {
  std::vector<Type> types = overload.params;
  types.push_back(overload.result);
  for (const Type& type : types) {
    if (IsHouse(type) || type.Is(TypeKind::kTimestamp) ||
        type.Is(TypeKind::kDuration)) {
      return false;
    }
  }
  return true;
}

Term Node(Type type, std::vector<std::string> texts, std::vector<Term> kids) {
  return {std::move(type), std::move(texts), std::move(kids)};
}

// A wrapper's value can stand where the plain type is wanted.
bool Fits(const Type& have, const Type& want) {
  return have == want || (have.Is(TypeKind::kWrapper) && have.param() == want);
}

}  // namespace

Generator::Generator(const cel::Scope& scope, const GeneratorOptions& options)
    : scope_(scope), options_(options) {
  for (const auto& [name, type] : scope.names) AddPaths(name, type, kPathDepth);
  AddCalls();
}

void Generator::AddPaths(const std::string& path, const Type& type, int depth) {
  names_.emplace_back(path, type);
  paths_.push_back(path);
  if (absl::StrContains(path, '.')) tests_.push_back(path);
  if (!type.Is(TypeKind::kMessage) || depth == 0) return;
  for (int i = 0; i < type.message()->field_count(); ++i) {
    const auto* field = type.message()->field(i);
    AddPaths(absl::StrCat(path, ".", field->name()), Type::OfField(field),
             depth - 1);
  }
}

namespace {

// Whether an author can call the function; what macros expand to cannot be
// written, and conditionals and fields have their own forms.
bool IsWritten(const std::string& name) {
  return name == cel::op::kIn ||
         (!absl::StrContains(name, '@') && name != cel::op::kConditional &&
          name != cel::op::kOptionalSelect);
}

bool TakesEnum(const cel::Overload& overload) {
  for (const Type& param : overload.params) {
    if (param.Is(TypeKind::kEnum)) return true;
  }
  return false;
}

}  // namespace

void Generator::AddCalls() {
  for (const auto& [name, function] : scope_.functions->functions()) {
    if (name == "needs" || !IsWritten(name)) continue;
    if (!options_.functions.empty() && options_.functions.count(name) == 0) {
      continue;
    }
    for (const cel::Overload& overload : function.overloads) {
      if (!overload.checked || TakesEnum(overload) ||
          (!options_.house && !IsPlain(overload))) {
        continue;
      }
      calls_by_result_[overload.result.kind()].push_back(
          static_cast<int>(calls_.size()));
      calls_.push_back({name, &overload});
    }
  }
}

bool Generator::Unify(const Type& param, const Type& type, Binding* b) {
  if (param.Is(TypeKind::kParam)) {
    return b->emplace(param.name(), type).first->second == type;
  }
  if (param.kind() != type.kind()) return false;
  if (param.param_count() != type.param_count()) return false;
  for (size_t i = 0; i < param.param_count(); ++i) {
    if (!Unify(param.param(i), type.param(i), b)) return false;
  }
  return !param.Is(TypeKind::kMessage) || param == type;
}

Type Generator::Bound(const Type& param, const Binding& b) {
  switch (param.kind()) {
    case TypeKind::kParam: {
      const auto it = b.find(param.name());
      return it == b.end() ? Type::Dyn() : it->second;
    }
    case TypeKind::kList:
      return Type::List(Bound(param.param(), b));
    case TypeKind::kMap:
      return Type::Map(Bound(param.param(), b), Bound(param.param(1), b));
    case TypeKind::kOptional:
      return Type::Optional(Bound(param.param(), b));
    case TypeKind::kTypeType:
      return Type::TypeOf(Bound(param.param(), b));
    default:
      return param;
  }
}

void Generator::BindFree(Random& r, const Type& param, Binding* b) {
  if (param.Is(TypeKind::kParam) && b->count(param.name()) == 0) {
    (*b)[param.name()] = RandomType(r);
  }
  if (param.Is(TypeKind::kMap) && param.param().Is(TypeKind::kParam)) {
    b->emplace(param.param().name(),
               r.Percent(50) ? Type::String() : Type::Int());
  }
  for (size_t i = 0; i < param.param_count(); ++i) {
    BindFree(r, param.param(i), b);
  }
}

Type Generator::RandomType(Random& r) {
  const size_t choice = r.Below(20);
  if (choice < 13) {
    return options_.house ? Type(r.Pick(kScalars)) : Type(r.Pick(kStandard));
  }
  const Type inner =
      options_.house ? Type(r.Pick(kScalars)) : Type(r.Pick(kStandard));
  if (choice < 16) return Type::List(inner);
  if (choice < 18) {
    return Type::Map(r.Percent(60) ? Type::String() : Type::Int(), inner);
  }
  const Type& named = r.Pick(names_).second;
  return named.Is(TypeKind::kWrapper) ? named.param() : named;
}

Term Generator::Generate(Random& r, const Type& goal) {
  locals_.clear();
  next_variable_ = 0;
  return Any(r, goal, options_.depth);
}

Term Generator::Any(Random& r, const Type& goal, int depth) {
  if (r.Percent(options_.reuse)) {
    for (int i = 0; i < 4 && !kept_.empty(); ++i) {
      const Term& term = r.Pick(kept_);
      if (term.type == goal) return term;
    }
  }
  Term out;
  const size_t choice = r.Below(100);
  if (depth <= 0 || choice < 10) {
    if (r.Percent(70) && Name(r, goal, &out)) return out;
    return Literal(r, goal);
  }
  if (choice < 30 && Name(r, goal, &out)) return out;
  if (choice < 38) return Conditional(r, goal, depth);
  if (choice < 41 && options_.house) return Bind(r, goal, depth);
  if (choice < 58 && Macro(r, goal, depth, &out)) return out;
  if (choice < 94 && Function(r, goal, depth, &out)) {
    if (locals_.empty() && out.Size() > 2 && r.Percent(30)) {
      if (kept_.size() < kKept) {
        kept_.push_back(out);
      } else {
        kept_[r.Below(kKept)] = out;
      }
    }
    return out;
  }
  return Collection(r, goal, depth);
}

Term Generator::Literal(Random& r, const Type& goal) {
  if (goal.IsDynamic()) {
    return Term::Leaf(goal,
                      absl::StrCat("dyn(", LiteralText(r, RandomType(r)), ")"));
  }
  if (goal.Is(TypeKind::kList) || goal.Is(TypeKind::kMap) ||
      goal.Is(TypeKind::kMessage)) {
    return Collection(r, goal, 0);
  }
  std::string text = LiteralText(r, goal);
  if (text[0] == '-') text = absl::StrCat("(", text, ")");
  return Term::Leaf(goal, std::move(text));
}

bool Generator::Name(Random& r, const Type& goal, Term* out) {
  for (int i = 0; i < 3 && !locals_.empty(); ++i) {
    const auto& [name, type] = r.Pick(locals_);
    if (!Fits(type, goal)) continue;
    *out = Term::Leaf(goal, name);
    return true;
  }
  for (int i = 0; i < 12; ++i) {
    const auto& [name, type] = r.Pick(names_);
    if (!Fits(type, goal) && !goal.IsDynamic()) continue;
    *out = Term::Leaf(
        goal, goal.IsDynamic() ? absl::StrCat("dyn(", name, ")") : name);
    return true;
  }
  return false;
}

Term Generator::Argument(Random& r, const Type& goal, int depth) {
  if (r.Percent(options_.dyn)) {
    // Through dyn, and now and then of a type that does not fit.
    const Type type = r.Percent(60) ? goal : RandomType(r);
    return Node(Type::Dyn(), {"dyn(", ")"}, {Any(r, type, depth)});
  }
  return Any(r, goal, depth);
}

bool Generator::Function(Random& r, const Type& goal, int depth, Term* out) {
  if (goal.Is(TypeKind::kBool) && r.Percent(30)) {
    const char* symbol = r.Percent(50) ? " && " : " || ";
    *out = Node(goal, {"(", symbol, ")"},
                {Argument(r, goal, depth - 1), Argument(r, goal, depth - 1)});
    return true;
  }
  const TypeKind kind = goal.kind();
  const auto& exact = calls_by_result_[kind];
  const auto& open = calls_by_result_[TypeKind::kParam];
  for (int attempt = 0; attempt < 4; ++attempt) {
    const size_t total = exact.size() + open.size();
    if (total == 0) return false;
    const size_t at = r.Below(total);
    const Call& call = calls_[static_cast<size_t>(
        at < exact.size() ? exact[at] : open[at - exact.size()])];
    Binding binding;
    if (!Unify(call.overload->result, goal, &binding)) continue;
    std::vector<Term> args;
    bool house = false;
    for (const Type& param : call.overload->params) {
      BindFree(r, param, &binding);
      house = house || IsHouse(Bound(param, binding));
    }
    if (house && !options_.house) continue;
    for (const Type& param : call.overload->params) {
      args.push_back(Argument(r, Bound(param, binding), depth - 1));
    }
    *out = Written(call, goal, std::move(args));
    return true;
  }
  return false;
}

Term Generator::Written(const Call& call, const Type& goal,
                        std::vector<Term> args) {
  const absl::string_view symbol = cel::OperatorSymbol(call.name);
  std::vector<std::string> texts;
  if (call.name == cel::op::kIndex) {
    texts = {"", "[", "]"};
  } else if (call.name == cel::op::kOptionalIndex) {
    texts = {"", "[?", "]"};
  } else if (!symbol.empty() && args.size() == 2) {
    texts = {"(", absl::StrCat(" ", symbol, " "), ")"};
  } else if (!symbol.empty() && args.size() == 1) {
    texts = {absl::StrCat("(", symbol, "("), "))"};
  } else {
    const bool member = call.overload->member;
    texts.push_back(member ? "" : absl::StrCat(call.name, "("));
    for (size_t i = 0; i < args.size(); ++i) {
      const bool target = member && i == 0;
      const bool last = i + 1 == args.size();
      texts.push_back(target ? absl::StrCat(".", call.name, last ? "()" : "(")
                             : (last ? ")" : ", "));
    }
    if (args.empty()) texts[0] += ")";
  }
  return Node(goal, std::move(texts), std::move(args));
}

Term Generator::Conditional(Random& r, const Type& goal, int depth) {
  return Node(goal, {"(", " ? ", " : ", ")"},
              {Any(r, Type::Bool(), depth - 1), Any(r, goal, depth - 1),
               Any(r, goal, depth - 1)});
}

Term Generator::Bind(Random& r, const Type& goal, int depth) {
  const Type type = RandomType(r);
  const std::string name = Fresh();
  Term value = Any(r, type, depth - 1);
  locals_.emplace_back(name, type);
  Term body = Any(r, goal, depth - 1);
  locals_.pop_back();
  return Node(goal, {absl::StrCat("cel.bind(", name, ", "), ", ", ")"},
              {std::move(value), std::move(body)});
}

bool Generator::Macro(Random& r, const Type& goal, int depth, Term* out) {
  if (goal.Is(TypeKind::kBool) && r.Percent(25) && !tests_.empty()) {
    *out = Term::Leaf(goal, absl::StrCat("has(", r.Pick(tests_), ")"));
    return true;
  }
  const bool list = goal.Is(TypeKind::kList);
  if (!list && !goal.Is(TypeKind::kBool)) return false;
  const bool filter = list && r.Percent(40);
  Type element = filter ? goal.param() : RandomType(r);
  const bool map = !filter && r.Percent(15);
  if (map) element = r.Percent(50) ? Type::String() : Type::Int();
  Term range =
      Any(r, map ? Type::Map(element, RandomType(r)) : Type::List(element),
          depth - 1);
  const std::string name = Fresh();
  locals_.emplace_back(name, element);
  std::vector<Term> kids = {std::move(range)};
  std::vector<std::string> texts = {""};
  if (filter || !list) {
    const char* macro =
        filter ? "filter"
               : r.Pick({"all", "exists", "exists_one", "all", "exists"});
    texts.push_back(absl::StrCat(".", macro, "(", name, ", "));
    kids.push_back(Argument(r, Type::Bool(), depth - 1));
  } else {
    texts.push_back(absl::StrCat(".map(", name, ", "));
    if (r.Percent(30)) {
      kids.push_back(Any(r, Type::Bool(), depth - 1));
      texts.push_back(", ");
    }
    kids.push_back(Argument(r, goal.param(), depth - 1));
  }
  texts.push_back(")");
  locals_.pop_back();
  *out = Node(goal, std::move(texts), std::move(kids));
  return true;
}

Term Generator::Collection(Random& r, const Type& goal, int depth) {
  const size_t size = depth <= 0 ? r.Below(2) : r.Below(4);
  std::vector<std::string> texts;
  std::vector<Term> kids;
  if (goal.Is(TypeKind::kList)) {
    texts.push_back("[");
    for (size_t i = 0; i < size; ++i) {
      kids.push_back(Any(r, goal.param(), depth - 1));
      texts.push_back(i + 1 < size ? ", " : "]");
    }
    if (size == 0) texts[0] += "]";
  } else if (goal.Is(TypeKind::kMap)) {
    texts.push_back("{");
    for (size_t i = 0; i < size; ++i) {
      kids.push_back(r.Percent(80) ? Literal(r, goal.param())
                                   : Any(r, goal.param(), depth - 1));
      texts.push_back(": ");
      kids.push_back(Any(r, goal.param(1), depth - 1));
      texts.push_back(i + 1 < size ? ", " : "}");
    }
    if (size == 0) texts[0] += "}";
  } else if (goal.Is(TypeKind::kMessage)) {
    texts.push_back(absl::StrCat(goal.message()->full_name(), "{"));
    for (size_t i = 0; i < size; ++i) {
      const auto* field = goal.message()->field(static_cast<int>(
          r.Below(static_cast<size_t>(goal.message()->field_count()))));
      Type type = Type::OfField(field);
      if (type.Is(TypeKind::kWrapper)) type = type.param();
      texts.back() += absl::StrCat(field->name(), ": ");
      kids.push_back(Any(r, type, depth - 1));
      texts.push_back(i + 1 < size ? ", " : "}");
    }
    if (size == 0) texts[0] += "}";
  } else {
    Term out;
    return Name(r, goal, &out) ? out : Literal(r, goal);
  }
  return Node(goal, std::move(texts), std::move(kids));
}

}  // namespace zhiheng::differential
