// Tested by values_test.cc and module_test.cc.
#include "services/rules/cel/values/message_access.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/knowledge.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const AttributeNode* IndexPath(Context& context, const AttributeNode* parent,
                               int index) {
  if (parent == nullptr) return nullptr;
  AttributeNode node;
  node.parent = parent;
  node.step = AttributeNode::Step::kIndex;
  node.index = index;
  node.knowledge = parent->knowledge;
  return context.arena.New<AttributeNode>(node);
}

const AttributeNode* KeyPath(Context& context, const AttributeNode* parent,
                             const Value& key) {
  if (parent == nullptr) return nullptr;
  AttributeNode node;
  node.parent = parent;
  node.step = AttributeNode::Step::kKey;
  node.name = key.Is(Kind::kString) ? key.text()
                                    : context.arena.Copy(DisplayString(key));
  node.knowledge = parent->knowledge;
  return context.arena.New<AttributeNode>(node);
}

bool IsMarkedUnknown(const AttributeNode* path) {
  return path != nullptr && path->knowledge != nullptr &&
         path->knowledge->has_patterns() &&
         path->knowledge->Match(*path) == Known::kUnknown;
}

// A string field without a copy where the message holds one.
absl::string_view TextOf(Context& context, const Message& m,
                         const FieldDescriptor* f, int index) {
  std::string scratch;
  const std::string& text =
      index < 0 ? m.GetReflection()->GetStringReference(m, f, &scratch)
                : m.GetReflection()->GetRepeatedStringReference(m, f, index,
                                                                &scratch);
  if (&text == &scratch) return context.arena.Copy(text);
  return {text.data(), text.size()};
}

Value ReadEnum(const Context& context, const FieldDescriptor* f, int number) {
  if (f->enum_type()->full_name() == "google.protobuf.NullValue") {
    return Value();
  }
  return context.strong_enums ? Value::Enum(f->enum_type(), number)
                              : Value::Int(number);
}

Value ReadScalar(Context& context, const Message& m, const FieldDescriptor* f) {
  const Reflection& r = *m.GetReflection();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Value::Int(r.GetInt32(m, f));
    case FieldDescriptor::CPPTYPE_INT64:
      return Value::Int(r.GetInt64(m, f));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Value::Uint(r.GetUInt32(m, f));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Value::Uint(r.GetUInt64(m, f));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Value::Double(r.GetDouble(m, f));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Value::Double(r.GetFloat(m, f));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value::Bool(r.GetBool(m, f));
    case FieldDescriptor::CPPTYPE_ENUM:
      return ReadEnum(context, f, r.GetEnumValue(m, f));
    case FieldDescriptor::CPPTYPE_STRING: {
      const absl::string_view text = TextOf(context, m, f, -1);
      return f->type() == FieldDescriptor::TYPE_BYTES ? Value::Bytes(text)
                                                      : Value::String(text);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return Value();
}

Value ReadElement(Context& context, const Message& m, const FieldDescriptor* f,
                  int i, const AttributeNode* path) {
  const Reflection& r = *m.GetReflection();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Value::Int(r.GetRepeatedInt32(m, f, i));
    case FieldDescriptor::CPPTYPE_INT64:
      return Value::Int(r.GetRepeatedInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Value::Uint(r.GetRepeatedUInt32(m, f, i));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Value::Uint(r.GetRepeatedUInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Value::Double(r.GetRepeatedDouble(m, f, i));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Value::Double(r.GetRepeatedFloat(m, f, i));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value::Bool(r.GetRepeatedBool(m, f, i));
    case FieldDescriptor::CPPTYPE_ENUM:
      return ReadEnum(context, f, r.GetRepeatedEnumValue(m, f, i));
    case FieldDescriptor::CPPTYPE_STRING: {
      const absl::string_view text = TextOf(context, m, f, i);
      return f->type() == FieldDescriptor::TYPE_BYTES ? Value::Bytes(text)
                                                      : Value::String(text);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AdaptMessage(context, r.GetRepeatedMessage(m, f, i), path);
  }
  return Value();
}

// The elements of a repeated field, read when asked for.
class RepeatedList : public ListValue {
 public:
  RepeatedList(Context& context, const Message& m, const FieldDescriptor* f,
               const AttributeNode* path)
      : context_(context),
        message_(m),
        field_(f),
        path_(path),
        size_(m.GetReflection()->FieldSize(m, f)) {}
  int size() const override { return size_; }
  Value Get(int i) const override {
    const bool needs_path =
        path_ != nullptr &&
        (field_->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
         (path_->knowledge != nullptr && path_->knowledge->has_patterns()));
    const AttributeNode* at =
        needs_path ? IndexPath(context_, path_, i) : nullptr;
    if (IsMarkedUnknown(at)) return context_.Unknown(at);
    return ReadElement(context_, message_, field_, i, at);
  }

 private:
  Context& context_;
  const Message& message_;
  const FieldDescriptor* field_;
  const AttributeNode* path_;
  int size_;
};

Value ReadMap(Context& context, const Message& m, const FieldDescriptor* f,
              const AttributeNode* path) {
  const Reflection& r = *m.GetReflection();
  const int size = r.FieldSize(m, f);
  const FieldDescriptor* key = f->message_type()->map_key();
  const FieldDescriptor* value = f->message_type()->map_value();
  Value* entries = context.arena.NewArray<Value>(2 * static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    const Message& entry = r.GetRepeatedMessage(m, f, i);
    Value& k = entries[2 * i];
    Value& v = entries[2 * i + 1];
    k = ReadScalar(context, entry, key);
    const AttributeNode* at = KeyPath(context, path, k);
    if (IsMarkedUnknown(at)) {
      v = context.Unknown(at);
    } else if (value->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      v = AdaptMessage(context, entry.GetReflection()->GetMessage(entry, value),
                       at);
    } else {
      v = ReadScalar(context, entry, value);
    }
  }
  return Value::Map(ArrayMap::Make(context.arena, entries, size));
}

Value ByNumber(Context& context, const Message& m, int number) {
  const FieldDescriptor* f = m.GetDescriptor()->FindFieldByNumber(number);
  return f == nullptr ? Value() : ReadScalar(context, m, f);
}

// google.protobuf.Value: the one member that is set.
Value AdaptValue(Context& context, const Message& m) {
  const auto* kind = m.GetDescriptor()->FindOneofByName("kind");
  const FieldDescriptor* set =
      kind == nullptr ? nullptr
                      : m.GetReflection()->GetOneofFieldDescriptor(m, kind);
  if (set == nullptr || set->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return Value();
  }
  return set->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE
             ? AdaptMessage(context, m.GetReflection()->GetMessage(m, set),
                            nullptr)
             : ReadScalar(context, m, set);
}

std::string Where(const AttributeNode* path, const Message& m) {
  return path == nullptr ? m.GetDescriptor()->full_name() : PathString(*path);
}

Value Malformed(Context& context, const AttributeNode* path, const Message& m,
                absl::string_view why) {
  return context.Error("malformed", absl::StrCat(Where(path, m), ": ", why));
}

Value AdaptDecimal(Context& context, const Message& m,
                   const AttributeNode* path, bool money) {
  const absl::string_view text = ByNumber(context, m, 1).text();
  const absl::StatusOr<Decimal> number = Decimal::Parse(text);
  if (!number.ok()) {
    return Malformed(context, path, m,
                     absl::string_view(number.status().message()));
  }
  if (!money) return Value::OfDecimal(*number);
  const absl::string_view currency = ByNumber(context, m, 2).text();
  if (currency.size() > 3) {
    return Malformed(context, path, m, "a currency code has three letters");
  }
  return Value::Money(*number, currency);
}

Value AdaptDate(Context& context, const Message& m, const AttributeNode* path) {
  const int64_t year = ByNumber(context, m, 1).int_value();
  const int64_t month = ByNumber(context, m, 2).int_value();
  const int64_t day = ByNumber(context, m, 3).int_value();
  const auto possible = PossibleDays(
      static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
  if (!possible.ok()) {
    return Malformed(context, path, m,
                     absl::string_view(possible.status().message()));
  }
  if (day != 0) return Value::Date(possible->from);
  if (path != nullptr) return context.Unknown(path);
  return context.Error("partial_date",
                       "the date is only known in part and has no place in the "
                       "facts to ask for");
}

bool HasPresence(const FieldDescriptor* f) { return f->has_presence(); }

// Unset in the sense that someone may still fill it in.
bool IsUnset(const Message& m, const FieldDescriptor* f) {
  const Reflection& r = *m.GetReflection();
  if (f->is_repeated()) return r.FieldSize(m, f) == 0;
  if (HasPresence(f)) return !r.HasField(m, f);
  // Without presence the zero value is a value: an Amount whose bound is not
  // stated is exact, as its proto says.
  return false;
}

// Unknown, or null when the field may be read.
Value CheckKnown(Context& context, const Message& m, const FieldDescriptor* f,
                 const AttributeNode* parent) {
  const CompiledKnowledge* knowledge = parent->knowledge;
  Known known = Known::kDefault;
  const AttributeNode* path = nullptr;
  if (knowledge->has_patterns()) {
    path = ChildPath(context, parent, f);
    known = knowledge->Match(*path);
    if (known == Known::kUnknown) return context.Unknown(path);
  }
  if (known == Known::kDefault && knowledge->unset_is_unknown() &&
      IsUnset(m, f)) {
    return context.Unknown(path != nullptr ? path
                                           : ChildPath(context, parent, f));
  }
  return Value();
}

Value UnsetMessage(Context& context, const Message& m, const FieldDescriptor* f,
                   Adapted adapted, const AttributeNode* parent) {
  switch (adapted) {
    case Adapted::kWrapper:
    case Adapted::kAny:
    case Adapted::kValue:
      return Value();
    case Adapted::kTimestamp:
      return Value::Timestamp(0, 0);
    case Adapted::kDuration:
      return Value::Duration(0, 0);
    case Adapted::kDecimal:
    case Adapted::kMoney:
    case Adapted::kDate: {
      const AttributeNode* path = ChildPath(context, parent, f);
      return context.Error(
          "absent",
          absl::StrCat("absent: ", path == nullptr ? std::string(f->full_name())
                                                   : PathString(*path)));
    }
    default:  // the default instance
      return AdaptMessage(context, m.GetReflection()->GetMessage(m, f),
                          ChildPath(context, parent, f));
  }
}

}  // namespace

const AttributeNode* ChildPath(Context& context, const AttributeNode* parent,
                               const FieldDescriptor* field) {
  if (parent == nullptr) return nullptr;
  AttributeNode node;
  node.parent = parent;
  node.step = AttributeNode::Step::kField;
  node.field = field;
  node.knowledge = parent->knowledge;
  return context.arena.New<AttributeNode>(node);
}

Adapted AdaptedField(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 !field->is_repeated()
             ? AdaptedKind(field->message_type())
             : Adapted::kPlain;
}

Value UnpackAny(Context& context, const Message& any,
                const AttributeNode* path) {
  absl::string_view name = ByNumber(context, any, 1).text();
  const absl::string_view bytes = ByNumber(context, any, 2).text();
  if (name.empty()) {
    return context.Error("conversion", "an Any without a type holds nothing");
  }
  if (const size_t slash = name.rfind('/'); slash != absl::string_view::npos) {
    name.remove_prefix(slash + 1);
  }
  const Descriptor* type =
      context.pool == nullptr
          ? nullptr
          : context.pool->FindMessageTypeByName(std::string(name));
  if (type == nullptr || context.factory == nullptr) {
    return context.Error("unknown_type",
                         absl::StrCat("no message type named ", name));
  }
  std::unique_ptr<Message> made(context.factory->GetPrototype(type)->New());
  if (!made->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return context.Error("malformed", absl::StrCat("not a ", name));
  }
  return AdaptMessage(context, *context.arena.Own(std::move(made)), path);
}

Value AdaptMessage(Context& context, const Message& m,
                   const AttributeNode* path) {
  switch (AdaptedKind(m.GetDescriptor())) {
    case Adapted::kPlain:
      return Value::Message(&m, path);
    case Adapted::kTimestamp:
      return Value::Timestamp(
          ByNumber(context, m, 1).int_value(),
          static_cast<int32_t>(ByNumber(context, m, 2).int_value()));
    case Adapted::kDuration:
      return Value::Duration(
          ByNumber(context, m, 1).int_value(),
          static_cast<int32_t>(ByNumber(context, m, 2).int_value()));
    case Adapted::kWrapper:
      return ByNumber(context, m, 1);
    case Adapted::kStruct:
      return ReadMap(context, m, m.GetDescriptor()->FindFieldByNumber(1), path);
    case Adapted::kValue:
      return AdaptValue(context, m);
    case Adapted::kListValue:
      return Value::List(context.arena.New<RepeatedList>(
          context, m, m.GetDescriptor()->FindFieldByNumber(1), path));
    case Adapted::kAny:
      return UnpackAny(context, m, path);
    case Adapted::kDecimal:
      return AdaptDecimal(context, m, path, false);
    case Adapted::kMoney:
      return AdaptDecimal(context, m, path, true);
    case Adapted::kDate:
      return AdaptDate(context, m, path);
  }
  return Value();
}

Value ReadField(Context& context, const Message& m, const FieldDescriptor* f,
                Adapted adapted, const AttributeNode* parent) {
  if (parent != nullptr && parent->knowledge != nullptr) {
    const Value unknown = CheckKnown(context, m, f, parent);
    if (unknown.IsUnknown()) return unknown;
  }
  if (f->is_map()) {
    return ReadMap(context, m, f, ChildPath(context, parent, f));
  }
  if (f->is_repeated()) {
    return Value::List(context.arena.New<RepeatedList>(
        context, m, f, ChildPath(context, parent, f)));
  }
  if (f->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return ReadScalar(context, m, f);
  }
  if (!m.GetReflection()->HasField(m, f)) {
    return UnsetMessage(context, m, f, adapted, parent);
  }
  return AdaptMessage(context, m.GetReflection()->GetMessage(m, f),
                      ChildPath(context, parent, f));
}

Value TestField(Context& context, const Message& m, const FieldDescriptor* f,
                const AttributeNode* parent) {
  if (parent != nullptr && parent->knowledge != nullptr) {
    const Value unknown = CheckKnown(context, m, f, parent);
    if (unknown.IsUnknown()) return unknown;
  }
  return Value::Bool(f->is_repeated() ? m.GetReflection()->FieldSize(m, f) > 0
                                      : m.GetReflection()->HasField(m, f));
}

Value ReadUnknownField(Context& context, const Value& unknown,
                       const FieldDescriptor* field, bool test) {
  const auto paths = unknown.unknown().paths();
  const AttributeNode* path = paths[0];
  if (paths.size() != 1 || path->field == nullptr ||
      path->step != AttributeNode::Step::kField || path->field->is_repeated() ||
      path->field->message_type() != field->containing_type()) {
    return unknown;
  }
  const AttributeNode* child = ChildPath(context, path, field);
  if (child->knowledge == nullptr || !child->knowledge->has_patterns() ||
      child->knowledge->Match(*child) != Known::kAbsent) {
    return context.Unknown(child);
  }
  if (test) return Value::Bool(false);
  if (context.factory == nullptr) return context.Unknown(child);
  // Looked for and absent inside a part that nobody else looked at: read it
  // from an empty message of that type.
  return ReadField(context,
                   *context.factory->GetPrototype(field->containing_type()),
                   field, AdaptedField(field), path);
}

}  // namespace zhiheng::cel
