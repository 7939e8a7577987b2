// Comparison never recurses deeper than values nest, and values nest no deeper
// than the facts (protobuf: 100) and the expression allow.
#include "services/rules/cel/values/collections.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/message_differencer.h>

#include <cmath>

#include "absl/hash/hash.h"
#include "services/rules/cel/values/arena.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {
namespace {

constexpr int kSmallMap = 8;
constexpr double kTwo63 = 9223372036854775808.0;
constexpr double kTwo64 = 18446744073709551616.0;

template <typename T>
int Sign(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

int CompareIntUint(int64_t a, uint64_t b) {
  return a < 0 ? -1 : Sign(static_cast<uint64_t>(a), b);
}
int CompareIntDouble(int64_t a, double b) {
  // As the official cases have it: out of range first, then as doubles.
  if (b > kTwo63) return -1;
  if (b < -kTwo63) return 1;
  return Sign(static_cast<double>(a), b);
}
int CompareUintDouble(uint64_t a, double b) {
  if (b > kTwo64) return -1;
  if (b < 0) return 1;
  return Sign(static_cast<double>(a), b);
}

std::optional<int> CompareNumbers(const Value& a, const Value& b) {
  if ((a.Is(Kind::kDouble) && std::isnan(a.double_value())) ||
      (b.Is(Kind::kDouble) && std::isnan(b.double_value()))) {
    return std::nullopt;
  }
  if (a.kind() == b.kind()) {
    if (a.Is(Kind::kInt)) return Sign(a.int_value(), b.int_value());
    if (a.Is(Kind::kUint)) return Sign(a.uint_value(), b.uint_value());
    return Sign(a.double_value(), b.double_value());
  }
  if (a.kind() > b.kind()) return -*CompareNumbers(b, a);
  if (a.Is(Kind::kInt)) {
    return b.Is(Kind::kUint)
               ? CompareIntUint(a.int_value(), b.uint_value())
               : CompareIntDouble(a.int_value(), b.double_value());
  }
  return CompareUintDouble(a.uint_value(), b.double_value());
}

std::optional<Decimal> AsDecimal(const Value& v) {
  if (v.Is(Kind::kDecimal)) return v.decimal();
  if (v.Is(Kind::kInt)) return Decimal::FromInt(v.int_value());
  if (v.Is(Kind::kUint)) return Decimal::FromUint(v.uint_value());
  return std::nullopt;
}

bool ListsEqual(const ListValue& a, const ListValue& b) {
  const int size = a.size();
  if (size != b.size()) return false;
  for (int i = 0; i < size; ++i) {
    if (!ValuesEqual(a.Get(i), b.Get(i))) return false;
  }
  return true;
}

bool MapsEqual(const MapValue& a, const MapValue& b) {
  if (a.size() != b.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    Value other;
    if (!b.Find(a.KeyAt(i), &other) || !ValuesEqual(a.ValueAt(i), other)) {
      return false;
    }
  }
  return true;
}

bool MessagesEqual(const Value& a, const Value& b) {
  if (a.message()->GetDescriptor() != b.message()->GetDescriptor())
    return false;
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.Compare(*a.message(), *b.message());
}

bool SameKindEqual(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return a.bool_value() == b.bool_value();
    case Kind::kString:
    case Kind::kBytes:
      return a.text() == b.text();
    case Kind::kTimestamp:
    case Kind::kDuration:
      return a.seconds() == b.seconds() && a.nanos() == b.nanos();
    case Kind::kMoney:
      return a.currency_bits() == b.currency_bits() &&
             a.decimal() == b.decimal();
    case Kind::kDate:
      return a.int_value() == b.int_value();
    case Kind::kList:
      return ListsEqual(a.list(), b.list());
    case Kind::kMap:
      return MapsEqual(a.map(), b.map());
    case Kind::kMessage:
      return MessagesEqual(a, b);
    case Kind::kType:
      return a.type().name == b.type().name;
    case Kind::kOptional:
      return a.optional().has_value == b.optional().has_value &&
             (!a.optional().has_value ||
              ValuesEqual(a.optional().value, b.optional().value));
    case Kind::kEnum:
      return a.enum_number() == b.enum_number() &&
             a.enum_type()->full_name() == b.enum_type()->full_name();
    default:
      return false;
  }
}

}  // namespace

bool ValuesEqual(const Value& a, const Value& b) {
  if (a.IsNumber() && b.IsNumber()) return CompareNumbers(a, b) == 0;
  if (a.Is(Kind::kDecimal) || b.Is(Kind::kDecimal)) {
    const auto x = AsDecimal(a);
    const auto y = AsDecimal(b);
    return x.has_value() && y.has_value() && *x == *y;
  }
  return a.kind() == b.kind() && SameKindEqual(a, b);
}

namespace {

// What pairs of elements say together.
class AllEqual {
 public:
  explicit AllEqual(Context& context) : context_(context) {}
  // False: a pair differs, and nothing else matters any more.
  bool Add(const Value& a, const Value& b) {
    const Value equal = Equality(context_, a, b);
    if (equal.Is(Kind::kBool)) return equal.bool_value();
    const Value both[] = {open_, equal};
    open_ = open_.IsAbnormal() ? context_.FirstAbnormal(both) : equal;
    return true;
  }
  Value Answer() const {
    return open_.IsAbnormal() ? open_ : Value::Bool(true);
  }

 private:
  Context& context_;
  Value open_;
};

Value ListEquality(Context& context, const ListValue& a, const ListValue& b) {
  if (a.size() != b.size()) return Value::Bool(false);
  AllEqual all(context);
  for (int i = 0; i < a.size(); ++i) {
    if (!all.Add(a.Get(i), b.Get(i))) return Value::Bool(false);
  }
  return all.Answer();
}

Value MapEquality(Context& context, const MapValue& a, const MapValue& b) {
  if (a.size() != b.size()) return Value::Bool(false);
  AllEqual all(context);
  for (int i = 0; i < a.size(); ++i) {
    Value other;
    if (!b.Find(a.KeyAt(i), &other) || !all.Add(a.ValueAt(i), other)) {
      return Value::Bool(false);
    }
  }
  return all.Answer();
}

}  // namespace

Value Equality(Context& context, const Value& a, const Value& b) {
  if (a.IsAbnormal() || b.IsAbnormal()) {
    const Value both[] = {a, b};
    return context.FirstAbnormal(both);
  }
  if (a.kind() == b.kind()) {
    if (a.Is(Kind::kList)) return ListEquality(context, a.list(), b.list());
    if (a.Is(Kind::kMap)) return MapEquality(context, a.map(), b.map());
    if (a.Is(Kind::kOptional) && a.optional().has_value &&
        b.optional().has_value) {
      return Equality(context, a.optional().value, b.optional().value);
    }
  }
  return Value::Bool(ValuesEqual(a, b));
}

std::optional<int> CompareValues(const Value& a, const Value& b) {
  if (a.IsNumber() && b.IsNumber()) return CompareNumbers(a, b);
  if (a.Is(Kind::kDecimal) || b.Is(Kind::kDecimal)) {
    const auto x = AsDecimal(a);
    const auto y = AsDecimal(b);
    if (!x.has_value() || !y.has_value()) return std::nullopt;
    return Sign(*x, *y);
  }
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::kBool:
      return Sign(a.bool_value(), b.bool_value());
    case Kind::kString:
    case Kind::kBytes:
      return Sign(a.text().compare(b.text()), 0);
    case Kind::kTimestamp:
    case Kind::kDuration:
      return a.seconds() != b.seconds() ? Sign(a.seconds(), b.seconds())
                                        : Sign(a.nanos(), b.nanos());
    case Kind::kDate:
      return Sign(a.int_value(), b.int_value());
    case Kind::kMoney:
      if (a.currency_bits() != b.currency_bits()) return std::nullopt;
      return Sign(a.decimal(), b.decimal());
    default:
      return std::nullopt;
  }
}

bool IsMapKey(const Value& v) {
  return v.Is(Kind::kBool) || v.Is(Kind::kInt) || v.Is(Kind::kUint) ||
         v.Is(Kind::kString);
}

bool IsHashable(const Value& v) {
  switch (v.kind()) {
    case Kind::kNull:
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDate:
    case Kind::kTimestamp:
    case Kind::kDuration:
      return true;
    default:
      return false;
  }
}

// Equal values of different kinds must hash alike: every number hashes as the
// int, uint or decimal it equals.
size_t ValueHash::operator()(const Value& v) const {
  switch (v.kind()) {
    case Kind::kString:
    case Kind::kBytes:
      return absl::HashOf(v.text());
    case Kind::kDecimal: {
      const Decimal d = v.decimal().Normalized();
      if (d.scale() == 0) {
        return absl::HashOf(static_cast<uint64_t>(d.coefficient()));
      }
      return absl::HashOf(d);
    }
    case Kind::kMoney:
      return absl::HashOf(v.decimal(), v.currency_bits());
    case Kind::kTimestamp:
    case Kind::kDuration:
      return absl::HashOf(v.seconds(), v.nanos());
    case Kind::kDouble: {
      const double d = v.double_value();
      if (d >= -kTwo63 && d < kTwo63 && d == std::floor(d)) {
        return absl::HashOf(static_cast<uint64_t>(static_cast<int64_t>(d)));
      }
      return d >= 0 && d < kTwo64 && d == std::floor(d)
                 ? absl::HashOf(static_cast<uint64_t>(d))
                 : absl::HashOf(d);
    }
    case Kind::kList:
      return absl::HashOf(v.list().size());
    case Kind::kMap:
      return absl::HashOf(v.map().size());
    case Kind::kEnum:
      return absl::HashOf(v.enum_number());
    case Kind::kMessage:
    case Kind::kType:
    case Kind::kOptional:
      return 1;
    default:
      return absl::HashOf(v.uint_value());
  }
}

const ArrayMap* ArrayMap::Make(Arena& arena, const Value* entries, int size) {
  if (size <= kSmallMap) return arena.New<ArrayMap>(entries, size, nullptr, 0u);
  unsigned capacity = 16;
  while (capacity < 2u * static_cast<unsigned>(size)) capacity *= 2;
  int* index = static_cast<int*>(arena.Allocate(sizeof(int) * capacity));
  std::fill(index, index + capacity, -1);
  for (int i = 0; i < size; ++i) {
    size_t at = ValueHash()(entries[2 * i]) & (capacity - 1);
    while (index[at] >= 0) at = (at + 1) & (capacity - 1);
    index[at] = i;
  }
  return arena.New<ArrayMap>(entries, size, index, capacity - 1);
}

bool ArrayMap::FindText(absl::string_view key, Value* value) const {
  for (int i = 0; i < size_; ++i) {
    const Value& k = entries_[2 * i];
    if (k.Is(Kind::kString) && k.text() == key) {
      *value = entries_[2 * i + 1];
      return true;
    }
  }
  return false;
}

bool ArrayMap::Find(const Value& key, Value* value) const {
  if (index_ == nullptr) {
    if (key.Is(Kind::kString)) return FindText(key.text(), value);
    for (int i = 0; i < size_; ++i) {
      if (ValuesEqual(entries_[2 * i], key)) {
        *value = entries_[2 * i + 1];
        return true;
      }
    }
    return false;
  }
  for (size_t at = ValueHash()(key) & mask_; index_[at] >= 0;
       at = (at + 1) & mask_) {
    if (ValuesEqual(entries_[2 * index_[at]], key)) {
      *value = entries_[2 * index_[at] + 1];
      return true;
    }
  }
  return false;
}

}  // namespace zhiheng::cel
