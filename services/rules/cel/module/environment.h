// What expressions may name: message types, variables, constants, functions.
//
// EnvironmentBuilder: one thread. Environment: immutable, thread-safe, shared.
// The DescriptorPool must outlive the environment and all that is made of it.
#ifndef SERVICES_RULES_CEL_MODULE_ENVIRONMENT_H_
#define SERVICES_RULES_CEL_MODULE_ENVIRONMENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/constant.h"

namespace google::protobuf {
class DescriptorPool;
class Descriptor;
class MessageFactory;
}  // namespace google::protobuf

namespace zhiheng::cel {

class Environment;  // internal; see environment_impl.h
struct Overload;    // functions/registry.h

// Ways to read and run the language other than the one packs have.
struct LanguageOptions {
  // Enums are types of their own instead of ints.
  bool strong_enums = false;
  // Off: expressions are evaluated as they were parsed; what does not fit is an
  // error value instead of an issue.
  bool check_types = true;
  // Off: the program does everything when it is evaluated. For comparison.
  bool fold = true;
};

class EnvironmentBuilder {
 public:
  // `pool` finds message types by full name: the generated pool, or a dynamic
  // one. `factory` makes messages of a dynamic pool; null is fine when no
  // expression builds a message or unpacks an Any.
  explicit EnvironmentBuilder(
      const google::protobuf::DescriptorPool* pool,
      google::protobuf::MessageFactory* factory = nullptr);
  ~EnvironmentBuilder();

  // Type names resolve in the container first: "zhiheng.facts.v1".
  EnvironmentBuilder& SetContainer(absl::string_view name);
  EnvironmentBuilder& AddVariable(absl::string_view name, Type type);
  EnvironmentBuilder& AddConstant(absl::string_view name, ConstantValue value);
  // Packs hold this off: no double literal, no expression of type double.
  EnvironmentBuilder& AllowDouble(bool allow);
  EnvironmentBuilder& SetOptions(const LanguageOptions& options);
  // One more overload of a function, new or known. Without an implementation
  // it is only declared: calls are checked, and fail when they are evaluated.
  EnvironmentBuilder& AddFunction(absl::string_view name, Overload overload);

  // INVALID_ARGUMENT: a name declared twice, or not an identifier.
  absl::StatusOr<std::shared_ptr<const Environment>> Build();

 private:
  std::unique_ptr<Environment> env_;
  std::vector<std::string> mistakes_;
};

// What the names of an environment mean, for tools that check expressions
// without compiling them. Lives as long as the environment.
struct Scope;
const Scope& ScopeOf(const Environment& environment);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_MODULE_ENVIRONMENT_H_
