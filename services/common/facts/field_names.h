// How people name fields and enum values, and how paths print: the same names
// in files, in evidence and in the list of missing facts.
//
// Stateless, thread-safe. Descriptors must outlive the call only.
#ifndef SERVICES_COMMON_FACTS_FIELD_NAMES_H_
#define SERVICES_COMMON_FACTS_FIELD_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace google::protobuf {
class Descriptor;
class EnumDescriptor;
class EnumValueDescriptor;
class FieldDescriptor;
}  // namespace google::protobuf

namespace zhiheng {

// The field called `name` in snake_case, camelCase or by its own JSON name
// (`case`); nullptr when there is none.
const google::protobuf::FieldDescriptor* FindFieldByAnyName(
    const google::protobuf::Descriptor& type, absl::string_view name);

// The name in paths: snake_case, or the JSON name where the proto chose one.
std::string FieldPathName(const google::protobuf::FieldDescriptor& field);

// `path` + `.` + `name`; just `name` below an empty path.
std::string JoinPath(absl::string_view path, absl::string_view name);

// "did you mean …?", or the fields there are when few, or empty.
std::string UnknownFieldHint(const google::protobuf::Descriptor& type,
                             absl::string_view name);

// `fertilizer.totalNutrients` as `fertilizer.total_nutrients`; what is not
// known below `type` stays as it is.
std::string CanonicalFieldPath(const google::protobuf::Descriptor& type,
                               absl::string_view path);

// By full name, by name without the prefix that repeats the enum's name
// (SELLER for ROLE_SELLER), or by number; nullptr when there is none.
const google::protobuf::EnumValueDescriptor* FindEnumValue(
    const google::protobuf::EnumDescriptor& type, absl::string_view name);

// SELLER for ROLE_SELLER.
std::string ShortEnumName(const google::protobuf::EnumValueDescriptor& value);

// "one of A, B, C", with a "did you mean" in front when one is near.
std::string EnumHint(const google::protobuf::EnumDescriptor& type,
                     absl::string_view name);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_FACTS_FIELD_NAMES_H_
