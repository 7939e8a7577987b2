#include "services/cli/embedded/catalog_adapter.h"

namespace zhiheng::cli {
namespace {

using catalog::CatalogEngine;
namespace pb = catalog::v1;

class LocalCatalog final : public Catalog {
 public:
  explicit LocalCatalog(const CatalogEngine* engine) : engine_(engine) {}
  absl::StatusOr<pb::GetInstrumentResponse> GetInstrument(
      const CallContext& call,
      const pb::GetInstrumentRequest& request) override {
    return engine_->GetInstrument(call, request);
  }
  absl::StatusOr<pb::ListInstrumentsResponse> ListInstruments(
      const CallContext& call,
      const pb::ListInstrumentsRequest& request) override {
    return engine_->ListInstruments(call, request);
  }
  absl::StatusOr<pb::ListEditionsResponse> ListEditions(
      const CallContext& call,
      const pb::ListEditionsRequest& request) override {
    return engine_->ListEditions(call, request);
  }
  absl::StatusOr<pb::GetProvisionResponse> GetProvision(
      const CallContext& call,
      const pb::GetProvisionRequest& request) override {
    return engine_->GetProvision(call, request);
  }
  absl::StatusOr<pb::ResolveCitationResponse> ResolveCitation(
      const CallContext& call,
      const pb::ResolveCitationRequest& request) override {
    return engine_->ResolveCitation(call, request);
  }
  absl::StatusOr<pb::SearchProvisionsResponse> SearchProvisions(
      const CallContext& call,
      const pb::SearchProvisionsRequest& request) override {
    return engine_->SearchProvisions(call, request);
  }

  absl::StatusOr<pb::AnnotateTextResponse> AnnotateText(
      const CallContext& call,
      const pb::AnnotateTextRequest& request) override {
    return engine_->AnnotateText(call, request);
  }
  absl::StatusOr<pb::DiffEditionsResponse> DiffEditions(
      const CallContext& call,
      const pb::DiffEditionsRequest& request) override {
    return engine_->DiffEditions(call, request);
  }
  absl::StatusOr<pb::ResolveApplicableResponse> ResolveApplicable(
      const CallContext& call,
      const pb::ResolveApplicableRequest& request) override {
    return engine_->ResolveApplicable(call, request);
  }
  absl::Status WatchChanges(
      const CallContext& call, const pb::WatchChangesRequest& request,
      absl::FunctionRef<bool(const pb::WatchChangesResponse&)> each) override {
    return engine_->WatchChanges(call, request, each);
  }

 private:
  const CatalogEngine* const engine_;
};

// Answers before it returns: there is nothing to wait for.
class LocalBackend final : public gateway::CatalogBackend {
 public:
  explicit LocalBackend(const CatalogEngine* engine) : engine_(engine) {}
  void ListInstruments(
      const CallContext& call, pb::ListInstrumentsRequest request,
      gateway::Completion<pb::ListInstrumentsResponse> done) override {
    done(engine_->ListInstruments(call, request));
  }
  void ListEditions(
      const CallContext& call, pb::ListEditionsRequest request,
      gateway::Completion<pb::ListEditionsResponse> done) override {
    done(engine_->ListEditions(call, request));
  }
  void BatchGetProvisions(
      const CallContext& call, pb::BatchGetProvisionsRequest request,
      gateway::Completion<pb::BatchGetProvisionsResponse> done) override {
    done(engine_->BatchGetProvisions(call, request));
  }

 private:
  const CatalogEngine* const engine_;
};

}  // namespace

std::unique_ptr<Catalog> MakeLocalCatalog(const CatalogEngine* engine) {
  return std::make_unique<LocalCatalog>(engine);
}

std::unique_ptr<gateway::CatalogBackend> MakeLocalCatalogBackend(
    const CatalogEngine* engine) {
  return std::make_unique<LocalBackend>(engine);
}

}  // namespace zhiheng::cli
