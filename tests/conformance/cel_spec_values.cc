#include "tests/conformance/cel_spec_values.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

namespace zhiheng::conformance {
namespace {

using cel::Kind;
using cel::Type;
using cel::TypeKind;
using cel::Value;
using google::protobuf::Message;

int64_t IntField(const Message& m, const char* field) {
  return m.GetReflection()->GetInt64(m,
                                     m.GetDescriptor()->FindFieldByName(field));
}
uint64_t UintField(const Message& m, const char* field) {
  return m.GetReflection()->GetUInt64(
      m, m.GetDescriptor()->FindFieldByName(field));
}
double DoubleField(const Message& m, const char* field) {
  return m.GetReflection()->GetDouble(
      m, m.GetDescriptor()->FindFieldByName(field));
}
int32_t Int32Field(const Message& m, const char* field) {
  return m.GetReflection()->GetInt32(m,
                                     m.GetDescriptor()->FindFieldByName(field));
}
int EnumField(const Message& m, const char* field) {
  return m.GetReflection()->GetEnumValue(
      m, m.GetDescriptor()->FindFieldByName(field));
}

class OwnedList : public cel::ListValue {
 public:
  std::vector<Value> items;
  int size() const override { return static_cast<int>(items.size()); }
  Value Get(int i) const override { return items[static_cast<size_t>(i)]; }
};

bool SameKey(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kBool:
      return a.bool_value() == b.bool_value();
    case Kind::kInt:
    case Kind::kUint:
      return a.uint_value() == b.uint_value();
    case Kind::kString:
      return a.text() == b.text();
    default:
      return false;
  }
}

class OwnedMap : public cel::MapValue {
 public:
  std::vector<std::pair<Value, Value>> entries;
  int size() const override { return static_cast<int>(entries.size()); }
  bool Find(const Value& key, Value* value) const override {
    for (const auto& [k, v] : entries) {
      if (SameKey(k, key)) {
        *value = v;
        return true;
      }
    }
    return false;
  }
  Value KeyAt(int i) const override {
    return entries[static_cast<size_t>(i)].first;
  }
  Value ValueAt(int i) const override {
    return entries[static_cast<size_t>(i)].second;
  }
};

std::string Wrong(const Value& got, absl::string_view want) {
  return absl::StrCat("got ", cel::DebugString(got), ", want ", want);
}

std::string MessageDifference(CelSpecData* data, const Value& got,
                              const Message& any) {
  std::unique_ptr<Message> want = data->Unpack(any);
  if (want == nullptr) return "the expected message has an unknown type";
  const std::string name = want->GetDescriptor()->full_name();
  if (got.Is(Kind::kTimestamp) || got.Is(Kind::kDuration)) {
    const bool same = IntField(*want, "seconds") == got.seconds() &&
                      Int32Field(*want, "nanos") == got.nanos();
    return same ? "" : Wrong(got, want->ShortDebugString());
  }
  if (!got.Is(Kind::kMessage)) return Wrong(got, want->ShortDebugString());
  if (got.message()->GetDescriptor()->full_name() != name) {
    return absl::StrCat("got a ", got.message()->GetDescriptor()->full_name(),
                        ", want a ", name);
  }
  std::unique_ptr<Message> copy(want->New());
  copy->ParsePartialFromString(got.message()->SerializePartialAsString());
  google::protobuf::util::DefaultFieldComparator fields;
  fields.set_treat_nan_as_equal(true);
  google::protobuf::util::MessageDifferencer differencer;
  differencer.set_field_comparator(&fields);
  if (differencer.Compare(*copy, *want)) return "";
  return absl::StrCat("got {", copy->ShortDebugString(), "}, want {",
                      want->ShortDebugString(), "}");
}

std::string ListDifference(CelSpecData* data, const Value& got,
                           const Message& want) {
  const auto items = RepeatedField(want, "values");
  if (!got.Is(Kind::kList) ||
      got.list().size() != static_cast<int>(items.size())) {
    return Wrong(got, absl::StrCat("a list of ", items.size()));
  }
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string difference =
        Difference(data, got.list().Get(static_cast<int>(i)), *items[i]);
    if (!difference.empty()) {
      return absl::StrCat("element ", i, ": ", difference);
    }
  }
  return "";
}

std::string MapDifference(CelSpecData* data, const Value& got,
                          const Message& want) {
  const auto entries = RepeatedField(want, "entries");
  if (!got.Is(Kind::kMap) ||
      got.map().size() != static_cast<int>(entries.size())) {
    return Wrong(got, absl::StrCat("a map of ", entries.size()));
  }
  ValueMaker maker(data);
  for (const Message* entry : entries) {
    const Value key = maker.FromProto(MessageField(*entry, "key"));
    Value value;
    if (!got.map().Find(key, &value)) {
      return Wrong(got, absl::StrCat("key ", cel::DebugString(key)));
    }
    const std::string difference =
        Difference(data, value, MessageField(*entry, "value"));
    if (!difference.empty()) return difference;
  }
  return "";
}

}  // namespace

Value ValueMaker::FromProto(const Message& value) {
  const std::string kind = WhichOneof(value, "kind");
  if (kind == "bool_value") return Value::Bool(BoolField(value, "bool_value"));
  if (kind == "int64_value") return Value::Int(IntField(value, "int64_value"));
  if (kind == "uint64_value") {
    return Value::Uint(UintField(value, "uint64_value"));
  }
  if (kind == "double_value") {
    return Value::Double(DoubleField(value, "double_value"));
  }
  if (kind == "string_value" || kind == "bytes_value") {
    auto text = std::make_shared<std::string>(TextField(value, kind.c_str()));
    owned_.push_back(text);
    return kind == "string_value" ? Value::String(*text) : Value::Bytes(*text);
  }
  if (kind == "enum_value") {
    return Value::Int(Int32Field(MessageField(value, "enum_value"), "value"));
  }
  if (kind == "object_value") {
    std::shared_ptr<Message> message =
        data_->Unpack(MessageField(value, "object_value"));
    owned_.push_back(message);
    return Value::Message(message.get());
  }
  if (kind == "type_value") {
    auto type = std::make_shared<cel::TypeValue>();
    type->name = TextField(value, "type_value");
    owned_.push_back(type);
    return Value::OfType(type.get());
  }
  if (kind == "list_value") {
    auto list = std::make_shared<OwnedList>();
    for (const Message* item :
         RepeatedField(MessageField(value, "list_value"), "values")) {
      list->items.push_back(FromProto(*item));
    }
    owned_.push_back(list);
    return Value::List(list.get());
  }
  if (kind == "map_value") {
    auto map = std::make_shared<OwnedMap>();
    for (const Message* entry :
         RepeatedField(MessageField(value, "map_value"), "entries")) {
      map->entries.emplace_back(FromProto(MessageField(*entry, "key")),
                                FromProto(MessageField(*entry, "value")));
    }
    owned_.push_back(map);
    return Value::Map(map.get());
  }
  return Value();
}

std::string Difference(CelSpecData* data, const Value& got,
                       const Message& want) {
  const std::string kind = WhichOneof(want, "kind");
  const auto check = [&](bool same) {
    return same ? std::string() : Wrong(got, want.ShortDebugString());
  };
  if (kind == "null_value") return check(got.Is(Kind::kNull));
  if (kind == "bool_value") {
    return check(got.Is(Kind::kBool) &&
                 got.bool_value() == BoolField(want, "bool_value"));
  }
  if (kind == "int64_value") {
    return check(got.Is(Kind::kInt) &&
                 got.int_value() == IntField(want, "int64_value"));
  }
  if (kind == "enum_value") {
    const Message& value = MessageField(want, "enum_value");
    const int number = Int32Field(value, "value");
    if (got.Is(Kind::kEnum)) {
      return check(got.enum_number() == number &&
                   got.enum_type()->full_name() == TextField(value, "type"));
    }
    return check(got.Is(Kind::kInt) && got.int_value() == number);
  }
  if (kind == "uint64_value") {
    return check(got.Is(Kind::kUint) &&
                 got.uint_value() == UintField(want, "uint64_value"));
  }
  if (kind == "double_value") {
    const double value = DoubleField(want, "double_value");
    return check(got.Is(Kind::kDouble) &&
                 (got.double_value() == value ||
                  (std::isnan(value) && std::isnan(got.double_value()))));
  }
  if (kind == "string_value") {
    return check(got.Is(Kind::kString) &&
                 got.text() == TextField(want, "string_value"));
  }
  if (kind == "bytes_value") {
    return check(got.Is(Kind::kBytes) &&
                 got.text() == TextField(want, "bytes_value"));
  }
  if (kind == "type_value") {
    return check(got.Is(Kind::kType) &&
                 got.type().name == TextField(want, "type_value"));
  }
  if (kind == "object_value") {
    return MessageDifference(data, got, MessageField(want, "object_value"));
  }
  if (kind == "list_value") {
    return ListDifference(data, got, MessageField(want, "list_value"));
  }
  if (kind == "map_value") {
    return MapDifference(data, got, MessageField(want, "map_value"));
  }
  return absl::StrCat("the expected value has kind '", kind, "'");
}

std::vector<cel::Overload> OverloadsFromProto(CelSpecData* data,
                                              const Message& declaration) {
  std::vector<cel::Overload> out;
  for (const Message* overload :
       RepeatedField(MessageField(declaration, "function"), "overloads")) {
    cel::Overload& o = out.emplace_back();
    o.id = TextField(*overload, "overload_id");
    o.member = BoolField(*overload, "is_instance_function");
    for (const Message* param : RepeatedField(*overload, "params")) {
      o.params.push_back(TypeFromProto(data, *param));
    }
    o.result = TypeFromProto(data, MessageField(*overload, "result_type"));
  }
  return out;
}

Type TypeFromProto(CelSpecData* data, const Message& type) {
  const std::string kind = WhichOneof(type, "type_kind");
  const auto primitive = [](int value) -> Type {
    static constexpr TypeKind kKinds[] = {
        TypeKind::kDyn,    TypeKind::kBool,   TypeKind::kInt,  TypeKind::kUint,
        TypeKind::kDouble, TypeKind::kString, TypeKind::kBytes};
    return value >= 0 && value <= 6 ? Type(kKinds[value]) : Type();
  };
  if (kind == "primitive") return primitive(EnumField(type, "primitive"));
  if (kind == "null") return Type::Null();
  if (kind == "wrapper") {
    return Type::Wrapper(primitive(EnumField(type, "wrapper")));
  }
  if (kind == "well_known") {
    static constexpr TypeKind kKinds[] = {TypeKind::kDyn, TypeKind::kAny,
                                          TypeKind::kTimestamp,
                                          TypeKind::kDuration};
    return kKinds[EnumField(type, "well_known") & 3];
  }
  if (kind == "list_type") {
    return Type::List(TypeFromProto(
        data, MessageField(MessageField(type, "list_type"), "elem_type")));
  }
  if (kind == "map_type") {
    const Message& map = MessageField(type, "map_type");
    return Type::Map(TypeFromProto(data, MessageField(map, "key_type")),
                     TypeFromProto(data, MessageField(map, "value_type")));
  }
  if (kind == "message_type") {
    const auto* message =
        data->pool()->FindMessageTypeByName(TextField(type, "message_type"));
    return message == nullptr
               ? Type::Opaque(TextField(type, "message_type"), {})
               : Type::OfMessage(message);
  }
  if (kind == "type_param") {
    return Type::Param(TextField(type, "type_param"));
  }
  if (kind == "type") {
    return Type::TypeOf(TypeFromProto(data, MessageField(type, "type")));
  }
  if (kind == "abstract_type") {
    const Message& abstract = MessageField(type, "abstract_type");
    const auto parameters = RepeatedField(abstract, "parameter_types");
    std::vector<Type> types;
    for (const Message* p : parameters)
      types.push_back(TypeFromProto(data, *p));
    const std::string name = TextField(abstract, "name");
    return name == "optional_type" && types.size() == 1
               ? Type::Optional(types[0])
               : Type::Opaque(name, std::move(types));
  }
  return Type();
}

}  // namespace zhiheng::conformance
