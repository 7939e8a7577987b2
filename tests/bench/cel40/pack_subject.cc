#include "cel40/pack_subject.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdlib>
#include <utility>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/pack_compiler.h"
#include "services/rules/packs/pack_reader.h"

namespace zhiheng::bench {
namespace {

google::protobuf::ArenaOptions Options(std::vector<char>& block) {
  google::protobuf::ArenaOptions options;
  options.initial_block = block.data();
  options.initial_block_size = block.size();
  return options;
}

std::unique_ptr<rules::FactsView> ViewOf(const rules::CompiledPack& pack,
                                         const v1::Label& label) {
  auto view = rules::FactsView::Create(pack.subject, label, {});
  if (!view.ok()) std::abort();
  return *std::move(view);
}

rules::EvaluateOptions OnDay() {
  rules::EvaluateOptions options;
  options.today = *CivilDate::FromYmd(2026, 11, 21);
  return options;
}

size_t Number(const std::string& id) { return std::stoul(id.substr(1, 2)) - 1; }

}  // namespace

absl::StatusOr<std::shared_ptr<const rules::CompiledPack>> CompileText(
    const std::string& text) {
  v1::Label::descriptor();
  rules::CompileContext context;
  context.pool = google::protobuf::DescriptorPool::generated_pool();
  context.factory = google::protobuf::MessageFactory::generated_factory();
  context.allow_double = true;
  rules::Diagnostics diagnostics;
  std::shared_ptr<const rules::CompiledPack> pack;
  auto source = rules::ReadPack("bench.yaml", text, &diagnostics);
  if (source.has_value()) {
    pack = rules::CompilePack(*std::move(source), context, &diagnostics);
  }
  if (pack != nullptr) return pack;
  std::string all;
  for (const rules::Diagnostic& d : diagnostics.items()) {
    all += rules::RenderDiagnostic(d, text);
  }
  return absl::InvalidArgumentError(all);
}

PackSubject::PackSubject(std::shared_ptr<const rules::CompiledPack> pack)
    : pack_(std::move(pack)), block_(1 << 16), arena_(Options(block_)) {}

Broken PackSubject::Verdicts(const v1::Label& label) {
  const auto view = ViewOf(*pack_, label);
  rules::EvaluateOptions options = OnDay();
  options.verdicts_only = true;
  verdicts_.clear();
  if (!JudgePack(*pack_, *view, rules::Calendar(), options, &verdicts_).ok()) {
    std::abort();
  }
  Broken broken;
  for (const rules::RuleVerdict& verdict : verdicts_) {
    if (verdict.outcome != rules::v1::OUTCOME_COMPLIANT) {
      broken.set(Number(verdict.rule->id));
    }
  }
  return broken;
}

Broken PackSubject::Findings(const v1::Label& label, bool with_compliant) {
  const auto view = ViewOf(*pack_, label);
  rules::EvaluateOptions options = OnDay();
  options.with_compliant = with_compliant;
  arena_.Reset();
  auto* findings = google::protobuf::Arena::CreateMessage<
      google::protobuf::RepeatedPtrField<rules::v1::Finding>>(&arena_);
  if (!EvaluatePack(*pack_, *view, rules::Calendar(), options, findings).ok()) {
    std::abort();
  }
  Broken broken;
  for (const rules::v1::Finding& finding : *findings) {
    if (finding.outcome() != rules::v1::OUTCOME_COMPLIANT) {
      broken.set(Number(finding.rule()));
    }
  }
  return broken;
}

}  // namespace zhiheng::bench
