#include "cel40/engine_subject.h"

#include <yaml-cpp/yaml.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/rules/cel/module/environment.h"

namespace zhiheng::bench {

EngineSubject::EngineSubject(std::shared_ptr<const cel::Module> module,
                             std::vector<cel::ExprId> rules)
    : module_(std::move(module)),
      rules_(std::move(rules)),
      evaluation_(*module_) {}

absl::StatusOr<std::unique_ptr<EngineSubject>> EngineSubject::Create(
    const std::string& rules_file) {
  cel::EnvironmentBuilder builder(
      google::protobuf::DescriptorPool::generated_pool());
  builder.AllowDouble(true);
  builder.AddVariable("label", cel::Type::OfMessage(v1::Label::descriptor()));
  ASSIGN_OR_RETURN(const std::shared_ptr<const cel::Environment> environment,
                   builder.Build());
  cel::ModuleBuilder module(environment);
  std::vector<cel::ExprId> rules;
  for (const YAML::Node& rule : YAML::LoadFile(rules_file)["rules"]) {
    const std::string text = rule["expr"].as<std::string>();
    const cel::Added added = module.Add(text, cel::Type::Bool());
    if (!added.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(rule["id"].as<std::string>(), ": ",
                       cel::RenderIssue(text, added.issues.front())));
    }
    rules.push_back(added.id);
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const cel::Module> built, module.Build());
  return std::unique_ptr<EngineSubject>(
      new EngineSubject(std::move(built), std::move(rules)));
}

Broken EngineSubject::Check(const v1::Label& label) {
  evaluation_.Reset();
  (void)evaluation_.Bind("label", label);
  Broken broken;
  for (size_t i = 0; i < rules_.size(); ++i) {
    broken.set(i, !evaluation_.Evaluate(rules_[i]).IsTrue());
  }
  return broken;
}

}  // namespace zhiheng::bench
