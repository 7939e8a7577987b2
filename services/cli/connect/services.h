// The three services as a command sees them: the same calls whether they are
// answered over gRPC or in this process.
//
// Implementations are thread-safe. Failures are the status of the service, with
// its reason and fields (common/problem).
#ifndef SERVICES_CLI_CONNECT_SERVICES_H_
#define SERVICES_CLI_CONNECT_SERVICES_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/call_context.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"
#include "zhiheng/gateway/v1/gateway_service.pb.h"
#include "zhiheng/rules/v1/rules_service.pb.h"

namespace zhiheng::cli {

class Gateway {
 public:
  virtual ~Gateway() = default;
  virtual absl::StatusOr<gateway::v1::CheckResponse> Check(
      const CallContext& call, const gateway::v1::CheckRequest& request) = 0;
};

class Catalog {
 public:
  virtual ~Catalog() = default;
  virtual absl::StatusOr<catalog::v1::GetInstrumentResponse> GetInstrument(
      const CallContext& call,
      const catalog::v1::GetInstrumentRequest& request) = 0;
  virtual absl::StatusOr<catalog::v1::ListInstrumentsResponse> ListInstruments(
      const CallContext& call,
      const catalog::v1::ListInstrumentsRequest& request) = 0;
  virtual absl::StatusOr<catalog::v1::ListEditionsResponse> ListEditions(
      const CallContext& call,
      const catalog::v1::ListEditionsRequest& request) = 0;
  virtual absl::StatusOr<catalog::v1::GetProvisionResponse> GetProvision(
      const CallContext& call,
      const catalog::v1::GetProvisionRequest& request) = 0;
  virtual absl::StatusOr<catalog::v1::ResolveCitationResponse> ResolveCitation(
      const CallContext& call,
      const catalog::v1::ResolveCitationRequest& request) = 0;
  virtual absl::StatusOr<catalog::v1::SearchProvisionsResponse>
  SearchProvisions(const CallContext& call,
                   const catalog::v1::SearchProvisionsRequest& request) = 0;
  // From here on UNIMPLEMENTED unless overridden: not every stand-in does it.
  virtual absl::StatusOr<catalog::v1::AnnotateTextResponse> AnnotateText(
      const CallContext&, const catalog::v1::AnnotateTextRequest&) {
    return absl::UnimplementedError("this catalog does not annotate texts");
  }
  virtual absl::StatusOr<catalog::v1::DiffEditionsResponse> DiffEditions(
      const CallContext&, const catalog::v1::DiffEditionsRequest&) {
    return absl::UnimplementedError("this catalog does not compare editions");
  }
  virtual absl::StatusOr<catalog::v1::ResolveApplicableResponse>
  ResolveApplicable(const CallContext&,
                    const catalog::v1::ResolveApplicableRequest&) {
    return absl::UnimplementedError("this catalog does not know what applies");
  }
  // Until `each` returns false, the call ends or the catalog fails.
  virtual absl::Status WatchChanges(
      const CallContext&, const catalog::v1::WatchChangesRequest&,
      absl::FunctionRef<bool(const catalog::v1::WatchChangesResponse&)>) {
    return absl::UnimplementedError("this catalog cannot be watched");
  }
};

class Rules {
 public:
  virtual ~Rules() = default;
  virtual absl::StatusOr<rules::v1::ListPacksResponse> ListPacks(
      const CallContext& call, const rules::v1::ListPacksRequest& request) = 0;
  virtual absl::StatusOr<rules::v1::GetPackResponse> GetPack(
      const CallContext& call, const rules::v1::GetPackRequest& request) = 0;
};

// Over gRPC. `address` is HOST:PORT, or dns:///NAME:PORT.
std::unique_ptr<Gateway> ConnectGateway(const std::string& address);
std::unique_ptr<Catalog> ConnectCatalog(const std::string& address);
std::unique_ptr<Rules> ConnectRules(const std::string& address);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_CONNECT_SERVICES_H_
