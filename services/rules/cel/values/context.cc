#include "services/rules/cel/values/context.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {

Value Context::Error(absl::string_view code, absl::string_view message) {
  return Value::Error(
      arena.New<ErrorInfo>(ErrorInfo{code, arena.Copy(message)}));
}

Value Context::MemoryLimit() {
  static constexpr ErrorInfo kFull{
      "memory_limit", "the results take more memory than the limit"};
  return Value::Error(&kFull);
}

Value Context::NoOverload(absl::string_view function,
                          absl::Span<const Value> args) {
  std::string kinds;
  for (const Value& arg : args) {
    absl::StrAppend(&kinds, kinds.empty() ? "" : ", ", KindName(arg.kind()));
  }
  return Error("no_such_overload",
               absl::StrCat("no such overload: ", function, "(", kinds, ")"));
}

Value Context::Unknown(const AttributeNode* path) {
  const auto** paths = static_cast<const AttributeNode**>(
      arena.Allocate(sizeof(const AttributeNode*)));
  *paths = path;
  return Value::Unknown(
      arena.New<UnknownSet>(absl::MakeConstSpan(paths, size_t{1})));
}

Value Context::MergeUnknown(const Value& a, const Value& b) {
  const auto left = a.unknown().paths();
  const auto right = b.unknown().paths();
  auto** out = static_cast<const AttributeNode**>(arena.Allocate(
      sizeof(const AttributeNode*) * (left.size() + right.size())));
  const auto less = [](const AttributeNode* x, const AttributeNode* y) {
    return PathLess(*x, *y);
  };
  auto** end = std::set_union(left.begin(), left.end(), right.begin(),
                              right.end(), out, less);
  return Value::Unknown(arena.New<UnknownSet>(
      absl::MakeConstSpan(out, static_cast<size_t>(end - out))));
}

Value Context::FirstAbnormal(absl::Span<const Value> values) {
  const Value* first = nullptr;
  for (const Value& v : values) {
    if (!v.IsAbnormal()) continue;
    if (first == nullptr || (first->IsError() && v.IsUnknown())) first = &v;
  }
  if (first->IsError()) return *first;
  Value out = *first;
  for (const Value& v : values) {
    if (v.IsUnknown() && &v != first) out = MergeUnknown(out, v);
  }
  return out;
}

Value Context::ListOf(const Value* values, size_t count) {
  return Value::List(arena.New<SpanList>(values, static_cast<int>(count)));
}

Value Context::List(absl::Span<const Value> values) {
  if (!Room(values.size() * sizeof(Value))) return MemoryLimit();
  Value* copy = arena.NewArray<Value>(values.size());
  std::copy(values.begin(), values.end(), copy);
  return ListOf(copy, values.size());
}

}  // namespace zhiheng::cel
