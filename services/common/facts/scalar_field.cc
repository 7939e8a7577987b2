#include "services/common/facts/scalar_field.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/time_util.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/facts/field_names.h"

namespace zhiheng {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Kind = ValueNode::Kind;

FactsProblem Wrong(const ValueNode& value, std::string reason, std::string rule,
                   std::string hint) {
  FactsProblem problem;
  problem.reason = std::move(reason);
  problem.value = ShortValue(value.text);
  problem.rule = std::move(rule);
  problem.hint = std::move(hint);
  return problem;
}

bool IsBoolWord(absl::string_view text) {
  return text == "true" || text == "false";
}

// Whether an unquoted word may be meant as text: in YAML it may, save for the
// words that mean something else; in JSON it never is.
std::optional<FactsProblem> CheckIsText(const ValueNode& value, bool strict) {
  if (value.kind == Kind::kQuoted) return std::nullopt;
  if (!strict && !IsBoolWord(value.text)) return std::nullopt;
  return Wrong(
      value, "WRONG_TYPE", "a text is expected here",
      absl::StrCat("put it in quotes: \"", ShortValue(value.text), "\""));
}

std::optional<FactsProblem> ParseBool(const ValueNode& value, bool* out) {
  if (value.kind == Kind::kPlain && IsBoolWord(value.text)) {
    *out = value.text == "true";
    return std::nullopt;
  }
  std::string hint = "write true or false";
  if (IsBoolWord(value.text)) hint = "leave the quotes out";
  return Wrong(value, "WRONG_TYPE", "true or false is expected here",
               std::move(hint));
}

template <typename Int>
std::optional<FactsProblem> ParseInt(const ValueNode& value, Int* out) {
  if (absl::SimpleAtoi(value.text, out) && !absl::StartsWith(value.text, "+")) {
    return std::nullopt;
  }
  return Wrong(
      value, "WRONG_TYPE",
      absl::StrCat("a whole number from ", std::numeric_limits<Int>::min(),
                   " to ", std::numeric_limits<Int>::max(),
                   " is expected here"),
      "");
}

std::optional<FactsProblem> ParseDouble(const ValueNode& value, double* out) {
  if (absl::SimpleAtod(value.text, out) && std::isfinite(*out)) {
    return std::nullopt;
  }
  return Wrong(value, "WRONG_TYPE", "a number is expected here", "");
}

// Sets or appends, by whether the field is a list.
#define ZH_PUT(Name, v)                                   \
  do {                                                    \
    if (field->is_repeated()) {                           \
      reflection.Add##Name(message, field, std::move(v)); \
    } else {                                              \
      reflection.Set##Name(message, field, std::move(v)); \
    }                                                     \
    return std::nullopt;                                  \
  } while (false)

std::optional<FactsProblem> SetText(const ValueNode& value, bool strict,
                                    const FieldDescriptor* field,
                                    Message* message) {
  const Reflection& reflection = *message->GetReflection();
  if (auto wrong = CheckIsText(value, strict)) return wrong;
  std::string text = value.text;
  if (field->type() == FieldDescriptor::TYPE_BYTES &&
      !absl::Base64Unescape(value.text, &text)) {
    return Wrong(value, "WRONG_TYPE", "bytes are written in base64", "");
  }
  ZH_PUT(String, text);
}

std::optional<FactsProblem> SetEnum(const ValueNode& value,
                                    const FieldDescriptor* field,
                                    Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const auto* found = FindEnumValue(*field->enum_type(), value.text);
  if (found == nullptr) {
    return Wrong(value, "UNKNOWN_ENUM_VALUE",
                 absl::StrCat("no value of ", field->enum_type()->name(), ": ",
                              ShortValue(value.text)),
                 EnumHint(*field->enum_type(), value.text));
  }
  int number = found->number();
  ZH_PUT(EnumValue, number);
}

bool ReadDigits(absl::string_view text, size_t least, size_t most, int* out) {
  if (text.size() < least || text.size() > most) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return absl::SimpleAtoi(text, out);
}

std::optional<FactsProblem> SetDate(const ValueNode& value, Message* message) {
  const std::vector<absl::string_view> parts = absl::StrSplit(value.text, '-');
  int numbers[3] = {0, 0, 0};
  bool good = parts.size() <= 3 && ReadDigits(parts[0], 4, 4, &numbers[0]);
  for (size_t i = 1; good && i < parts.size(); ++i) {
    // A zero would pass for "not known".
    good = ReadDigits(parts[i], 2, 2, &numbers[i]) && numbers[i] != 0;
  }
  if (!good) {
    const bool day_shaped =
        parts.size() == 3 && parts[1].size() == 2 && parts[2].size() == 2;
    return Wrong(value, day_shaped ? "IMPOSSIBLE_DATE" : "MALFORMED_DATE",
                 absl::StrCat(day_shaped ? "not a day of the calendar: "
                                         : "not a date: ",
                              ShortValue(value.text)),
                 "write 2024-09-30, or 2024-09 when the day is not known");
  }
  const char* const names[] = {"year", "month", "day"};
  for (int i = 0; i < 3; ++i) {
    message->GetReflection()->SetInt32(
        message, message->GetDescriptor()->FindFieldByName(names[i]),
        numbers[i]);
  }
  return std::nullopt;
}

std::optional<FactsProblem> SetTimestamp(const ValueNode& value,
                                         Message* message) {
  google::protobuf::Timestamp time;
  if (!google::protobuf::util::TimeUtil::FromString(value.text, &time)) {
    return Wrong(value, "MALFORMED_TIME", "not an instant",
                 "write 2024-09-30T12:00:00Z");
  }
  // Through bytes: `message` may be of a dynamic type.
  message->ParseFromString(time.SerializeAsString());
  return std::nullopt;
}

bool IsWrapper(const std::string& type) {
  return type == "google.protobuf.StringValue" ||
         type == "google.protobuf.BytesValue" ||
         type == "google.protobuf.BoolValue" ||
         type == "google.protobuf.Int32Value" ||
         type == "google.protobuf.Int64Value" ||
         type == "google.protobuf.UInt32Value" ||
         type == "google.protobuf.UInt64Value" ||
         type == "google.protobuf.FloatValue" ||
         type == "google.protobuf.DoubleValue";
}

}  // namespace

bool IsNullValue(const ValueNode& value) {
  return value.kind == Kind::kPlain &&
         (value.text == "null" || value.text == "~" || value.text.empty());
}

std::optional<FactsProblem> SetScalarField(const ValueNode& value, bool strict,
                                           const FieldDescriptor* field,
                                           Message* message) {
  const Reflection& reflection = *message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(value, strict, field, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(value, field, message);
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool flag = false;
      if (auto wrong = ParseBool(value, &flag)) return wrong;
      ZH_PUT(Bool, flag);
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t number = 0;
      if (auto wrong = ParseInt(value, &number)) return wrong;
      ZH_PUT(Int32, number);
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      int64_t number = 0;
      if (auto wrong = ParseInt(value, &number)) return wrong;
      ZH_PUT(Int64, number);
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      uint32_t number = 0;
      if (auto wrong = ParseInt(value, &number)) return wrong;
      ZH_PUT(UInt32, number);
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      uint64_t number = 0;
      if (auto wrong = ParseInt(value, &number)) return wrong;
      ZH_PUT(UInt64, number);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double number = 0;
      if (auto wrong = ParseDouble(value, &number)) return wrong;
      ZH_PUT(Double, number);
    }
    case FieldDescriptor::CPPTYPE_FLOAT: {
      double number = 0;
      if (auto wrong = ParseDouble(value, &number)) return wrong;
      float narrow = static_cast<float>(number);
      ZH_PUT(Float, narrow);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return Wrong(value, "WRONG_TYPE", "a map of fields is expected here", "");
}
#undef ZH_PUT

std::optional<FactsProblem> SetShortForm(const ValueNode& value, bool strict,
                                         Message* message) {
  const google::protobuf::Descriptor& type = *message->GetDescriptor();
  const Reflection& reflection = *message->GetReflection();
  const std::string& name = type.full_name();
  if (name == "zhiheng.type.v1.Decimal" || name == "zhiheng.type.v1.Money") {
    const char* text = name == "zhiheng.type.v1.Money" ? "amount" : "value";
    reflection.SetString(message, type.FindFieldByName(text), value.text);
    return std::nullopt;
  }
  if (name == "zhiheng.type.v1.Date") return SetDate(value, message);
  if (name == "google.protobuf.Timestamp") return SetTimestamp(value, message);
  if (IsWrapper(name)) {
    return SetScalarField(value, strict, type.field(0), message);
  }
  if (name == "google.protobuf.FieldMask") {
    const FieldDescriptor* paths = type.FindFieldByName("paths");
    for (const auto path : absl::StrSplit(value.text, ',', absl::SkipEmpty())) {
      reflection.AddString(message, paths, std::string(path));
    }
    return std::nullopt;
  }
  return Wrong(
      value, "WRONG_TYPE",
      absl::StrCat("a map of fields of ", type.name(), " is expected here"),
      UnknownFieldHint(type, ""));
}

}  // namespace zhiheng
