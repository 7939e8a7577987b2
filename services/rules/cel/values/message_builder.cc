// Setting a field takes a value apart by the field's type; well-known types
// and the house's own are written from the values they stand for.
#include "services/rules/cel/values/message_builder.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/message_access.h"
#include "services/rules/cel/values/times.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Writes values into one message; remembers the first thing that did not fit.
class Writer {
 public:
  explicit Writer(Context& context) : context_(context) {}

  bool SetField(Message* m, const FieldDescriptor* f, const Value& v) {
    if (f->is_map()) return SetMap(m, f, v);
    if (f->is_repeated()) return SetList(m, f, v);
    // null leaves a message field unset, but is a value of its own in these.
    if (v.Is(Kind::kNull) &&
        f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Adapted adapted = AdaptedKind(f->message_type());
      if (adapted != Adapted::kValue && adapted != Adapted::kAny) {
        return adapted == Adapted::kStruct || adapted == Adapted::kListValue
                   ? Misfit(f, v)
                   : true;
      }
    }
    return SetOne(m, f, v, false);
  }

  bool Fill(Message* m, const Value& v);
  const std::string& error() const { return error_; }
  const char* code() const { return code_; }

 private:
  bool Misfit(const FieldDescriptor* f, const Value& v) {
    if (error_.empty()) {
      error_ = absl::StrCat("the field ", f->name(), " does not take a ",
                            KindName(v.kind()));
    }
    return false;
  }
  bool OutOfRange(const FieldDescriptor* f, const Value& v) {
    code_ = "range";
    error_ = absl::StrCat("range error: ", DebugString(v),
                          " does not fit the field ", f->name());
    return false;
  }

  bool SetList(Message* m, const FieldDescriptor* f, const Value& v) {
    if (!v.Is(Kind::kList)) return Misfit(f, v);
    for (int i = 0; i < v.list().size(); ++i) {
      if (!SetOne(m, f, v.list().Get(i), true)) return false;
    }
    return true;
  }
  bool SetMap(Message* m, const FieldDescriptor* f, const Value& v) {
    if (!v.Is(Kind::kMap)) return Misfit(f, v);
    for (int i = 0; i < v.map().size(); ++i) {
      Message* entry = m->GetReflection()->AddMessage(m, f);
      if (!SetOne(entry, f->message_type()->map_key(), v.map().KeyAt(i),
                  false) ||
          !SetOne(entry, f->message_type()->map_value(), v.map().ValueAt(i),
                  false)) {
        return false;
      }
    }
    return true;
  }

  bool SetOne(Message* m, const FieldDescriptor* f, const Value& v, bool add);
  bool SetText(Message* m, const FieldDescriptor* f, const Value& v, bool add);
  bool SetByNumber(Message* m, int number, const Value& v) {
    const FieldDescriptor* f = m->GetDescriptor()->FindFieldByNumber(number);
    return f != nullptr && (f->is_map()        ? SetMap(m, f, v)
                            : f->is_repeated() ? SetList(m, f, v)
                                               : SetOne(m, f, v, false));
  }
  bool FillValue(Message* m, const Value& v);
  bool FillJson(Message* m, const Message& from);
  bool FillAny(Message* m, const Value& v);
  Message* Make(const char* name);

  Context& context_;
  std::string error_;
  const char* code_ = "no_such_overload";
};

bool Writer::SetText(Message* m, const FieldDescriptor* f, const Value& v,
                     bool add) {
  const bool bytes = f->type() == FieldDescriptor::TYPE_BYTES;
  if (!v.Is(bytes ? Kind::kBytes : Kind::kString)) return Misfit(f, v);
  const Reflection& r = *m->GetReflection();
  std::string text(v.text());
  add ? r.AddString(m, f, std::move(text)) : r.SetString(m, f, std::move(text));
  return true;
}

bool Writer::SetOne(Message* m, const FieldDescriptor* f, const Value& v,
                    bool add) {
  const Reflection& r = *m->GetReflection();
  const auto small = [&](int64_t lo, int64_t hi) {
    return v.int_value() >= lo && v.int_value() <= hi;
  };
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!v.Is(Kind::kBool)) return Misfit(f, v);
      add ? r.AddBool(m, f, v.bool_value()) : r.SetBool(m, f, v.bool_value());
      return true;
    case FieldDescriptor::CPPTYPE_ENUM:
      if (v.Is(Kind::kNull)) return true;
      if (v.Is(Kind::kEnum)) {
        if (v.enum_type()->full_name() != f->enum_type()->full_name()) {
          return Misfit(f, v);
        }
        add ? r.AddEnumValue(m, f, v.enum_number())
            : r.SetEnumValue(m, f, v.enum_number());
        return true;
      }
      [[fallthrough]];
    case FieldDescriptor::CPPTYPE_INT32: {
      if (!v.Is(Kind::kInt)) return Misfit(f, v);
      if (!small(INT32_MIN, INT32_MAX)) return OutOfRange(f, v);
      const int i = static_cast<int>(v.int_value());
      if (f->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        add ? r.AddEnumValue(m, f, i) : r.SetEnumValue(m, f, i);
      } else {
        add ? r.AddInt32(m, f, i) : r.SetInt32(m, f, i);
      }
      return true;
    }
    case FieldDescriptor::CPPTYPE_INT64:
      if (!v.Is(Kind::kInt)) return Misfit(f, v);
      add ? r.AddInt64(m, f, v.int_value()) : r.SetInt64(m, f, v.int_value());
      return true;
    case FieldDescriptor::CPPTYPE_UINT32: {
      if (!v.Is(Kind::kUint)) return Misfit(f, v);
      if (v.uint_value() > UINT32_MAX) return OutOfRange(f, v);
      const auto u = static_cast<uint32_t>(v.uint_value());
      add ? r.AddUInt32(m, f, u) : r.SetUInt32(m, f, u);
      return true;
    }
    case FieldDescriptor::CPPTYPE_UINT64:
      if (!v.Is(Kind::kUint)) return Misfit(f, v);
      add ? r.AddUInt64(m, f, v.uint_value())
          : r.SetUInt64(m, f, v.uint_value());
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT: {
      double d = 0;
      if (v.Is(Kind::kDouble))
        d = v.double_value();
      else if (v.Is(Kind::kInt))
        d = static_cast<double>(v.int_value());
      else if (v.Is(Kind::kUint))
        d = static_cast<double>(v.uint_value());
      else
        return Misfit(f, v);
      if (f->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        add ? r.AddDouble(m, f, d) : r.SetDouble(m, f, d);
      } else {
        add ? r.AddFloat(m, f, static_cast<float>(d))
            : r.SetFloat(m, f, static_cast<float>(d));
      }
      return true;
    }
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(m, f, v, add);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!Fill(add ? r.AddMessage(m, f) : r.MutableMessage(m, f), v)) {
        return error_.empty() ? Misfit(f, v) : false;
      }
      return true;
  }
  return false;
}

Message* Writer::Make(const char* name) {
  const Descriptor* d = context_.pool == nullptr
                            ? nullptr
                            : context_.pool->FindMessageTypeByName(name);
  if (d == nullptr || context_.factory == nullptr) return nullptr;
  return context_.arena.Own(
      std::unique_ptr<Message>(context_.factory->GetPrototype(d)->New()));
}

// A number that JSON numbers hold exactly stays one; a larger is text.
bool Writer::FillValue(Message* m, const Value& v) {
  constexpr int64_t kExact = (int64_t{1} << 53) - 1;
  switch (v.kind()) {
    case Kind::kNull: {
      const FieldDescriptor* f = m->GetDescriptor()->FindFieldByNumber(1);
      m->GetReflection()->SetEnumValue(m, f, 0);
      return true;
    }
    case Kind::kBool:
      return SetByNumber(m, 4, v);
    case Kind::kDouble:
      return SetByNumber(m, 2, v);
    case Kind::kInt:
      return std::abs(v.int_value()) <= kExact
                 ? SetByNumber(m, 2, v)
                 : SetByNumber(m, 3, context_.Text(DisplayString(v)));
    case Kind::kUint:
      return v.uint_value() <= static_cast<uint64_t>(kExact)
                 ? SetByNumber(m, 2, v)
                 : SetByNumber(m, 3, context_.Text(DisplayString(v)));
    case Kind::kString:
      return SetByNumber(m, 3, v);
    case Kind::kBytes:
      return SetByNumber(m, 3, context_.Text(absl::Base64Escape(v.text())));
    case Kind::kTimestamp:
    case Kind::kDuration:
    case Kind::kDecimal:
    case Kind::kDate:
      return SetByNumber(m, 3, context_.Text(DisplayString(v)));
    case Kind::kMap:
      return SetByNumber(m, 5, v);
    case Kind::kList:
      return SetByNumber(m, 6, v);
    case Kind::kMessage:
      return FillJson(m, *v.message());
    default:
      return false;
  }
}

// The two well-known messages that have a JSON form of their own and no CEL
// value: an empty object, and names joined with commas.
bool Writer::FillJson(Message* m, const Message& from) {
  const std::string& name = from.GetDescriptor()->full_name();
  if (name == "google.protobuf.Empty") {
    m->GetReflection()->MutableMessage(
        m, m->GetDescriptor()->FindFieldByNumber(5));
    return true;
  }
  if (name != "google.protobuf.FieldMask") return false;
  const FieldDescriptor* paths = from.GetDescriptor()->FindFieldByNumber(1);
  std::string text;
  for (int i = 0; i < from.GetReflection()->FieldSize(from, paths); ++i) {
    const std::string path =
        from.GetReflection()->GetRepeatedString(from, paths, i);
    if (i > 0) text += ',';
    // Names in lowerCamelCase.
    for (size_t k = 0; k < path.size(); ++k) {
      const bool up = path[k] == '_' && k + 1 < path.size();
      text += up ? absl::ascii_toupper(path[++k]) : path[k];
    }
  }
  return SetByNumber(m, 3, context_.Text(text));
}

bool Writer::FillAny(Message* m, const Value& v) {
  const Message* inner = nullptr;
  if (v.Is(Kind::kMessage)) {
    inner = v.message();
  } else {
    const char* name = nullptr;
    switch (v.kind()) {
      case Kind::kNull:
        name = "google.protobuf.Value";
        break;
      case Kind::kBool:
        name = "google.protobuf.BoolValue";
        break;
      case Kind::kInt:
        name = "google.protobuf.Int64Value";
        break;
      case Kind::kUint:
        name = "google.protobuf.UInt64Value";
        break;
      case Kind::kDouble:
        name = "google.protobuf.DoubleValue";
        break;
      case Kind::kString:
        name = "google.protobuf.StringValue";
        break;
      case Kind::kBytes:
        name = "google.protobuf.BytesValue";
        break;
      case Kind::kTimestamp:
        name = "google.protobuf.Timestamp";
        break;
      case Kind::kDuration:
        name = "google.protobuf.Duration";
        break;
      case Kind::kList:
        name = "google.protobuf.ListValue";
        break;
      case Kind::kMap:
        name = "google.protobuf.Struct";
        break;
      default:
        return false;
    }
    Message* made = Make(name);
    if (made == nullptr || !Fill(made, v)) return false;
    inner = made;
  }
  return SetByNumber(m, 1,
                     context_.Text(
                         absl::StrCat("type.googleapis.com/",
                                      inner->GetDescriptor()->full_name()))) &&
         SetByNumber(
             m, 2,
             Value::Bytes(context_.arena.Copy(inner->SerializeAsString())));
}

bool Writer::Fill(Message* m, const Value& v) {
  switch (AdaptedKind(m->GetDescriptor())) {
    case Adapted::kPlain:
      if (!v.Is(Kind::kMessage) ||
          v.message()->GetDescriptor() != m->GetDescriptor())
        return false;
      m->CopyFrom(*v.message());
      return true;
    case Adapted::kTimestamp:
    case Adapted::kDuration:
      if (!v.Is(AdaptedKind(m->GetDescriptor()) == Adapted::kTimestamp
                    ? Kind::kTimestamp
                    : Kind::kDuration)) {
        return false;
      }
      return SetByNumber(m, 1, Value::Int(v.seconds())) &&
             SetByNumber(m, 2, Value::Int(v.nanos()));
    case Adapted::kWrapper:
      return SetByNumber(m, 1, v);
    case Adapted::kStruct:
      if (!v.Is(Kind::kMap)) return false;
      for (int i = 0; i < v.map().size(); ++i) {
        if (!v.map().KeyAt(i).Is(Kind::kString)) return false;
      }
      return SetByNumber(m, 1, v);
    case Adapted::kListValue:
      return v.Is(Kind::kList) && SetByNumber(m, 1, v);
    case Adapted::kValue:
      return FillValue(m, v);
    case Adapted::kAny:
      return FillAny(m, v);
    case Adapted::kDecimal:
      return v.Is(Kind::kDecimal) &&
             SetByNumber(m, 1, context_.Text(v.decimal().ToString()));
    case Adapted::kMoney:
      return v.Is(Kind::kMoney) &&
             SetByNumber(m, 1, context_.Text(v.decimal().ToString())) &&
             SetByNumber(m, 2, context_.Text(v.currency()));
    case Adapted::kDate:
      return v.Is(Kind::kDate) &&
             SetByNumber(m, 1, Value::Int(v.date().year())) &&
             SetByNumber(m, 2, Value::Int(v.date().month())) &&
             SetByNumber(m, 3, Value::Int(v.date().day()));
  }
  return false;
}

}  // namespace

Value BuildMessage(Context& context, const Descriptor* type,
                   absl::Span<const FieldDescriptor* const> fields,
                   absl::Span<const Value> values) {
  if (context.factory == nullptr) {
    return context.Error("unknown_type",
                         absl::StrCat("messages of type ", type->full_name(),
                                      " cannot be made here"));
  }
  std::unique_ptr<Message> m(context.factory->GetPrototype(type)->New());
  Writer writer(context);
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!writer.SetField(m.get(), fields[i], values[i])) {
      return context.Error(writer.code(), writer.error());
    }
  }
  return AdaptMessage(context, *context.arena.Own(std::move(m)), nullptr);
}

}  // namespace zhiheng::cel
