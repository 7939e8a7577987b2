// What transformMap() and transformMapEntry() add their entries with.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {
namespace {

// The entries of a, then the pairs; a key that stands twice is an error.
Value Joined(Context& c, const MapValue& a, const std::vector<Value>& pairs) {
  const size_t size = static_cast<size_t>(a.size()) + pairs.size() / 2;
  if (static_cast<int64_t>(size) > c.limits.result_size) {
    return c.Error("too_large", "the map would be larger than the limit");
  }
  c.steps -= static_cast<int64_t>(size);
  for (size_t i = 0; i < pairs.size(); i += 2) {
    Value ignored;
    if (!IsMapKey(pairs[i])) {
      return c.Error(
          "unsupported_key_type",
          absl::StrCat("a ", KindName(pairs[i].kind()), " cannot be a key"));
    }
    if (a.Find(pairs[i], &ignored)) {
      return c.Error(
          "repeated_key",
          absl::StrCat("the key ", DebugString(pairs[i]), " stands twice"));
    }
  }
  if (!c.Room(2 * size * sizeof(Value))) return c.MemoryLimit();
  Value* out = c.arena.NewArray<Value>(2 * size);
  for (int i = 0; i < a.size(); ++i) {
    out[2 * i] = a.KeyAt(i);
    out[2 * i + 1] = a.ValueAt(i);
  }
  std::copy(pairs.begin(), pairs.end(), out + 2 * a.size());
  return Value::Map(ArrayMap::Make(c.arena, out, static_cast<int>(size)));
}

Value InsertEntry(Context& c, Args a) {
  return Joined(c, a[0].map(), {a[1], a[2]});
}
Value InsertMap(Context& c, Args a) {
  std::vector<Value> pairs;
  const MapValue& more = a[1].map();
  for (int i = 0; i < more.size(); ++i) {
    pairs.push_back(more.KeyAt(i));
    pairs.push_back(more.ValueAt(i));
  }
  return Joined(c, a[0].map(), pairs);
}

}  // namespace

void AddMaps(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  const Type map = Type::Map(A(), B());
  r.Add(op::kMapInsert,
        Plain("@mapInsert_map_key_value", {map, A(), B()}, map, InsertEntry));
  r.Add(op::kMapInsert,
        Plain("@mapInsert_map_map", {map, map}, map, InsertMap));
}

}  // namespace zhiheng::cel
