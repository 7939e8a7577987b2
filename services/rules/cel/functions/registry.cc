#include "services/rules/cel/functions/registry.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace zhiheng::cel {

void FunctionRegistry::Add(absl::string_view name, Overload overload) {
  Function& function = functions_[std::string(name)];
  function.name = std::string(name);
  function.overloads.push_back(std::move(overload));
}

const Function* FunctionRegistry::Find(absl::string_view name) const {
  const auto it = functions_.find(std::string(name));
  return it == functions_.end() ? nullptr : &it->second;
}

const FunctionRegistry& FunctionRegistry::Standard() {
  static const FunctionRegistry* const registry = [] {
    auto* r = new FunctionRegistry();
    for (const auto add :
         {AddLogic, AddArithmetic, AddComparison, AddConversions, AddStrings,
          AddTimes, AddCollections, AddMaps, AddOptionals}) {
      add(*r);
    }
    return r;
  }();
  return *registry;
}

const FunctionRegistry& FunctionRegistry::House() {
  static const FunctionRegistry* const registry = [] {
    auto* r = new FunctionRegistry(Standard());
    for (const auto add :
         {AddStringsExtension, AddFormat, AddMath, AddEncoders, AddLists,
          AddSets, AddRegexExtension, AddHouseComparison, AddHouseCollections,
          AddDecimals, AddMoney, AddDates, AddLabelText, AddFacts}) {
      add(*r);
    }
    return r;
  }();
  return *registry;
}

bool KindMatches(const Type& param, const Value& value) {
  switch (param.kind()) {
    case TypeKind::kDyn:
    case TypeKind::kParam:
    case TypeKind::kAny:
    case TypeKind::kError:
      return true;
    case TypeKind::kNull:
      return value.Is(Kind::kNull);
    case TypeKind::kBool:
      return value.Is(Kind::kBool);
    case TypeKind::kInt:
      return value.Is(Kind::kInt);
    case TypeKind::kUint:
      return value.Is(Kind::kUint);
    case TypeKind::kDouble:
      return value.Is(Kind::kDouble);
    case TypeKind::kString:
      return value.Is(Kind::kString);
    case TypeKind::kBytes:
      return value.Is(Kind::kBytes);
    case TypeKind::kTimestamp:
      return value.Is(Kind::kTimestamp);
    case TypeKind::kDuration:
      return value.Is(Kind::kDuration);
    case TypeKind::kDecimal:
      return value.Is(Kind::kDecimal);
    case TypeKind::kMoney:
      return value.Is(Kind::kMoney);
    case TypeKind::kDate:
      return value.Is(Kind::kDate);
    case TypeKind::kList:
      return value.Is(Kind::kList);
    case TypeKind::kMap:
      return value.Is(Kind::kMap);
    case TypeKind::kMessage:
      return value.Is(Kind::kMessage);
    case TypeKind::kTypeType:
      return value.Is(Kind::kType);
    case TypeKind::kOptional:
      return value.Is(Kind::kOptional);
    case TypeKind::kEnum:
      return value.Is(Kind::kEnum);
    case TypeKind::kOpaque:
      return false;  // only declared, never made
    case TypeKind::kWrapper:
      return value.Is(Kind::kNull) || KindMatches(param.param(), value);
  }
  return false;
}

namespace {

bool Matches(const Overload& o, bool member, absl::Span<const Value> args) {
  if (o.member != member || o.params.size() != args.size()) return false;
  for (size_t i = 0; i < args.size(); ++i) {
    if (!KindMatches(o.params[i], args[i])) return false;
  }
  return true;
}

}  // namespace

Value CallByKind(Context& context, const Function& function, bool member,
                 absl::Span<const Value> args) {
  for (const Value& arg : args) {
    if (arg.IsAbnormal()) return context.FirstAbnormal(args);
  }
  for (const Overload& o : function.overloads) {
    if (Matches(o, member, args)) return o.impl(context, args);
  }
  return context.NoOverload(function.name, args);
}

std::string DescribeFunctions(const FunctionRegistry& registry) {
  std::string out;
  for (const auto& [name, function] : registry.functions()) {
    for (const Overload& o : function.overloads) {
      std::vector<std::string> params;
      for (const Type& p : o.params) params.push_back(p.ToString());
      std::string target;
      if (o.member) {
        target = params[0] + ".";
        params.erase(params.begin());
      }
      absl::StrAppend(&out, target, name, "(", absl::StrJoin(params, ", "),
                      ") -> ", o.result.ToString());
      if (*o.en != '\0') absl::StrAppend(&out, "  ", o.zh, " · ", o.en);
      out += "\n";
    }
  }
  return out;
}

}  // namespace zhiheng::cel
