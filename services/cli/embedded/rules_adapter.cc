#include "services/cli/embedded/rules_adapter.h"

#include "services/rules/engine/rules_engine.h"

namespace zhiheng::cli {
namespace {

using rules::RulesEngine;
namespace pb = rules::v1;

class LocalRules final : public Rules {
 public:
  explicit LocalRules(RulesEngine* engine) : engine_(engine) {}
  absl::StatusOr<pb::ListPacksResponse> ListPacks(
      const CallContext& call, const pb::ListPacksRequest& request) override {
    return engine_->ListPacks(call, request);
  }
  absl::StatusOr<pb::GetPackResponse> GetPack(
      const CallContext& call, const pb::GetPackRequest& request) override {
    return engine_->GetPack(call, request);
  }

 private:
  RulesEngine* const engine_;
};

// Answers before it returns: there is nothing to wait for.
class LocalBackend final : public gateway::RulesBackend {
 public:
  explicit LocalBackend(RulesEngine* engine) : engine_(engine) {}
  void Evaluate(const CallContext& call, pb::EvaluateRequest request,
                gateway::Completion<pb::EvaluateResponse> done) override {
    done(engine_->Evaluate(call, request));
  }
  void ListPacks(const CallContext& call, pb::ListPacksRequest request,
                 gateway::Completion<pb::ListPacksResponse> done) override {
    done(engine_->ListPacks(call, request));
  }

 private:
  RulesEngine* const engine_;
};

}  // namespace

std::unique_ptr<Rules> MakeLocalRules(RulesEngine* engine) {
  return std::make_unique<LocalRules>(engine);
}

std::unique_ptr<gateway::RulesBackend> MakeLocalRulesBackend(
    RulesEngine* engine) {
  return std::make_unique<LocalBackend>(engine);
}

}  // namespace zhiheng::cli
