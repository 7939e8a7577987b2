#include "services/rules/cel/types/type.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

Type WrappedType(const Descriptor* message) {
  switch (message->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_BOOLVALUE:
      return Type::Bool();
    case Descriptor::WELLKNOWNTYPE_INT32VALUE:
    case Descriptor::WELLKNOWNTYPE_INT64VALUE:
      return Type::Int();
    case Descriptor::WELLKNOWNTYPE_UINT32VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT64VALUE:
      return Type::Uint();
    case Descriptor::WELLKNOWNTYPE_FLOATVALUE:
    case Descriptor::WELLKNOWNTYPE_DOUBLEVALUE:
      return Type::Double();
    case Descriptor::WELLKNOWNTYPE_STRINGVALUE:
      return Type::String();
    default:
      return Type(TypeKind::kBytes);
  }
}

Type SingularType(const FieldDescriptor* field, bool strong_enums) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_ENUM:
      if (field->enum_type() != nullptr &&
          field->enum_type()->full_name() == "google.protobuf.NullValue") {
        return Type::Null();
      }
      if (field->enum_type() != nullptr && strong_enums) {
        return Type::Enum(field->enum_type()->full_name());
      }
      return Type::Int();
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return Type::Uint();
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Type::Double();
    case FieldDescriptor::CPPTYPE_BOOL:
      return Type::Bool();
    case FieldDescriptor::CPPTYPE_STRING:
      return field->type() == FieldDescriptor::TYPE_BYTES
                 ? Type(TypeKind::kBytes)
                 : Type::String();
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Type::OfMessage(field->message_type());
  }
  return Type::Dyn();
}

}  // namespace

Type Type::Make(TypeKind kind, std::vector<Type> params) {
  Type type(kind);
  type.params_ = std::make_shared<const std::vector<Type>>(std::move(params));
  return type;
}
Type Type::List(Type element) {
  return Make(TypeKind::kList, {std::move(element)});
}
Type Type::Map(Type key, Type value) {
  return Make(TypeKind::kMap, {std::move(key), std::move(value)});
}
Type Type::Wrapper(Type wrapped) {
  return Make(TypeKind::kWrapper, {std::move(wrapped)});
}
Type Type::TypeOf(Type of) {
  return Make(TypeKind::kTypeType, {std::move(of)});
}
Type Type::Optional(Type of) {
  return Make(TypeKind::kOptional, {std::move(of)});
}
Type Type::Param(absl::string_view name) {
  Type type(TypeKind::kParam);
  type.name_ = std::string(name);
  return type;
}
Type Type::Enum(absl::string_view full_name) {
  Type type(TypeKind::kEnum);
  type.name_ = std::string(full_name);
  return type;
}
Type Type::Opaque(absl::string_view name, std::vector<Type> params) {
  Type type = Make(TypeKind::kOpaque, std::move(params));
  type.name_ = std::string(name);
  return type;
}

Adapted AdaptedKind(const Descriptor* message) {
  switch (message->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return Adapted::kTimestamp;
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return Adapted::kDuration;
    case Descriptor::WELLKNOWNTYPE_ANY:
      return Adapted::kAny;
    case Descriptor::WELLKNOWNTYPE_STRUCT:
      return Adapted::kStruct;
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return Adapted::kValue;
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return Adapted::kListValue;
    case Descriptor::WELLKNOWNTYPE_DOUBLEVALUE:
    case Descriptor::WELLKNOWNTYPE_FLOATVALUE:
    case Descriptor::WELLKNOWNTYPE_INT64VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT64VALUE:
    case Descriptor::WELLKNOWNTYPE_INT32VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT32VALUE:
    case Descriptor::WELLKNOWNTYPE_STRINGVALUE:
    case Descriptor::WELLKNOWNTYPE_BYTESVALUE:
    case Descriptor::WELLKNOWNTYPE_BOOLVALUE:
      return Adapted::kWrapper;
    default:
      break;
  }
  const std::string& name = message->full_name();
  if (name == "zhiheng.type.v1.Decimal") return Adapted::kDecimal;
  if (name == "zhiheng.type.v1.Money") return Adapted::kMoney;
  if (name == "zhiheng.type.v1.Date") return Adapted::kDate;
  return Adapted::kPlain;
}

Type Type::OfMessage(const Descriptor* message) {
  switch (AdaptedKind(message)) {
    case Adapted::kTimestamp:
      return TypeKind::kTimestamp;
    case Adapted::kDuration:
      return TypeKind::kDuration;
    case Adapted::kAny:
      return TypeKind::kAny;
    case Adapted::kStruct:
      return Map(String(), Dyn());
    case Adapted::kValue:
      return Dyn();
    case Adapted::kListValue:
      return List(Dyn());
    case Adapted::kWrapper:
      return Wrapper(WrappedType(message));
    case Adapted::kDecimal:
      return TypeKind::kDecimal;
    case Adapted::kMoney:
      return TypeKind::kMoney;
    case Adapted::kDate:
      return TypeKind::kDate;
    case Adapted::kPlain:
      break;
  }
  Type type(TypeKind::kMessage);
  type.message_ = message;
  return type;
}

Type Type::OfField(const FieldDescriptor* field, bool strong_enums) {
  if (field->is_map()) {
    return Map(SingularType(field->message_type()->map_key(), strong_enums),
               SingularType(field->message_type()->map_value(), strong_enums));
  }
  const Type one = SingularType(field, strong_enums);
  return field->is_repeated() ? List(one) : one;
}

std::string Type::ToString() const {
  switch (kind_) {
    case TypeKind::kDyn:
      return "dyn";
    case TypeKind::kError:
      return "error";
    case TypeKind::kNull:
      return "null";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kUint:
      return "uint";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kString:
      return "string";
    case TypeKind::kBytes:
      return "bytes";
    case TypeKind::kTimestamp:
      return "timestamp";
    case TypeKind::kDuration:
      return "duration";
    case TypeKind::kDecimal:
      return "decimal";
    case TypeKind::kMoney:
      return "money";
    case TypeKind::kDate:
      return "date";
    case TypeKind::kAny:
      return "any";
    case TypeKind::kMessage:
      return message_->full_name();
    case TypeKind::kParam:
      return name_;
    case TypeKind::kList:
      return absl::StrCat("list(", param().ToString(), ")");
    case TypeKind::kMap:
      return absl::StrCat("map(", param(0).ToString(), ", ",
                          param(1).ToString(), ")");
    case TypeKind::kWrapper:
      return absl::StrCat("wrapper(", param().ToString(), ")");
    case TypeKind::kTypeType:
      if (param_count() == 0) return "type";
      return absl::StrCat("type(", param().ToString(), ")");
    case TypeKind::kOptional:
      return absl::StrCat("optional_type(", param().ToString(), ")");
    case TypeKind::kEnum:
      return name_.empty() ? "enum" : name_;
    case TypeKind::kOpaque: {
      std::string params;
      for (size_t i = 0; i < param_count(); ++i) {
        absl::StrAppend(&params, i == 0 ? "(" : ", ", param(i).ToString());
      }
      return absl::StrCat(name_, params, params.empty() ? "" : ")");
    }
  }
  return "dyn";
}

bool operator==(const Type& a, const Type& b) {
  if (a.kind_ != b.kind_ || a.name_ != b.name_ ||
      a.param_count() != b.param_count()) {
    return false;
  }
  // Descriptors of two pools are one type when their names agree.
  if (a.message_ != b.message_ &&
      (a.message_ == nullptr || b.message_ == nullptr ||
       a.message_->full_name() != b.message_->full_name())) {
    return false;
  }
  for (size_t i = 0; i < a.param_count(); ++i) {
    if (!(a.param(i) == b.param(i))) return false;
  }
  return true;
}

}  // namespace zhiheng::cel
