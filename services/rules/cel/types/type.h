// A CEL type: a primitive, list<T>, map<K, V>, a message, an enum's ints (or
// the enum itself, where the environment wants that), a wrapper, type(T),
// optional_type(T), a type that an environment declares by name, a type
// parameter, and this house's decimal, money and date.
//
// Value type, immutable, thread-safe. A message type points at a Descriptor:
// its pool must outlive the type.
#ifndef SERVICES_RULES_CEL_TYPES_TYPE_H_
#define SERVICES_RULES_CEL_TYPES_TYPE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace google::protobuf {
class Descriptor;
class FieldDescriptor;
}  // namespace google::protobuf

namespace zhiheng::cel {

enum class TypeKind : uint8_t {
  kDyn,
  kError,
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
  kWrapper,
  kTypeType,
  kOptional,
  kParam,
  kAny,
  kEnum,    // by full name; without a name: any enum
  kOpaque,  // a name and parameters: set(int)
};

class Type {
 public:
  Type() = default;                     // dyn
  Type(TypeKind kind) : kind_(kind) {}  // NOLINT: a simple kind is a type

  static Type Dyn() { return TypeKind::kDyn; }
  static Type Bool() { return TypeKind::kBool; }
  static Type Int() { return TypeKind::kInt; }
  static Type Uint() { return TypeKind::kUint; }
  static Type Double() { return TypeKind::kDouble; }
  static Type String() { return TypeKind::kString; }
  static Type Bytes() { return TypeKind::kBytes; }
  static Type Decimal() { return TypeKind::kDecimal; }
  static Type Money() { return TypeKind::kMoney; }
  static Type Date() { return TypeKind::kDate; }
  static Type Null() { return TypeKind::kNull; }
  static Type Timestamp() { return TypeKind::kTimestamp; }
  static Type Duration() { return TypeKind::kDuration; }
  static Type List(Type element);
  static Type Map(Type key, Type value);
  static Type Wrapper(Type wrapped);
  static Type TypeOf(Type of);
  static Type Optional(Type of);
  static Type Param(absl::string_view name);
  static Type Enum(absl::string_view full_name);
  static Type Opaque(absl::string_view name, std::vector<Type> params);
  // The CEL type of a message type: well-known types and the house's Decimal,
  // Money and Date become what they stand for.
  static Type OfMessage(const google::protobuf::Descriptor* message);
  // The CEL type of a field, repeated and map fields included. An enum is an
  // int unless `strong_enums`.
  static Type OfField(const google::protobuf::FieldDescriptor* field,
                      bool strong_enums = false);

  TypeKind kind() const { return kind_; }
  bool Is(TypeKind kind) const { return kind_ == kind; }
  // dyn, and whatever is only known when evaluating.
  bool IsDynamic() const {
    return kind_ == TypeKind::kDyn || kind_ == TypeKind::kError ||
           kind_ == TypeKind::kAny;
  }
  // The element of a list, the key of a map, the type inside a wrapper,
  // optional or type; dyn when there is none.
  Type param(size_t i = 0) const {
    return params_ != nullptr && i < params_->size() ? (*params_)[i] : Type();
  }
  size_t param_count() const {
    return params_ == nullptr ? 0 : params_->size();
  }
  // Of a parameter, an enum or an opaque type.
  const std::string& name() const { return name_; }
  const google::protobuf::Descriptor* message() const { return message_; }

  // list(string), map(string, int), zhiheng.facts.v1.Nutrient, wrapper(int).
  std::string ToString() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  static Type Make(TypeKind kind, std::vector<Type> params);

  TypeKind kind_ = TypeKind::kDyn;
  const google::protobuf::Descriptor* message_ = nullptr;
  std::string name_;
  std::shared_ptr<const std::vector<Type>> params_;
};

// How a message type is adapted when a field of it is read.
enum class Adapted : uint8_t {
  kPlain,
  kTimestamp,
  kDuration,
  kWrapper,
  kStruct,
  kValue,
  kListValue,
  kAny,
  kDecimal,
  kMoney,
  kDate,
};
Adapted AdaptedKind(const google::protobuf::Descriptor* message);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_TYPES_TYPE_H_
