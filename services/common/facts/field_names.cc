#include "services/common/facts/field_names.h"

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/text.h"

namespace zhiheng {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

// A longer list of fields is no help to read.
constexpr int kListedFields = 16;

// Protobuf's own rule for JSON names.
std::string CamelCase(const std::string& name) {
  std::string out;
  bool upper = false;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      out.push_back(upper ? absl::ascii_toupper(c) : c);
      upper = false;
    }
  }
  return out;
}

// ROLE_ for Role, SIGN_RELATION_ for SignRelation.
std::string EnumPrefix(const EnumDescriptor& type) {
  std::string out;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(c) && !out.empty()) out.push_back('_');
    out.push_back(absl::ascii_toupper(c));
  }
  return out + "_";
}

}  // namespace

const FieldDescriptor* FindFieldByAnyName(const Descriptor& type,
                                          absl::string_view name) {
  const std::string key(name);
  if (const FieldDescriptor* field = type.FindFieldByName(key)) return field;
  if (const FieldDescriptor* field = type.FindFieldByCamelcaseName(key)) {
    return field;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == key) return type.field(i);
  }
  return nullptr;
}

std::string FieldPathName(const FieldDescriptor& field) {
  return field.json_name() == CamelCase(field.name()) ? field.name()
                                                      : field.json_name();
}

std::string JoinPath(absl::string_view path, absl::string_view name) {
  return path.empty() ? std::string(name) : absl::StrCat(path, ".", name);
}

std::string UnknownFieldHint(const Descriptor& type, absl::string_view name) {
  std::vector<std::string> names, all;
  for (int i = 0; i < type.field_count(); ++i) {
    names.push_back(FieldPathName(*type.field(i)));
    all.push_back(names.back());
    all.push_back(type.field(i)->json_name());
  }
  const std::string near = NearestWord(name, all);
  if (!near.empty()) {
    return absl::StrCat("did you mean ",
                        FieldPathName(*FindFieldByAnyName(type, near)), "?");
  }
  if (names.empty() || static_cast<int>(names.size()) > kListedFields) {
    return "";
  }
  return absl::StrCat("the fields here are ", absl::StrJoin(names, ", "));
}

std::string CanonicalFieldPath(const Descriptor& type, absl::string_view path) {
  const Descriptor* at = &type;
  std::string out;
  for (const absl::string_view word : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        at == nullptr ? nullptr : FindFieldByAnyName(*at, word);
    if (!out.empty()) out.push_back('.');
    absl::StrAppend(&out, field == nullptr ? std::string(word) : field->name());
    at = field == nullptr ? nullptr : field->message_type();
  }
  return out;
}

const EnumValueDescriptor* FindEnumValue(const EnumDescriptor& type,
                                         absl::string_view name) {
  const std::string key(name);
  const EnumValueDescriptor* value = type.FindValueByName(key);
  if (value == nullptr) value = type.FindValueByName(EnumPrefix(type) + key);
  int number = 0;
  if (value == nullptr && absl::SimpleAtoi(name, &number)) {
    value = type.FindValueByNumber(number);
  }
  return value;
}

std::string ShortEnumName(const EnumValueDescriptor& value) {
  const std::string prefix = EnumPrefix(*value.type());
  return absl::StartsWith(value.name(), prefix)
             ? value.name().substr(prefix.size())
             : value.name();
}

std::string EnumHint(const EnumDescriptor& type, absl::string_view name) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;  // …_UNSPECIFIED
    names.push_back(ShortEnumName(*type.value(i)));
  }
  std::string upper = absl::AsciiStrToUpper(name);
  const std::string prefix = EnumPrefix(type);
  if (absl::StartsWith(upper, prefix)) upper = upper.substr(prefix.size());
  const std::string near = NearestWord(upper, names);
  const std::string list = absl::StrCat("one of ", absl::StrJoin(names, ", "));
  return near.empty() ? list : absl::StrCat("did you mean ", near, "? ", list);
}

}  // namespace zhiheng
