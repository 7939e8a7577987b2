// Which names of a descriptor pool are types, remembered: a pool searches the
// index of all its files each time, and an expression asks for every prefix of
// every name in every container.
//
// Not thread-safe. The pool must outlive it, and files added to the pool after
// a name was asked for are not seen under that name.
#ifndef SERVICES_RULES_CEL_CHECK_TYPE_NAMES_H_
#define SERVICES_RULES_CEL_CHECK_TYPE_NAMES_H_

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/container/flat_hash_map.h"

namespace zhiheng::cel {

class TypeNames {
 public:
  explicit TypeNames(const google::protobuf::DescriptorPool& pool)
      : pool_(pool) {}

  // Null when `full` is something else, or nothing.
  const google::protobuf::Descriptor* Message(const std::string& full) {
    const auto [it, added] = messages_.try_emplace(full, nullptr);
    if (added) it->second = pool_.FindMessageTypeByName(full);
    return it->second;
  }
  const google::protobuf::EnumDescriptor* Enum(const std::string& full) {
    const auto [it, added] = enums_.try_emplace(full, nullptr);
    if (added) it->second = pool_.FindEnumTypeByName(full);
    return it->second;
  }

 private:
  const google::protobuf::DescriptorPool& pool_;
  absl::flat_hash_map<std::string, const google::protobuf::Descriptor*>
      messages_;
  absl::flat_hash_map<std::string, const google::protobuf::EnumDescriptor*>
      enums_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_CHECK_TYPE_NAMES_H_
