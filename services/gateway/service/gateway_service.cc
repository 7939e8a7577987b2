#include "services/gateway/service/gateway_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/common/base/status_macros.h"
#include "zhiheng/gateway/v1/gateway_service.grpc.pb.h"

namespace zhiheng::gateway {
namespace {

class GatewayServiceImpl final : public v1::GatewayService::Service {
 public:
  GatewayServiceImpl(Assessor* assessor, SkinOptions options)
      : assessor_(assessor),
        limits_(options.server),
        skin_(std::move(options)) {}

  grpc::Status Check(grpc::ServerContext* context,
                     const v1::CheckRequest* request,
                     v1::CheckResponse* response) override {
    return skin_.Run("Check", context, *request, response,
                     [&](const CallContext& call) {
                       return assessor_->Check(call, *request);
                     });
  }

  grpc::Status GetServerInfo(grpc::ServerContext* context,
                             const v1::GetServerInfoRequest* request,
                             v1::GetServerInfoResponse* response) override {
    return skin_.Run("GetServerInfo", context, *request, response,
                     [&](const CallContext& call) { return ServerInfo(call); });
  }

 private:
  absl::StatusOr<v1::GetServerInfoResponse> ServerInfo(
      const CallContext& call) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const PackListing> live,
                     assessor_->LivePacks(call));
    v1::GetServerInfoResponse info;
    info.set_version(ZHIHENG_VERSION);
    info.set_engine_semantics(live->engine_semantics);
    for (const rules::v1::Pack& pack : live->packs) {
      info.add_packs(absl::StrCat(pack.name(), "@", pack.digest()));
    }
    info.set_max_request_bytes(limits_.max_request_bytes);
    info.set_default_deadline_ms(
        absl::ToInt64Milliseconds(limits_.default_deadline));
    return info;
  }

  Assessor* const assessor_;
  const ServerOptions limits_;
  const ServiceSkin skin_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeGatewayService(Assessor* assessor,
                                                  SkinOptions skin) {
  return std::make_unique<GatewayServiceImpl>(assessor, std::move(skin));
}

}  // namespace zhiheng::gateway
