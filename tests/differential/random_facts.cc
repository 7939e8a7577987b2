#include "tests/differential/random_facts.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/wrappers.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/types/type.h"
#include "tests/differential/facts.pb.h"
#include "tests/differential/literals.h"

namespace zhiheng::differential {
namespace {

using cel::Adapted;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Number(const Message& m, int number) {
  return m.GetDescriptor()->FindFieldByNumber(number);
}

void FillText(Message* m, int number, const std::string& text) {
  m->GetReflection()->SetString(m, Number(*m, number), text);
}

void FillTime(Random& r, Message* m, bool timestamp) {
  constexpr int64_t kSeconds[] = {0,  1,       -1,         1700000000,
                                  60, 5025600, -999999999, 253402300799};
  int64_t seconds = r.Pick(kSeconds);
  if (!timestamp && seconds > 100'000'000'000) seconds = 315'576'000'000;
  int nanos = r.Percent(60) ? 0 : static_cast<int>(r.Below(1'000'000'000));
  if (!timestamp && seconds < 0) nanos = -nanos;
  m->GetReflection()->SetInt64(m, Number(*m, 1), seconds);
  m->GetReflection()->SetInt32(m, Number(*m, 2), nanos);
}

void FillDate(Random& r, Message* m) {
  const int year = r.Percent(90) ? 2020 + static_cast<int>(r.Below(6))
                                 : static_cast<int>(r.Below(10001));
  const int month = r.Percent(85) ? 1 + static_cast<int>(r.Below(12)) : 0;
  const int day = r.Percent(85) ? 1 + static_cast<int>(r.Below(29)) : 0;
  m->GetReflection()->SetInt32(m, Number(*m, 1), year);
  m->GetReflection()->SetInt32(m, Number(*m, 2), month);
  m->GetReflection()->SetInt32(m, Number(*m, 3), day);
}

void FillAny(Random& r, Message* m) {
  google::protobuf::Int64Value number;
  number.set_value(IntegerOf(r));
  Part part;
  FillMessage(r, &part, 1);
  const Message& inside = r.Percent(60) ? static_cast<const Message&>(part)
                                        : static_cast<const Message&>(number);
  FillText(m, 1,
           absl::StrCat("type.googleapis.com/",
                        r.Percent(90) ? inside.GetDescriptor()->full_name()
                                      : std::string("no.such.Type")));
  m->GetReflection()->SetString(m, Number(*m, 2), inside.SerializeAsString());
}

// True when the message's meaning is not simply that of its fields.
bool FillAdapted(Random& r, Message* m) {
  switch (cel::AdaptedKind(m->GetDescriptor())) {
    case Adapted::kTimestamp:
    case Adapted::kDuration:
      FillTime(r, m,
               cel::AdaptedKind(m->GetDescriptor()) == Adapted::kTimestamp);
      return true;
    case Adapted::kAny:
      FillAny(r, m);
      return true;
    case Adapted::kMoney:
      if (r.Percent(30)) FillText(m, 2, r.Percent(70) ? "USD" : "EUR");
      FillText(m, 1, r.Percent(96) ? DecimalText(r) : PlainString(r));
      return true;
    case Adapted::kDecimal:
      FillText(m, 1, r.Percent(96) ? DecimalText(r) : PlainString(r));
      return true;
    case Adapted::kDate:
      FillDate(r, m);
      return true;
    default:
      return false;
  }
}

void SetScalar(Random& r, Message* m, const FieldDescriptor* f) {
  const auto& ref = *m->GetReflection();
  const bool many = f->is_repeated();
  switch (f->cpp_type()) {
#define ZHIHENG_SET(KIND, NAME, VALUE)  \
  case FieldDescriptor::CPPTYPE_##KIND: \
    return many ? ref.Add##NAME(m, f, VALUE) : ref.Set##NAME(m, f, VALUE);
    ZHIHENG_SET(INT32, Int32, static_cast<int32_t>(IntegerOf(r)))
    ZHIHENG_SET(INT64, Int64, IntegerOf(r))
    ZHIHENG_SET(UINT32, UInt32, static_cast<uint32_t>(r.Below(6)))
    ZHIHENG_SET(UINT64, UInt64, static_cast<uint64_t>(IntegerOf(r)))
    ZHIHENG_SET(DOUBLE, Double, DoubleOf(r))
    ZHIHENG_SET(FLOAT, Float, static_cast<float>(r.Below(9)) / 2)
    ZHIHENG_SET(BOOL, Bool, r.Percent(50))
    ZHIHENG_SET(ENUM, EnumValue, static_cast<int>(r.Below(4)))
    ZHIHENG_SET(STRING, String, PlainString(r))
#undef ZHIHENG_SET
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;
  }
}

void FillMap(Random& r, Message* m, const FieldDescriptor* f, int depth) {
  // The last of equal keys wins when a map is written or read again, so keys
  // must differ here.
  const auto& ref = *m->GetReflection();
  for (int i = 0; i < static_cast<int>(r.Below(4)); ++i) {
    Message* entry = ref.AddMessage(m, f);
    const FieldDescriptor* key = f->message_type()->map_key();
    const auto& e = *entry->GetReflection();
    if (key->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      constexpr const char* kKeys[] = {"a", "b", "甲", "x y"};
      e.SetString(entry, key, kKeys[i]);
    } else if (key->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      e.SetInt64(entry, key, i * 2 - 1);
    } else if (key->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
      e.SetUInt32(entry, key, static_cast<uint32_t>(i));
    } else {
      e.SetBool(entry, key, i == 1);
    }
    const FieldDescriptor* value = f->message_type()->map_value();
    if (value->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      FillMessage(r, e.MutableMessage(entry, value), depth - 1);
    } else {
      SetScalar(r, entry, value);
    }
    if (key->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && i == 1) return;
  }
}

void FillField(Random& r, Message* m, const FieldDescriptor* f, int depth) {
  if (f->is_map()) return FillMap(r, m, f, depth);
  const size_t count = f->is_repeated() ? r.Below(4) : 1;
  for (size_t i = 0; i < count; ++i) {
    if (f->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      SetScalar(r, m, f);
    } else if (depth > 0) {
      const auto& ref = *m->GetReflection();
      FillMessage(
          r, f->is_repeated() ? ref.AddMessage(m, f) : ref.MutableMessage(m, f),
          depth - 1);
    }
  }
}

}  // namespace

void FillMessage(Random& r, Message* message, int depth) {
  if (FillAdapted(r, message)) return;
  const bool wrapper =
      cel::AdaptedKind(message->GetDescriptor()) == Adapted::kWrapper;
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    if (wrapper || r.Percent(60)) {
      FillField(r, message, message->GetDescriptor()->field(i), depth);
    }
  }
}

cel::Knowledge RandomKnowledge(Random& r,
                               const std::vector<std::string>& paths) {
  cel::Knowledge out;
  out.unset = r.Percent(50) ? cel::Unset::kIsUnknown : cel::Unset::kIsAbsent;
  const auto pattern = [&] {
    std::string path = r.Pick(paths);
    constexpr const char* kSteps[] = {"[*]",     "[0]",   "[1]",
                                      "[\"a\"]", ".name", "[0].name"};
    if (r.Percent(30)) path += r.Pick(kSteps);
    return path;
  };
  for (size_t i = r.Below(3); i > 0; --i) out.unknown.push_back(pattern());
  for (size_t i = r.Below(3); i > 0; --i) out.absent.push_back(pattern());
  return out;
}

}  // namespace zhiheng::differential
