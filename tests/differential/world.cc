#include "tests/differential/world.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include "tests/differential/facts.pb.h"

namespace zhiheng::differential {
namespace {

void CopyFile(const google::protobuf::FileDescriptor* file,
              google::protobuf::DescriptorPool* pool) {
  if (pool->FindFileByName(file->name()) != nullptr) return;
  for (int i = 0; i < file->dependency_count(); ++i) {
    CopyFile(file->dependency(i), pool);
  }
  google::protobuf::FileDescriptorProto proto;
  file->CopyTo(&proto);
  pool->BuildFile(proto);
}

}  // namespace

std::unique_ptr<World> World::Make(Messages kind, bool fold) {
  std::unique_ptr<World> world(new World());
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  world->factory_ = google::protobuf::MessageFactory::generated_factory();
  if (kind == Messages::kDynamic) {
    CopyFile(Facts::descriptor()->file(), &world->pool_);
    pool = &world->pool_;
    world->dynamic_ =
        std::make_unique<google::protobuf::DynamicMessageFactory>(pool);
    world->factory_ = world->dynamic_.get();
  }
  const auto* facts =
      pool->FindMessageTypeByName(Facts::descriptor()->full_name());
  cel::EnvironmentBuilder builder(pool, world->factory_);
  cel::LanguageOptions options;
  options.fold = fold;
  builder.SetContainer("zhiheng.differential")
      .AllowDouble(true)
      .SetOptions(options);
  builder.AddVariable("f", cel::Type::OfMessage(facts));
  world->environment_ = *builder.Build();
  world->scope_.pool = pool;
  world->scope_.functions = &cel::FunctionRegistry::House();
  world->scope_.container = "zhiheng.differential";
  world->scope_.names["f"] = cel::Type::OfMessage(facts);
  return world;
}

std::unique_ptr<google::protobuf::Message> World::NewFacts() const {
  return std::unique_ptr<google::protobuf::Message>(
      factory_->GetPrototype(scope_.names.at("f").message())->New());
}

}  // namespace zhiheng::differential
