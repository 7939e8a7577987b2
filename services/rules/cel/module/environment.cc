#include "services/rules/cel/module/environment.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/cel/module/environment_impl.h"
#include "services/rules/cel/values/constant_value.h"

namespace zhiheng::cel {
namespace {

bool IsName(absl::string_view name) {
  if (name.empty() || absl::ascii_isdigit(name[0])) return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(c) && c != '_' && c != '.') return false;
  }
  return true;
}

Value NotImplemented(Context& c, absl::Span<const Value>) {
  return c.Error("not_implemented", "the function is declared, nothing more");
}

}  // namespace

EnvironmentBuilder::EnvironmentBuilder(
    const google::protobuf::DescriptorPool* pool,
    google::protobuf::MessageFactory* factory)
    : env_(std::make_unique<Environment>()) {
  env_->scope.pool = pool;
  env_->scope.functions = &FunctionRegistry::House();
  if (factory == nullptr &&
      pool == google::protobuf::DescriptorPool::generated_pool()) {
    factory = google::protobuf::MessageFactory::generated_factory();
  }
  env_->factory = factory;
  env_->context.pool = pool;
  env_->context.factory = factory;
}
EnvironmentBuilder::~EnvironmentBuilder() = default;

EnvironmentBuilder& EnvironmentBuilder::SetContainer(absl::string_view name) {
  env_->scope.container = std::string(name);
  return *this;
}

EnvironmentBuilder& EnvironmentBuilder::AddVariable(absl::string_view name,
                                                    Type type) {
  if (!IsName(name))
    mistakes_.push_back(absl::StrCat("\"", name, "\" is not a name"));
  if (!env_->scope.names.emplace(std::string(name), type).second) {
    mistakes_.push_back(absl::StrCat(name, " is declared twice"));
  }
  env_->variables.emplace_back(std::string(name), std::move(type));
  return *this;
}

EnvironmentBuilder& EnvironmentBuilder::AddConstant(absl::string_view name,
                                                    ConstantValue value) {
  if (!IsName(name))
    mistakes_.push_back(absl::StrCat("\"", name, "\" is not a name"));
  if (!env_->scope.names.emplace(std::string(name), value.type()).second) {
    mistakes_.push_back(absl::StrCat(name, " is declared twice"));
  }
  env_->constants[std::string(name)] = MakeValue(env_->context, value);
  return *this;
}

EnvironmentBuilder& EnvironmentBuilder::AllowDouble(bool allow) {
  env_->scope.allow_double = allow;
  return *this;
}

EnvironmentBuilder& EnvironmentBuilder::SetOptions(
    const LanguageOptions& options) {
  env_->scope.strong_enums = options.strong_enums;
  env_->scope.check_types = options.check_types;
  env_->context.strong_enums = options.strong_enums;
  env_->fold = options.fold;
  return *this;
}

EnvironmentBuilder& EnvironmentBuilder::AddFunction(absl::string_view name,
                                                    Overload overload) {
  if (!IsName(name))
    mistakes_.push_back(absl::StrCat("\"", name, "\" is not a name"));
  if (env_->functions == nullptr) {
    env_->functions =
        std::make_unique<FunctionRegistry>(*env_->scope.functions);
    env_->scope.functions = env_->functions.get();
  }
  if (overload.impl == nullptr) {
    overload.impl = NotImplemented;
    overload.pure = false;
  }
  env_->functions->Add(name, std::move(overload));
  return *this;
}

absl::StatusOr<std::shared_ptr<const Environment>> EnvironmentBuilder::Build() {
  if (env_ == nullptr)
    return absl::FailedPreconditionError("Build() was called twice");
  if (!mistakes_.empty())
    return absl::InvalidArgumentError(absl::StrJoin(mistakes_, "; "));
  return std::shared_ptr<const Environment>(std::move(env_));
}

const Scope& ScopeOf(const Environment& environment) {
  return environment.scope;
}

}  // namespace zhiheng::cel
