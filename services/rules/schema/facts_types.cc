#include "services/rules/schema/facts_types.h"

#include <google/protobuf/message.h>

#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng::rules {

FactsTypes::FactsTypes()
    : pool_(google::protobuf::DescriptorPool::generated_pool()),
      factory_(&pool_) {
  // Naming the type keeps the facts' descriptors in a statically linked
  // program.
  zhiheng::facts::v1::Subject::descriptor();
  // Built-in types within types that were brought are the generated classes.
  factory_.SetDelegateToGeneratedFactory(true);
}

const google::protobuf::Descriptor* FactsTypes::Find(
    absl::string_view full_name) const {
  return pool_.FindMessageTypeByName(
      std::string(full_name.data(), full_name.size()));
}

std::unique_ptr<google::protobuf::Message> FactsTypes::New(
    const google::protobuf::Descriptor* type) const {
  return std::unique_ptr<google::protobuf::Message>(
      factory_.GetPrototype(type)->New());
}

google::protobuf::Message* FactsTypes::New(
    const google::protobuf::Descriptor* type,
    google::protobuf::Arena* arena) const {
  return factory_.GetPrototype(type)->New(arena);
}

std::shared_ptr<const FactsTypes> BuiltInFactsTypes() {
  static const auto& types = *new std::shared_ptr<const FactsTypes>(
      std::make_shared<const FactsTypes>());
  return types;
}

}  // namespace zhiheng::rules
