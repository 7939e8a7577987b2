#include "cel40/engine_subject.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cel40/rules_file.h"
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
  return Create(rules_file, v1::Label::descriptor(),
                google::protobuf::MessageFactory::generated_factory());
}

absl::StatusOr<std::unique_ptr<EngineSubject>> EngineSubject::Create(
    const std::string& rules_file, const google::protobuf::Descriptor* label,
    google::protobuf::MessageFactory* factory) {
  cel::EnvironmentBuilder builder(label->file()->pool(), factory);
  builder.AllowDouble(true);
  builder.AddVariable("label", cel::Type::OfMessage(label));
  ASSIGN_OR_RETURN(const std::shared_ptr<const cel::Environment> environment,
                   builder.Build());
  ASSIGN_OR_RETURN(const std::vector<BenchRule> texts, ReadRules(rules_file));
  cel::ModuleBuilder module(environment);
  std::vector<cel::ExprId> rules;
  for (const BenchRule& rule : texts) {
    const cel::Added added = module.Add(rule.expr, cel::Type::Bool());
    if (!added.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          rule.id, ": ", cel::RenderIssue(rule.expr, added.issues.front())));
    }
    rules.push_back(added.id);
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const cel::Module> built, module.Build());
  return std::unique_ptr<EngineSubject>(
      new EngineSubject(std::move(built), std::move(rules)));
}

Broken EngineSubject::Check(const google::protobuf::Message& label) {
  evaluation_.Reset();
  (void)evaluation_.Bind("label", label);
  Broken broken;
  for (size_t i = 0; i < rules_.size(); ++i) {
    broken.set(i, evaluation_.Test(rules_[i]) != cel::Truth::kTrue);
  }
  return broken;
}

}  // namespace zhiheng::bench
