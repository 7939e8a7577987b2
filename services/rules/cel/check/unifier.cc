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

bool Unifier::Assign(const Type& formal, const Type& actual) {
  const std::map<std::string, Type> before = bound_;
  if (Unify(formal, actual)) return true;
  bound_ = before;
  return false;
}

bool Unifier::Unify(const Type& formal, const Type& actual) {
  if (formal.Is(TypeKind::kParam)) {
    const auto it = bound_.find(formal.name());
    if (it == bound_.end()) {
      const Type value = Resolve(actual);
      if (value.Is(TypeKind::kParam) && value.name() == formal.name())
        return true;
      if (Occurs(formal.name(), value)) return false;
      bound_[formal.name()] = value;
      return true;
    }
    const Type now = it->second;
    if (Unify(now, actual)) return true;
    // null first, then a message: the parameter takes the wider type.
    if (!Unify(actual, now)) return false;
    bound_[formal.name()] = Resolve(actual);
    return true;
  }
  if (actual.Is(TypeKind::kParam)) return Unify(actual, formal);
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
  for (size_t i = 0; i < formal.param_count(); ++i) {
    if (!Unify(formal.param(i), actual.param(i))) return false;
  }
  return true;
}

void Unifier::BindFree(const Type& type) {
  const Type t = Resolve(type);
  if (t.Is(TypeKind::kParam)) bound_[t.name()] = Type::Dyn();
  for (size_t i = 0; i < t.param_count(); ++i) BindFree(t.param(i));
}

Type Unifier::Join(const Type& a, const Type& b) {
  const Type x = Resolve(a);
  const Type y = Resolve(b);
  if (x.IsDynamic() || y.IsDynamic()) return Type::Dyn();
  // A value that may be null makes the whole nullable.
  if (y.Is(TypeKind::kWrapper) && !x.Is(TypeKind::kWrapper) && Assign(y, x))
    return y;
  if (Assign(x, y)) return Resolve(x);
  if (Assign(y, x)) return Resolve(y);
  return Type::Dyn();
}

}  // namespace zhiheng::cel
