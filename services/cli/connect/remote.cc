#include <utility>

#include "services/cli/connect/services.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"
#include "zhiheng/catalog/v1/catalog_service.grpc.pb.h"
#include "zhiheng/gateway/v1/gateway_service.grpc.pb.h"
#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng::cli {
namespace {

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  ChannelOptions options;
  options.target = address;
  return MakeChannel(options);
}

// One blocking call: a command has nothing else to do meanwhile.
template <typename Response, typename Stub, typename Request, typename Method>
absl::StatusOr<Response> Call(const CallContext& call, Stub& stub,
                              Method method, const Request& request) {
  const std::unique_ptr<grpc::ClientContext> context = MakeClientContext(call);
  Response response;
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

class RemoteGateway final : public Gateway {
 public:
  explicit RemoteGateway(const std::string& address)
      : stub_(ChannelTo(address)) {}
  absl::StatusOr<gateway::v1::CheckResponse> Check(
      const CallContext& call,
      const gateway::v1::CheckRequest& request) override {
    return Call<gateway::v1::CheckResponse>(call, stub_, &Stub::Check, request);
  }

 private:
  using Stub = gateway::v1::GatewayService::Stub;
  Stub stub_;
};

class RemoteCatalog final : public Catalog {
 public:
  explicit RemoteCatalog(const std::string& address)
      : stub_(ChannelTo(address)) {}
  absl::StatusOr<catalog::v1::GetInstrumentResponse> GetInstrument(
      const CallContext& call,
      const catalog::v1::GetInstrumentRequest& request) override {
    return Call<catalog::v1::GetInstrumentResponse>(
        call, stub_, &Stub::GetInstrument, request);
  }
  absl::StatusOr<catalog::v1::ListInstrumentsResponse> ListInstruments(
      const CallContext& call,
      const catalog::v1::ListInstrumentsRequest& request) override {
    return Call<catalog::v1::ListInstrumentsResponse>(
        call, stub_, &Stub::ListInstruments, request);
  }
  absl::StatusOr<catalog::v1::ListEditionsResponse> ListEditions(
      const CallContext& call,
      const catalog::v1::ListEditionsRequest& request) override {
    return Call<catalog::v1::ListEditionsResponse>(
        call, stub_, &Stub::ListEditions, request);
  }
  absl::StatusOr<catalog::v1::GetProvisionResponse> GetProvision(
      const CallContext& call,
      const catalog::v1::GetProvisionRequest& request) override {
    return Call<catalog::v1::GetProvisionResponse>(
        call, stub_, &Stub::GetProvision, request);
  }
  absl::StatusOr<catalog::v1::ResolveCitationResponse> ResolveCitation(
      const CallContext& call,
      const catalog::v1::ResolveCitationRequest& request) override {
    return Call<catalog::v1::ResolveCitationResponse>(
        call, stub_, &Stub::ResolveCitation, request);
  }
  absl::StatusOr<catalog::v1::SearchProvisionsResponse> SearchProvisions(
      const CallContext& call,
      const catalog::v1::SearchProvisionsRequest& request) override {
    return Call<catalog::v1::SearchProvisionsResponse>(
        call, stub_, &Stub::SearchProvisions, request);
  }

  absl::StatusOr<catalog::v1::AnnotateTextResponse> AnnotateText(
      const CallContext& call,
      const catalog::v1::AnnotateTextRequest& request) override {
    return Call<catalog::v1::AnnotateTextResponse>(
        call, stub_, &Stub::AnnotateText, request);
  }
  absl::StatusOr<catalog::v1::DiffEditionsResponse> DiffEditions(
      const CallContext& call,
      const catalog::v1::DiffEditionsRequest& request) override {
    return Call<catalog::v1::DiffEditionsResponse>(
        call, stub_, &Stub::DiffEditions, request);
  }
  absl::StatusOr<catalog::v1::ResolveApplicableResponse> ResolveApplicable(
      const CallContext& call,
      const catalog::v1::ResolveApplicableRequest& request) override {
    return Call<catalog::v1::ResolveApplicableResponse>(
        call, stub_, &Stub::ResolveApplicable, request);
  }
  absl::Status WatchChanges(
      const CallContext& call, const catalog::v1::WatchChangesRequest& request,
      absl::FunctionRef<bool(const catalog::v1::WatchChangesResponse&)> each)
      override {
    const std::unique_ptr<grpc::ClientContext> context =
        MakeClientContext(call);
    const auto stream = stub_.WatchChanges(context.get(), request);
    catalog::v1::WatchChangesResponse message;
    while (stream->Read(&message)) {
      if (each(message)) continue;
      context->TryCancel();
      stream->Finish();
      return absl::OkStatus();
    }
    const grpc::Status status = stream->Finish();
    return status.ok() ? absl::OkStatus() : FromGrpcStatus(status);
  }

 private:
  using Stub = catalog::v1::CatalogService::Stub;
  Stub stub_;
};

class RemoteRules final : public Rules {
 public:
  explicit RemoteRules(const std::string& address)
      : stub_(ChannelTo(address)) {}
  absl::StatusOr<rules::v1::ListPacksResponse> ListPacks(
      const CallContext& call,
      const rules::v1::ListPacksRequest& request) override {
    return Call<rules::v1::ListPacksResponse>(call, stub_, &Stub::ListPacks,
                                              request);
  }
  absl::StatusOr<rules::v1::GetPackResponse> GetPack(
      const CallContext& call,
      const rules::v1::GetPackRequest& request) override {
    return Call<rules::v1::GetPackResponse>(call, stub_, &Stub::GetPack,
                                            request);
  }

 private:
  using Stub = rules::v1::RulesService::Stub;
  Stub stub_;
};

}  // namespace

std::unique_ptr<Gateway> ConnectGateway(const std::string& address) {
  return std::make_unique<RemoteGateway>(address);
}
std::unique_ptr<Catalog> ConnectCatalog(const std::string& address) {
  return std::make_unique<RemoteCatalog>(address);
}
std::unique_ptr<Rules> ConnectRules(const std::string& address) {
  return std::make_unique<RemoteRules>(address);
}

}  // namespace zhiheng::cli
