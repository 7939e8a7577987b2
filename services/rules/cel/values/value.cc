#include "services/rules/cel/values/value.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/cel/syntax/escape.h"
#include "services/rules/cel/values/attribute.h"
#include "services/rules/cel/values/times.h"

namespace zhiheng::cel {
namespace {

constexpr uint32_t kYuan = 'C' | 'N' << 8 | 'Y' << 16;

std::string ListText(const ListValue& list, std::string (*one)(const Value&),
                     absl::string_view between) {
  std::vector<std::string> parts;
  for (int i = 0; i < list.size(); ++i) parts.push_back(one(list.Get(i)));
  return absl::StrJoin(parts, between);
}

std::string MapText(const MapValue& map, std::string (*one)(const Value&)) {
  std::vector<std::string> parts;
  for (int i = 0; i < map.size(); ++i) {
    parts.push_back(absl::StrCat(one(map.KeyAt(i)), ": ", one(map.ValueAt(i))));
  }
  return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
}

std::string DoubleText(double v) {
  std::string text = absl::StrCat(v);
  if (text.find_first_of(".enai") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

absl::string_view KindName(Kind kind) {
  constexpr std::array<absl::string_view, 20> kNames = {
      "null",      "bool",     "int",      "uint",  "double", "string", "bytes",
      "timestamp", "duration", "decimal",  "money", "date",   "list",   "map",
      "message",   "type",     "optional", "enum",  "error",  "unknown"};
  return kNames[static_cast<size_t>(kind)];
}

Value Value::Money(const zhiheng::Decimal& amount, absl::string_view currency) {
  Value r = Number(Kind::kMoney, amount);
  for (size_t i = 0; i < currency.size() && i < 3; ++i) {
    r.aux_ |= static_cast<uint32_t>(static_cast<unsigned char>(currency[i]))
              << (8 * i);
  }
  if (r.aux_ == 0) r.aux_ = kYuan;
  return r;
}

std::string Value::currency() const {
  std::string out;
  for (uint32_t bits = aux_; bits != 0; bits >>= 8) {
    out += static_cast<char>(bits & 0xFF);
  }
  return out;
}

std::string DebugString(const Value& v) {
  switch (v.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return v.bool_value() ? "true" : "false";
    case Kind::kInt:
      return absl::StrCat(v.int_value());
    case Kind::kUint:
      return absl::StrCat(v.uint_value(), "u");
    case Kind::kDouble:
      return DoubleText(v.double_value());
    case Kind::kString:
      return QuoteString(v.text());
    case Kind::kBytes:
      return QuoteBytes(v.text());
    case Kind::kTimestamp:
    case Kind::kDuration:
      return absl::StrCat(KindName(v.kind()), "(\"", DisplayString(v), "\")");
    case Kind::kDecimal:
      return absl::StrCat("decimal(\"", v.decimal().ToString(), "\")");
    case Kind::kMoney:
      return absl::StrCat("money(\"", v.decimal().ToString(), "\", \"",
                          v.currency(), "\")");
    case Kind::kDate:
      return absl::StrCat("date(\"", v.date().ToString(), "\")");
    case Kind::kList:
      return absl::StrCat("[", ListText(v.list(), DebugString, ", "), "]");
    case Kind::kMap:
      return MapText(v.map(), DebugString);
    case Kind::kMessage:
      return absl::StrCat(v.message()->GetDescriptor()->full_name(), "{",
                          v.message()->ShortDebugString(), "}");
    case Kind::kType:
      return v.type().name;
    case Kind::kOptional:
      return v.optional().has_value
                 ? absl::StrCat("optional(", DebugString(v.optional().value),
                                ")")
                 : "optional.none()";
    case Kind::kEnum:
      return absl::StrCat(v.enum_type()->full_name(), "(", v.enum_number(),
                          ")");
    case Kind::kError:
      return absl::StrCat("error(", v.error().code, ": ", v.error().message,
                          ")");
    case Kind::kUnknown:
      return absl::StrCat("unknown(",
                          absl::StrJoin(v.unknown().PathStrings(), ", "), ")");
  }
  return "";
}

std::string DisplayString(const Value& v) {
  switch (v.kind()) {
    case Kind::kString:
      return std::string(v.text());
    case Kind::kUint:
      return absl::StrCat(v.uint_value());
    case Kind::kTimestamp:
      return FormatTimestamp(v.seconds(), v.nanos());
    case Kind::kDuration:
      return FormatDuration(v.seconds(), v.nanos());
    case Kind::kDecimal:
      return v.decimal().ToString();
    case Kind::kMoney: {
      const std::string amount = v.decimal().ToGroupedString();
      return v.currency_bits() == kYuan
                 ? amount
                 : absl::StrCat(v.currency(), " ", amount);
    }
    case Kind::kDate:
      return v.date().ToString();
    case Kind::kList:
      return ListText(v.list(), DisplayString, "、");
    case Kind::kMap:
      return MapText(v.map(), DisplayString);
    case Kind::kOptional:
      return v.optional().has_value ? DisplayString(v.optional().value) : "";
    default:
      return DebugString(v);
  }
}

}  // namespace zhiheng::cel
