// A CEL value: 24 bytes, copied freely. Numbers, decimals, dates and times are
// inline; strings, lists, maps, messages, errors and unknown sets are views
// into the facts, the program's constants or the evaluation's arena.
//
// Thread-compatible. Lifetime: whatever a view points at must outlive it; a
// value that an Evaluation returned lives until that Evaluation is reset.
// A value that could not be computed is an error VALUE, not a Status.
#ifndef SERVICES_RULES_CEL_VALUES_VALUE_H_
#define SERVICES_RULES_CEL_VALUES_VALUE_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/exact/civil_date.h"
#include "services/common/exact/decimal.h"

namespace google::protobuf {
class EnumDescriptor;
class Message;
}  // namespace google::protobuf

namespace zhiheng::cel {

class ListValue;
class MapValue;
class UnknownSet;
class OptionalValue;
struct AttributeNode;
struct ErrorInfo;
struct TypeValue;

enum class Kind : uint8_t {
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kDecimal,
  kMoney,
  kDate,
  kList,
  kMap,
  kMessage,
  kType,
  kOptional,
  kEnum,
  kError,
  kUnknown,
};
absl::string_view KindName(Kind kind);

class Value {
 public:
  Value() = default;  // null
  static Value Bool(bool v) {
    Value r(Kind::kBool);
    r.lo_ = v;
    return r;
  }
  static Value Int(int64_t v) {
    Value r(Kind::kInt);
    r.lo_ = static_cast<uint64_t>(v);
    return r;
  }
  static Value Uint(uint64_t v) {
    Value r(Kind::kUint);
    r.lo_ = v;
    return r;
  }
  static Value Double(double v) {
    Value r(Kind::kDouble);
    std::memcpy(&r.lo_, &v, sizeof v);
    return r;
  }
  static Value String(absl::string_view v) { return View(Kind::kString, v); }
  static Value Bytes(absl::string_view v) { return View(Kind::kBytes, v); }
  static Value Timestamp(int64_t seconds, int32_t nanos) {
    return Time(Kind::kTimestamp, seconds, nanos);
  }
  static Value Duration(int64_t seconds, int32_t nanos) {
    return Time(Kind::kDuration, seconds, nanos);
  }
  static Value OfDecimal(const Decimal& d) { return Number(Kind::kDecimal, d); }
  // `currency` has at most three letters; empty means CNY.
  static Value Money(const Decimal& amount, absl::string_view currency);
  static Value Date(CivilDate date) {
    Value r(Kind::kDate);
    r.lo_ =
        static_cast<uint64_t>(static_cast<int64_t>(date.days_since_epoch()));
    return r;
  }
  static Value List(const ListValue* v) { return Pointer(Kind::kList, v); }
  static Value Map(const MapValue* v) { return Pointer(Kind::kMap, v); }
  // `path` says where in the bound facts the message lies; may be null.
  static Value Message(const google::protobuf::Message* m,
                       const AttributeNode* path = nullptr) {
    Value r = Pointer(Kind::kMessage, m);
    r.hi_ = reinterpret_cast<uint64_t>(path);
    return r;
  }
  static Value OfType(const TypeValue* t) { return Pointer(Kind::kType, t); }
  static Value Optional(const OptionalValue* o) {
    return Pointer(Kind::kOptional, o);
  }
  // Only where enums are types of their own.
  static Value Enum(const google::protobuf::EnumDescriptor* type, int number) {
    Value r = Pointer(Kind::kEnum, type);
    r.hi_ = static_cast<uint64_t>(static_cast<int64_t>(number));
    return r;
  }
  static Value Error(const ErrorInfo* e) { return Pointer(Kind::kError, e); }
  static Value Unknown(const UnknownSet* u) {
    return Pointer(Kind::kUnknown, u);
  }

  Kind kind() const { return kind_; }
  bool Is(Kind kind) const { return kind_ == kind; }
  bool IsError() const { return kind_ == Kind::kError; }
  bool IsUnknown() const { return kind_ == Kind::kUnknown; }
  // Error or unknown: what strict operations pass on.
  bool IsAbnormal() const { return kind_ >= Kind::kError; }
  bool IsTrue() const { return kind_ == Kind::kBool && lo_ != 0; }
  bool IsFalse() const { return kind_ == Kind::kBool && lo_ == 0; }
  // int, uint or double.
  bool IsNumber() const {
    return kind_ == Kind::kInt || kind_ == Kind::kUint ||
           kind_ == Kind::kDouble;
  }

  // REQUIRES: the kind that the name says.
  bool bool_value() const { return lo_ != 0; }
  int64_t int_value() const { return static_cast<int64_t>(lo_); }
  uint64_t uint_value() const { return lo_; }
  double double_value() const {
    double v;
    std::memcpy(&v, &lo_, sizeof v);
    return v;
  }
  absl::string_view text() const {  // string or bytes
    return {reinterpret_cast<const char*>(lo_), static_cast<size_t>(hi_)};
  }
  int64_t seconds() const { return static_cast<int64_t>(lo_); }
  int32_t nanos() const { return static_cast<int32_t>(hi_); }
  zhiheng::Decimal decimal() const {  // decimal, or the amount of money
    const auto whole = static_cast<__int128>(
        (static_cast<unsigned __int128>(hi_) << 64) | lo_);
    return *zhiheng::Decimal::FromParts(whole, scale_);
  }
  std::string currency() const;  // of money; never empty
  uint32_t currency_bits() const { return aux_; }
  CivilDate date() const {
    return CivilDate::FromDays(static_cast<int32_t>(int_value()));
  }
  const ListValue& list() const { return *As<ListValue>(); }
  const MapValue& map() const { return *As<MapValue>(); }
  const google::protobuf::Message* message() const {
    return As<google::protobuf::Message>();
  }
  const AttributeNode* path() const {  // of a message
    return reinterpret_cast<const AttributeNode*>(hi_);
  }
  const TypeValue& type() const { return *As<TypeValue>(); }
  const OptionalValue& optional() const { return *As<OptionalValue>(); }
  const google::protobuf::EnumDescriptor* enum_type() const {
    return As<google::protobuf::EnumDescriptor>();
  }
  int enum_number() const { return static_cast<int>(hi_); }
  const ErrorInfo& error() const { return *As<ErrorInfo>(); }
  const UnknownSet& unknown() const { return *As<UnknownSet>(); }

 private:
  explicit Value(Kind kind) : kind_(kind) {}
  static Value View(Kind kind, absl::string_view v) {
    Value r(kind);
    r.lo_ = reinterpret_cast<uint64_t>(v.data());
    r.hi_ = v.size();
    return r;
  }
  static Value Time(Kind kind, int64_t seconds, int32_t nanos) {
    Value r(kind);
    r.lo_ = static_cast<uint64_t>(seconds);
    r.hi_ = static_cast<uint64_t>(static_cast<int64_t>(nanos));
    return r;
  }
  static Value Number(Kind kind, const zhiheng::Decimal& d) {
    Value r(kind);
    const auto bits = static_cast<unsigned __int128>(d.coefficient());
    r.lo_ = static_cast<uint64_t>(bits);
    r.hi_ = static_cast<uint64_t>(bits >> 64);
    r.scale_ = static_cast<uint8_t>(d.scale());
    return r;
  }
  static Value Pointer(Kind kind, const void* p) {
    Value r(kind);
    r.lo_ = reinterpret_cast<uint64_t>(p);
    return r;
  }
  template <typename T>
  const T* As() const {
    return reinterpret_cast<const T*>(lo_);
  }

  Kind kind_ = Kind::kNull;
  uint8_t scale_ = 0;  // of a decimal or money
  uint32_t aux_ = 0;   // letters of a currency
  uint64_t lo_ = 0;
  uint64_t hi_ = 0;
};
static_assert(sizeof(Value) == 24);

// A finite sequence. Get(i) REQUIRES 0 <= i < size().
class ListValue {
 public:
  virtual ~ListValue() = default;
  virtual int size() const = 0;
  virtual Value Get(int i) const = 0;
};

// A finite map. Keys are bool, int, uint or string; 1, 1u and 1.0 are one key.
class MapValue {
 public:
  virtual ~MapValue() = default;
  virtual int size() const = 0;
  // False when there is no such key; otherwise *value is set.
  virtual bool Find(const Value& key, Value* value) const = 0;
  virtual Value KeyAt(int i) const = 0;
  virtual Value ValueAt(int i) const = 0;
};

struct TypeValue {
  std::string name;
};

class OptionalValue {
 public:
  bool has_value = false;
  Value value;
};

// Why a value could not be computed.
struct ErrorInfo {
  absl::string_view code;     // e.g. "overflow", "no_such_key", "absent"
  absl::string_view message;  // a sentence, with the operands where they help
};

// For tests, logs and dumps: 1, 2u, "text", decimal("1.50"), error(...),
// unknown(label.name).
std::string DebugString(const Value& value);
// How a person reads the value: 64.0, 32,161.23 (yuan; other money carries its
// code), 2024-09-30, text unquoted, lists joined with 、.
std::string DisplayString(const Value& value);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_VALUE_H_
