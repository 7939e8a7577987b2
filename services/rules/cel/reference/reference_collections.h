// Lists and maps of the reference evaluator: a vector each, searched one by
// one. For tests only. Immutable; owned by the context's arena.
#ifndef SERVICES_RULES_CEL_REFERENCE_REFERENCE_COLLECTIONS_H_
#define SERVICES_RULES_CEL_REFERENCE_REFERENCE_COLLECTIONS_H_

#include <memory>
#include <utility>
#include <vector>

#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

class ReferenceList : public ListValue {
 public:
  explicit ReferenceList(std::vector<Value> values)
      : values_(std::move(values)) {}
  int size() const override { return static_cast<int>(values_.size()); }
  Value Get(int i) const override { return values_[static_cast<size_t>(i)]; }

 private:
  std::vector<Value> values_;
};

class ReferenceMap : public MapValue {
 public:
  explicit ReferenceMap(std::vector<std::pair<Value, Value>> entries)
      : entries_(std::move(entries)) {}
  int size() const override { return static_cast<int>(entries_.size()); }
  bool Find(const Value& key, Value* value) const override {
    for (const auto& [k, v] : entries_) {
      if (!ValuesEqual(k, key)) continue;
      *value = v;
      return true;
    }
    return false;
  }
  Value KeyAt(int i) const override { return at(i).first; }
  Value ValueAt(int i) const override { return at(i).second; }

 private:
  const std::pair<Value, Value>& at(int i) const {
    return entries_[static_cast<size_t>(i)];
  }
  std::vector<std::pair<Value, Value>> entries_;
};

inline Value ReferenceListOf(Context& c, std::vector<Value> values) {
  return Value::List(
      c.arena.Own(std::make_unique<ReferenceList>(std::move(values))));
}

inline Value ReferenceMapOf(Context& c,
                            std::vector<std::pair<Value, Value>> entries) {
  return Value::Map(
      c.arena.Own(std::make_unique<ReferenceMap>(std::move(entries))));
}

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_REFERENCE_REFERENCE_COLLECTIONS_H_
