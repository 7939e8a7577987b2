#include "services/catalog/service/catalog_service_impl.h"

#include <memory>
#include <utility>

#include "services/catalog/service/import_upload.h"
#include "services/common/base/status_macros.h"
#include "zhiheng/catalog/v1/catalog_service.grpc.pb.h"

namespace zhiheng::catalog {
namespace {

class CatalogServiceImpl final : public v1::CatalogService::Service {
 public:
  CatalogServiceImpl(const CatalogEngine* engine, SkinOptions skin)
      : engine_(engine), skin_(std::move(skin)) {}

  grpc::Status GetInstrument(grpc::ServerContext* context,
                             const v1::GetInstrumentRequest* request,
                             v1::GetInstrumentResponse* response) override {
    return skin_.Run("GetInstrument", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->GetInstrument(call, *request);
                     });
  }
  grpc::Status ListInstruments(grpc::ServerContext* context,
                               const v1::ListInstrumentsRequest* request,
                               v1::ListInstrumentsResponse* response) override {
    return skin_.Run("ListInstruments", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->ListInstruments(call, *request);
                     });
  }
  grpc::Status ListEditions(grpc::ServerContext* context,
                            const v1::ListEditionsRequest* request,
                            v1::ListEditionsResponse* response) override {
    return skin_.Run("ListEditions", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->ListEditions(call, *request);
                     });
  }
  grpc::Status GetProvision(grpc::ServerContext* context,
                            const v1::GetProvisionRequest* request,
                            v1::GetProvisionResponse* response) override {
    return skin_.Run("GetProvision", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->GetProvision(call, *request);
                     });
  }
  grpc::Status BatchGetProvisions(
      grpc::ServerContext* context,
      const v1::BatchGetProvisionsRequest* request,
      v1::BatchGetProvisionsResponse* response) override {
    return skin_.Run("BatchGetProvisions", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->BatchGetProvisions(call, *request);
                     });
  }
  grpc::Status ResolveCitation(grpc::ServerContext* context,
                               const v1::ResolveCitationRequest* request,
                               v1::ResolveCitationResponse* response) override {
    return skin_.Run("ResolveCitation", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->ResolveCitation(call, *request);
                     });
  }
  grpc::Status SearchProvisions(
      grpc::ServerContext* context, const v1::SearchProvisionsRequest* request,
      v1::SearchProvisionsResponse* response) override {
    return skin_.Run("SearchProvisions", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->SearchProvisions(call, *request);
                     });
  }
  grpc::Status ImportEditions(
      grpc::ServerContext* context,
      grpc::ServerReader<v1::ImportEditionsRequest>* stream,
      v1::ImportEditionsResponse* response) override {
    const v1::ImportEditionsRequest none;
    return skin_.Run("ImportEditions", context, none, response,
                     [&](const CallContext& call) {
                       return ReceiveAndImport(call, stream);
                     });
  }

  grpc::Status AnnotateText(grpc::ServerContext* context,
                            const v1::AnnotateTextRequest* request,
                            v1::AnnotateTextResponse* response) override {
    return skin_.Run("AnnotateText", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->AnnotateText(call, *request);
                     });
  }
  grpc::Status ListCorrespondences(
      grpc::ServerContext* context,
      const v1::ListCorrespondencesRequest* request,
      v1::ListCorrespondencesResponse* response) override {
    return skin_.Run("ListCorrespondences", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->ListCorrespondences(call, *request);
                     });
  }
  grpc::Status DiffEditions(grpc::ServerContext* context,
                            const v1::DiffEditionsRequest* request,
                            v1::DiffEditionsResponse* response) override {
    return skin_.Run("DiffEditions", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->DiffEditions(call, *request);
                     });
  }
  grpc::Status ResolveApplicable(
      grpc::ServerContext* context, const v1::ResolveApplicableRequest* request,
      v1::ResolveApplicableResponse* response) override {
    return skin_.Run("ResolveApplicable", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->ResolveApplicable(call, *request);
                     });
  }
  grpc::Status GetLifeCycle(grpc::ServerContext* context,
                            const v1::GetLifeCycleRequest* request,
                            v1::GetLifeCycleResponse* response) override {
    return skin_.Run("GetLifeCycle", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->GetLifeCycle(call, *request);
                     });
  }
  grpc::Status WatchChanges(
      grpc::ServerContext* context, const v1::WatchChangesRequest* request,
      grpc::ServerWriter<v1::WatchChangesResponse>* writer) override {
    v1::WatchChangesResponse unused;
    return skin_.Run(
        "WatchChanges", context, *request, &unused,
        [&](const CallContext& call)
            -> absl::StatusOr<v1::WatchChangesResponse> {
          RETURN_IF_ERROR(engine_->WatchChanges(
              call, *request, [&](const v1::WatchChangesResponse& message) {
                return writer->Write(message);
              }));
          return v1::WatchChangesResponse();
        });
  }

 private:
  absl::StatusOr<v1::ImportEditionsResponse> ReceiveAndImport(
      const CallContext& call,
      grpc::ServerReader<v1::ImportEditionsRequest>* stream) const {
    ImportUpload upload;
    v1::ImportEditionsRequest part;
    while (stream->Read(&part)) {
      RETURN_IF_ERROR(call.Check());
      RETURN_IF_ERROR(upload.Add(std::move(part)));
      part.Clear();
    }
    RETURN_IF_ERROR(call.Check());
    RETURN_IF_ERROR(upload.Finish());
    return engine_->ImportEditions(call, upload.settings(), upload.files());
  }

  const CatalogEngine* const engine_;
  const ServiceSkin skin_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCatalogService(const CatalogEngine* engine,
                                                  SkinOptions skin) {
  return std::make_unique<CatalogServiceImpl>(engine, std::move(skin));
}

}  // namespace zhiheng::catalog
