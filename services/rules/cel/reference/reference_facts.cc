// Written for obviousness: lists and maps are copied element by element, every
// element gets its path, knowledge is asked at every step.
// Tested by reference_test.cc and by tests/differential.
#include "services/rules/cel/reference/reference_facts.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/reference/reference_collections.h"
#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/knowledge.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const AttributeNode* Below(Context& c, const AttributeNode* parent,
                           AttributeNode::Step step,
                           const FieldDescriptor* field, int64_t index,
                           absl::string_view name) {
  if (parent == nullptr) return nullptr;
  AttributeNode node;
  node.parent = parent;
  node.step = step;
  node.field = field;
  node.index = index;
  node.name = name;
  node.knowledge = parent->knowledge;
  return c.arena.New<AttributeNode>(node);
}

const AttributeNode* FieldPath(Context& c, const AttributeNode* parent,
                               const FieldDescriptor* f) {
  return Below(c, parent, AttributeNode::Step::kField, f, 0, "");
}

Known KnownOf(const AttributeNode* path) {
  return path == nullptr || path->knowledge == nullptr
             ? Known::kDefault
             : path->knowledge->Match(*path);
}

absl::string_view TextOf(Context& c, const Message& m, const FieldDescriptor* f,
                         int i) {
  return c.arena.Copy(i < 0 ? m.GetReflection()->GetString(m, f)
                            : m.GetReflection()->GetRepeatedString(m, f, i));
}

// Field `f` of `m`, or its element i when i >= 0. No knowledge, no defaults.
Value Plain(Context& c, const Message& m, const FieldDescriptor* f, int i,
            const AttributeNode* path) {
  const auto& r = *m.GetReflection();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Value::Int(i < 0 ? r.GetInt32(m, f) : r.GetRepeatedInt32(m, f, i));
    case FieldDescriptor::CPPTYPE_INT64:
      return Value::Int(i < 0 ? r.GetInt64(m, f) : r.GetRepeatedInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Value::Uint(i < 0 ? r.GetUInt32(m, f)
                               : r.GetRepeatedUInt32(m, f, i));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Value::Uint(i < 0 ? r.GetUInt64(m, f)
                               : r.GetRepeatedUInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Value::Double(i < 0 ? r.GetDouble(m, f)
                                 : r.GetRepeatedDouble(m, f, i));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Value::Double(i < 0 ? r.GetFloat(m, f)
                                 : r.GetRepeatedFloat(m, f, i));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value::Bool(i < 0 ? r.GetBool(m, f) : r.GetRepeatedBool(m, f, i));
    case FieldDescriptor::CPPTYPE_ENUM:
      if (f->enum_type()->full_name() == "google.protobuf.NullValue") {
        return Value();
      }
      if (c.strong_enums) {
        return Value::Enum(
            f->enum_type(),
            i < 0 ? r.GetEnumValue(m, f) : r.GetRepeatedEnumValue(m, f, i));
      }
      return Value::Int(i < 0 ? r.GetEnumValue(m, f)
                              : r.GetRepeatedEnumValue(m, f, i));
    case FieldDescriptor::CPPTYPE_STRING:
      return f->type() == FieldDescriptor::TYPE_BYTES
                 ? Value::Bytes(TextOf(c, m, f, i))
                 : Value::String(TextOf(c, m, f, i));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReferenceAdapt(
          c, i < 0 ? r.GetMessage(m, f) : r.GetRepeatedMessage(m, f, i), path);
  }
  return Value();
}

Value ReadList(Context& c, const Message& m, const FieldDescriptor* f,
               const AttributeNode* path) {
  std::vector<Value> values;
  for (int i = 0; i < m.GetReflection()->FieldSize(m, f); ++i) {
    const AttributeNode* at =
        Below(c, path, AttributeNode::Step::kIndex, nullptr, i, "");
    values.push_back(KnownOf(at) == Known::kUnknown ? c.Unknown(at)
                                                    : Plain(c, m, f, i, at));
  }
  return ReferenceListOf(c, std::move(values));
}

Value ReadMap(Context& c, const Message& m, const FieldDescriptor* f,
              const AttributeNode* path) {
  std::vector<std::pair<Value, Value>> entries;
  for (int i = 0; i < m.GetReflection()->FieldSize(m, f); ++i) {
    const Message& entry = m.GetReflection()->GetRepeatedMessage(m, f, i);
    const Value key =
        Plain(c, entry, f->message_type()->map_key(), -1, nullptr);
    const absl::string_view name =
        key.Is(Kind::kString) ? key.text() : c.arena.Copy(DisplayString(key));
    const AttributeNode* at =
        Below(c, path, AttributeNode::Step::kKey, nullptr, 0, name);
    entries.emplace_back(
        key, KnownOf(at) == Known::kUnknown
                 ? c.Unknown(at)
                 : Plain(c, entry, f->message_type()->map_value(), -1, at));
  }
  return ReferenceMapOf(c, std::move(entries));
}

Value Number(Context& c, const Message& m, int number) {
  return Plain(c, m, m.GetDescriptor()->FindFieldByNumber(number), -1, nullptr);
}

Value AdaptJsonValue(Context& c, const Message& m, const AttributeNode* path) {
  const FieldDescriptor* set = m.GetReflection()->GetOneofFieldDescriptor(
      m, m.GetDescriptor()->FindOneofByName("kind"));
  return set == nullptr ? Value() : Plain(c, m, set, -1, path);
}

Value Malformed(Context& c) { return c.Error("malformed", "malformed"); }

Value AdaptNumber(Context& c, const Message& m, bool money) {
  const auto number = zhiheng::Decimal::Parse(Number(c, m, 1).text());
  if (!number.ok()) return Malformed(c);
  if (!money) return Value::OfDecimal(*number);
  const absl::string_view currency = Number(c, m, 2).text();
  return currency.size() > 3 ? Malformed(c) : Value::Money(*number, currency);
}

Value AdaptDate(Context& c, const Message& m, const AttributeNode* path) {
  const auto part = [&](int number) {
    return static_cast<int>(Number(c, m, number).int_value());
  };
  if (!PossibleDays(part(1), part(2), part(3)).ok()) return Malformed(c);
  if (part(3) != 0) {
    return Value::Date(*CivilDate::FromYmd(part(1), part(2), part(3)));
  }
  return path != nullptr ? c.Unknown(path)
                         : c.Error("partial_date", "known only in part");
}

Value AdaptAny(Context& c, const Message& m, const AttributeNode* path) {
  const std::string url(Number(c, m, 1).text());
  if (url.empty()) return c.Error("conversion", "an empty Any");
  const auto* type =
      c.pool == nullptr
          ? nullptr
          : c.pool->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
  if (type == nullptr || c.factory == nullptr) {
    return c.Error("unknown_type", url);
  }
  std::unique_ptr<Message> inside(c.factory->GetPrototype(type)->New());
  if (!inside->ParseFromString(std::string(Number(c, m, 2).text()))) {
    return Malformed(c);
  }
  return ReferenceAdapt(c, *c.arena.Own(std::move(inside)), path);
}

// An unset field of message type: what standing for something means when
// nothing is there.
Value OfUnset(Context& c, const Message& m, const FieldDescriptor* f,
              const AttributeNode* path) {
  switch (AdaptedKind(f->message_type())) {
    case Adapted::kWrapper:
    case Adapted::kAny:
    case Adapted::kValue:
      return Value();
    case Adapted::kDecimal:
    case Adapted::kMoney:
    case Adapted::kDate:
      return c.Error("absent", "absent");
    default:
      return ReferenceAdapt(c, m.GetReflection()->GetMessage(m, f), path);
  }
}

bool Present(const Message& m, const FieldDescriptor* f) {
  return f->is_repeated() ? m.GetReflection()->FieldSize(m, f) > 0
                          : m.GetReflection()->HasField(m, f);
}

// Whether somebody may still fill the field in: it is marked so, or it is not
// there (a field without presence always is) and nobody looked.
bool IsUnknown(const Message& m, const FieldDescriptor* f,
               const AttributeNode* at) {
  if (at == nullptr || at->knowledge == nullptr) return false;
  const Known known = KnownOf(at);
  if (known != Known::kDefault) return known == Known::kUnknown;
  const bool can_miss = f->is_repeated() || f->has_presence();
  return at->knowledge->unset_is_unknown() && can_miss && !Present(m, f);
}

}  // namespace

Value ReferenceAdapt(Context& c, const Message& m, const AttributeNode* path) {
  const auto* type = m.GetDescriptor();
  switch (AdaptedKind(type)) {
    case Adapted::kPlain:
      return Value::Message(&m, path);
    case Adapted::kTimestamp:
      return Value::Timestamp(
          Number(c, m, 1).int_value(),
          static_cast<int32_t>(Number(c, m, 2).int_value()));
    case Adapted::kDuration:
      return Value::Duration(Number(c, m, 1).int_value(),
                             static_cast<int32_t>(Number(c, m, 2).int_value()));
    case Adapted::kWrapper:
      return Number(c, m, 1);
    case Adapted::kStruct:
      return ReadMap(c, m, type->FindFieldByNumber(1), path);
    case Adapted::kValue:
      return AdaptJsonValue(c, m, path);
    case Adapted::kListValue:
      return ReadList(c, m, type->FindFieldByNumber(1), path);
    case Adapted::kAny:
      return AdaptAny(c, m, path);
    case Adapted::kDecimal:
    case Adapted::kMoney:
      return AdaptNumber(c, m, AdaptedKind(type) == Adapted::kMoney);
    case Adapted::kDate:
      return AdaptDate(c, m, path);
  }
  return Value();
}

Value ReferenceRead(Context& c, const Message& m, const FieldDescriptor* f,
                    const AttributeNode* path) {
  const AttributeNode* at = FieldPath(c, path, f);
  if (IsUnknown(m, f, at)) return c.Unknown(at);
  if (f->is_map()) return ReadMap(c, m, f, at);
  if (f->is_repeated()) return ReadList(c, m, f, at);
  if (f->message_type() != nullptr && !Present(m, f))
    return OfUnset(c, m, f, at);
  return Plain(c, m, f, -1, at);
}

Value ReferenceHas(Context& c, const Message& m, const FieldDescriptor* f,
                   const AttributeNode* path) {
  const AttributeNode* at = FieldPath(c, path, f);
  return IsUnknown(m, f, at) ? c.Unknown(at) : Value::Bool(Present(m, f));
}

Value ReferenceReadUnknown(Context& c, const Value& unknown,
                           const FieldDescriptor* f, bool has) {
  // Only when the unknown is exactly the message that has the field does the
  // answer wait for the field alone.
  const auto paths = unknown.unknown().paths();
  const AttributeNode* whole = paths[0];
  const bool exact = paths.size() == 1 &&
                     whole->step == AttributeNode::Step::kField &&
                     !whole->field->is_repeated() &&
                     whole->field->message_type() == f->containing_type();
  if (!exact) return unknown;
  const AttributeNode* at = FieldPath(c, whole, f);
  if (KnownOf(at) != Known::kAbsent) return c.Unknown(at);
  // Somebody looked for this field and found nothing.
  if (has) return Value::Bool(false);
  if (c.factory == nullptr) return c.Unknown(at);
  return ReferenceRead(c, *c.factory->GetPrototype(f->containing_type()), f,
                       whole);
}

}  // namespace zhiheng::cel
