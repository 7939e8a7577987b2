// Lists and maps over memory of an arena or of constants, and the equality,
// order and hash of values.
//
// Immutable once made, thread-safe. The arrays must outlive the object.
#ifndef SERVICES_RULES_CEL_VALUES_COLLECTIONS_H_
#define SERVICES_RULES_CEL_VALUES_COLLECTIONS_H_

#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/rules/cel/values/value.h"

namespace zhiheng::cel {

class Arena;
struct Context;

// CEL equality: numbers of different kinds by value, otherwise values of
// different kinds are not equal. REQUIRES: neither is abnormal.
bool ValuesEqual(const Value& a, const Value& b);

// The same as a value, for operands that may hold what is not known: facts can
// be a list with an unknown element. One pair that differs makes it false;
// otherwise what is unknown or an error inside is the answer, as with `&&`.
Value Equality(Context& context, const Value& a, const Value& b);

// -1, 0, 1; nullopt when the two have no order (NaN, or kinds that do not
// compare). decimal compares with int and uint.
std::optional<int> CompareValues(const Value& a, const Value& b);

// bool, int, uint, string, or a double that is a whole number.
bool IsMapKey(const Value& value);

struct ValueHash {
  size_t operator()(const Value& v) const;
};
struct ValueEq {
  bool operator()(const Value& a, const Value& b) const {
    return ValuesEqual(a, b);
  }
};
using ValueSet = absl::flat_hash_set<Value, ValueHash, ValueEq>;
// Kinds that ValueHash tells apart well: scalars but double.
bool IsHashable(const Value& value);

class SpanList : public ListValue {
 public:
  SpanList(const Value* values, int size) : values_(values), size_(size) {}
  int size() const override { return size_; }
  Value Get(int i) const override { return values_[i]; }

 private:
  const Value* values_;
  int size_;
};

// Two lists one after the other, flat: `a + b` does not copy.
class ConcatList : public ListValue {
 public:
  ConcatList(const ListValue& a, const ListValue& b)
      : a_(a), b_(b), split_(a.size()), size_(split_ + b.size()) {}
  int size() const override { return size_; }
  Value Get(int i) const override {
    return i < split_ ? a_.Get(i) : b_.Get(i - split_);
  }

 private:
  const ListValue& a_;
  const ListValue& b_;
  int split_;
  int size_;
};

// Entries in the order they were written: keys and values in turn. Small maps
// are searched one by one, larger ones through an index made in the arena.
class ArrayMap : public MapValue {
 public:
  // `entries` holds 2 * size values with keys that are all different.
  static const ArrayMap* Make(Arena& arena, const Value* entries, int size);

  ArrayMap(const Value* entries, int size, const int* index, unsigned mask)
      : entries_(entries), size_(size), index_(index), mask_(mask) {}
  int size() const override { return size_; }
  bool Find(const Value& key, Value* value) const override;
  Value KeyAt(int i) const override { return entries_[2 * i]; }
  Value ValueAt(int i) const override { return entries_[2 * i + 1]; }

 private:
  bool FindText(absl::string_view key, Value* value) const;  // a small map
  const Value* entries_;
  int size_;
  const int* index_;  // open addressing, -1 empty; null for a small map
  unsigned mask_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_COLLECTIONS_H_
