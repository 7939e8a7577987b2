// The types and names that generated expressions are about, over generated
// messages or over the same types made from descriptors while running, with
// calls on constants evaluated beforehand (folded) or each time.
//
// Immutable after Make(); the messages it makes must not outlive it.
#ifndef TESTS_DIFFERENTIAL_WORLD_H_
#define TESTS_DIFFERENTIAL_WORLD_H_

#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <string>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/module/environment.h"

namespace zhiheng::differential {

class World {
 public:
  enum class Messages { kGenerated, kDynamic };
  static std::unique_ptr<World> Make(Messages kind, bool fold);

  const cel::Scope& scope() const { return scope_; }
  const std::shared_ptr<const cel::Environment>& environment() const {
    return environment_;
  }
  google::protobuf::MessageFactory* factory() const { return factory_; }
  // An empty message of this world's Facts.
  std::unique_ptr<google::protobuf::Message> NewFacts() const;

 private:
  World() = default;
  google::protobuf::DescriptorPool pool_;
  std::unique_ptr<google::protobuf::DynamicMessageFactory> dynamic_;
  google::protobuf::MessageFactory* factory_ = nullptr;
  cel::Scope scope_;
  std::shared_ptr<const cel::Environment> environment_;
};

}  // namespace zhiheng::differential

#endif  // TESTS_DIFFERENTIAL_WORLD_H_
