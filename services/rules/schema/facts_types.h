// The facts types that packs can be over: those built in, and those that a
// folder of packs brings along as .proto sources or FileDescriptorSets.
//
// FactsTypes: immutable, thread-safe, shared. Messages made from it must die
// before it does; whoever holds one holds the FactsTypes too.
#ifndef SERVICES_RULES_SCHEMA_FACTS_TYPES_H_
#define SERVICES_RULES_SCHEMA_FACTS_TYPES_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::rules {

class FactsTypes {
 public:
  FactsTypes();

  // Built-in types, and those of the folder.
  const google::protobuf::DescriptorPool* pool() const { return &pool_; }
  google::protobuf::MessageFactory* factory() const { return &factory_; }
  // nullptr when there is no such message type.
  const google::protobuf::Descriptor* Find(absl::string_view full_name) const;
  // An empty message of a type found here.
  std::unique_ptr<google::protobuf::Message> New(
      const google::protobuf::Descriptor* type) const;
  // The same on `arena`, which owns it.
  google::protobuf::Message* New(const google::protobuf::Descriptor* type,
                                 google::protobuf::Arena* arena) const;

  // Full names of the message types that were brought along, in the order of
  // their files.
  const std::vector<std::string>& brought() const { return brought_; }

 private:
  friend class FactsTypesReader;
  // In this order: the factory goes before the pool.
  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::vector<std::string> brought_;
};

// Only what is built in.
std::shared_ptr<const FactsTypes> BuiltInFactsTypes();

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_SCHEMA_FACTS_TYPES_H_
