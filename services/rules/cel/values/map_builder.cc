#include "services/rules/cel/values/map_builder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {

Value MakeMap(Context& context, absl::Span<const Value> entries) {
  ValueSet keys;
  for (size_t i = 0; i < entries.size(); i += 2) {
    if (!IsMapKey(entries[i])) {
      return context.Error(
          "unsupported_key_type",
          absl::StrCat("a ", KindName(entries[i].kind()), " cannot be a key"));
    }
    if (!keys.insert(entries[i]).second) {
      return context.Error(
          "repeated_key",
          absl::StrCat("the key ", DebugString(entries[i]), " stands twice"));
    }
  }
  if (!context.Room(entries.size() * sizeof(Value))) {
    return context.MemoryLimit();
  }
  Value* copy = context.arena.NewArray<Value>(entries.size());
  std::copy(entries.begin(), entries.end(), copy);
  return Value::Map(ArrayMap::Make(context.arena, copy,
                                   static_cast<int>(entries.size() / 2)));
}

}  // namespace zhiheng::cel
