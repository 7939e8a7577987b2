// Short names for the files that declare functions. Not for other rooms.
#ifndef SERVICES_RULES_CEL_FUNCTIONS_FAMILIES_H_
#define SERVICES_RULES_CEL_FUNCTIONS_FAMILIES_H_

#include "services/rules/cel/functions/registry.h"

namespace zhiheng::cel {

using Args = absl::Span<const Value>;

namespace t {
inline constexpr TypeKind kBool = TypeKind::kBool;
inline constexpr TypeKind kInt = TypeKind::kInt;
inline constexpr TypeKind kUint = TypeKind::kUint;
inline constexpr TypeKind kDouble = TypeKind::kDouble;
inline constexpr TypeKind kString = TypeKind::kString;
inline constexpr TypeKind kBytes = TypeKind::kBytes;
inline constexpr TypeKind kTime = TypeKind::kTimestamp;
inline constexpr TypeKind kSpan = TypeKind::kDuration;
inline constexpr TypeKind kDecimal = TypeKind::kDecimal;
inline constexpr TypeKind kMoney = TypeKind::kMoney;
inline constexpr TypeKind kDate = TypeKind::kDate;
inline constexpr TypeKind kDyn = TypeKind::kDyn;
inline Type List(Type of) { return Type::List(std::move(of)); }
inline Type A() { return Type::Param("A"); }
inline Type B() { return Type::Param("B"); }
}  // namespace t

// A function f(…) and a member x.f(…).
inline Overload Plain(std::string id, std::vector<Type> params, Type result,
                      FunctionImpl impl, const char* zh = "",
                      const char* en = "") {
  return {std::move(id),
          false,
          std::move(params),
          std::move(result),
          impl,
          true,
          zh,
          en};
}
inline Overload Member(std::string id, std::vector<Type> params, Type result,
                       FunctionImpl impl, const char* zh = "",
                       const char* en = "") {
  return {std::move(id),
          true,
          std::move(params),
          std::move(result),
          impl,
          true,
          zh,
          en};
}

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_FUNCTIONS_FAMILIES_H_
