// Recursion follows the nesting of types, which the height of the tree bounds.
#include "services/rules/cel/check/unifier.h"

namespace zhiheng::cel {
namespace {

Type Rebuild(const Type& type, const std::vector<Type>& params) {
  switch (type.kind()) {
    case TypeKind::kList:
      return Type::List(params[0]);
    case TypeKind::kMap:
      return Type::Map(params[0], params[1]);
    case TypeKind::kWrapper:
      return Type::Wrapper(params[0]);
    case TypeKind::kTypeType:
      return Type::TypeOf(params[0]);
    case TypeKind::kOptional:
      return Type::Optional(params[0]);
    case TypeKind::kOpaque:
      return Type::Opaque(type.name(), params);
    default:
      return type;
  }
}

template <typename F>
Type MapParams(const Type& type, const F& f) {
  if (type.param_count() == 0) return type;
  std::vector<Type> params;
  for (size_t i = 0; i < type.param_count(); ++i)
    params.push_back(f(type.param(i)));
  return Rebuild(type, params);
}

// null may stand for these.
bool Nullable(const Type& type) {
  switch (type.kind()) {
    case TypeKind::kMessage:
    case TypeKind::kWrapper:
    case TypeKind::kTimestamp:
    case TypeKind::kDuration:
    case TypeKind::kNull:
    case TypeKind::kOptional:
      return true;
    default:
      return false;
  }
}

// Whether a is b, or says less: dyn says less than int, list(dyn) less than
// list(int).
bool SaysNoMore(const Type& a, const Type& b) {
  if (a.IsDynamic() || a.Is(TypeKind::kParam)) return true;
  if (b.IsDynamic() || b.Is(TypeKind::kParam)) return false;
  if (a.kind() != b.kind() || a.name() != b.name() ||
      a.param_count() != b.param_count()) {
    return false;
  }
  if (a.Is(TypeKind::kTypeType)) return true;
  for (size_t i = 0; i < a.param_count(); ++i) {
    if (!SaysNoMore(a.param(i), b.param(i))) return false;
  }
  return a.param_count() > 0 || a == b;
}

// Of two types that fit each other, the one that has room for both.
Type Wider(const Type& a, const Type& b) {
  if (a.Is(TypeKind::kNull)) return b;
  if (b.Is(TypeKind::kNull)) return a;
  // A value that may be null makes the whole nullable.
  if (a.Is(TypeKind::kWrapper) != b.Is(TypeKind::kWrapper)) {
    return a.Is(TypeKind::kWrapper) ? a : b;
  }
  return SaysNoMore(a, b) ? a : b;
}

}  // namespace

Type Unifier::Instantiate(const Type& type,
                          std::map<std::string, Type>* names) {
  if (type.Is(TypeKind::kParam)) {
    const auto [it, added] = names->try_emplace(type.name());
    if (added) it->second = Fresh();
    return it->second;
  }
  return MapParams(type, [&](const Type& p) { return Instantiate(p, names); });
}

Type Unifier::Resolve(const Type& type, bool close) const {
  if (type.Is(TypeKind::kParam)) {
    const auto it = bound_.find(type.name());
    if (it != bound_.end()) return Resolve(it->second, close);
    return close ? Type::Dyn() : type;
  }
  return MapParams(type, [&](const Type& p) { return Resolve(p, close); });
}

bool Unifier::Occurs(const std::string& name, const Type& type) const {
  const Type t = Resolve(type);
  if (t.Is(TypeKind::kParam)) return t.name() == name;
  for (size_t i = 0; i < t.param_count(); ++i) {
    if (Occurs(name, t.param(i))) return true;
  }
  return false;
}

void Unifier::Bind(const std::string& name, Type type) {
  const auto it = bound_.find(name);
  if (it == bound_.end()) {
    trail_.emplace_back(name, std::nullopt);
    bound_.emplace(name, std::move(type));
    return;
  }
  trail_.emplace_back(name, std::move(it->second));
  it->second = std::move(type);
}

void Unifier::Rollback(size_t mark) {
  for (; trail_.size() > mark; trail_.pop_back()) {
    auto& [name, before] = trail_.back();
    if (before.has_value()) {
      bound_[name] = *std::move(before);
    } else {
      bound_.erase(name);
    }
  }
}

bool Unifier::Assign(const Type& formal, const Type& actual) {
  const size_t mark = Mark();
  if (Unify(formal, actual)) return true;
  Rollback(mark);
  return false;
}

// A parameter that stands for `now` meets another type: both must fit, and the
// parameter takes the wider.
bool Unifier::UnifyBound(const Type& param, const Type& now,
                         const Type& other) {
  const size_t mark = Mark();
  if (!Unify(now, other)) {
    Rollback(mark);
    if (!Unify(other, now)) return false;
  }
  const Type before = Resolve(now);
  const Type wider = Wider(before, Resolve(other));
  if (!(wider == before) && !Occurs(param.name(), wider)) {
    Bind(param.name(), wider);
  }
  return true;
}

bool Unifier::Unify(const Type& formal, const Type& actual) {
  for (const bool first : {true, false}) {
    const Type& param = first ? formal : actual;
    const Type& other = first ? actual : formal;
    if (!param.Is(TypeKind::kParam)) continue;
    if (other.Is(TypeKind::kParam) && other.name() == param.name()) return true;
    const auto it = bound_.find(param.name());
    if (it != bound_.end()) {
      const Type now = it->second;
      return UnifyBound(param, now, other);
    }
    if (first && other.Is(TypeKind::kParam)) {
      // Follow the other one first: it may be bound, even to this one.
      if (const auto bound = bound_.find(other.name()); bound != bound_.end()) {
        const Type now = bound->second;
        return UnifyBound(other, now, param);
      }
    }
    const Type value = Resolve(other);
    if (value.Is(TypeKind::kParam) && value.name() == param.name()) return true;
    if (Occurs(param.name(), value)) return false;
    Bind(param.name(), value);
    return true;
  }
  if (formal.IsDynamic() || actual.IsDynamic()) {
    // Nothing is known of what a dyn holds, now or later: max(x) of a dyn x is
    // dyn, and max(x).max() must not take it to be a list.
    BindFree(formal);
    BindFree(actual);
    return true;
  }
  if (actual.Is(TypeKind::kNull) && Nullable(formal)) return true;
  if (formal.Is(TypeKind::kWrapper)) {
    return Unify(formal.param(),
                 actual.Is(TypeKind::kWrapper) ? actual.param() : actual);
  }
  if (actual.Is(TypeKind::kWrapper)) return Unify(formal, actual.param());
  if (formal.kind() != actual.kind()) return false;
  if (formal.Is(TypeKind::kMessage)) return formal == actual;
  if (formal.Is(TypeKind::kTypeType)) return true;
  if (formal.Is(TypeKind::kEnum)) {
    return formal.name().empty() || formal.name() == actual.name();
  }
  if (formal.name() != actual.name() ||
      formal.param_count() != actual.param_count()) {
    return false;
  }
  for (size_t i = 0; i < formal.param_count(); ++i) {
    if (!Unify(formal.param(i), actual.param(i))) return false;
  }
  return true;
}

void Unifier::BindFree(const Type& type) {
  const Type t = Resolve(type);
  if (t.Is(TypeKind::kParam)) Bind(t.name(), Type::Dyn());
  for (size_t i = 0; i < t.param_count(); ++i) BindFree(t.param(i));
}

Type Unifier::Join(const Type& a, const Type& b) {
  const Type x = Resolve(a);
  const Type y = Resolve(b);
  if (x.IsDynamic() || y.IsDynamic()) return Type::Dyn();
  if (Assign(x, y) || Assign(y, x)) return Wider(Resolve(x), Resolve(y));
  return Type::Dyn();
}

}  // namespace zhiheng::cel
