#include "services/rules/cel/values/enums.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {

Value MakeEnum(Context& context, const google::protobuf::EnumDescriptor* type,
               const Value& from) {
  if (from.IsAbnormal()) return from;
  if (from.Is(Kind::kInt)) {
    if (from.int_value() < INT32_MIN || from.int_value() > INT32_MAX) {
      return context.Error(
          "range", absl::StrCat(from.int_value(), " is out of the range of ",
                                type->full_name()));
    }
    return Value::Enum(type, static_cast<int>(from.int_value()));
  }
  if (from.Is(Kind::kString)) {
    const auto* value = type->FindValueByName(std::string(from.text()));
    if (value != nullptr) return Value::Enum(type, value->number());
    return context.Error(
        "conversion",
        absl::StrCat(type->full_name(), " has no value ", from.text()));
  }
  return context.NoOverload(type->full_name(), {&from, 1});
}

}  // namespace zhiheng::cel
