// The gRPC skin of the gateway: Check and GetServerInfo.
// Thread-safe. The assessor and what the skin borrows must outlive it.
#ifndef SERVICES_GATEWAY_SERVICE_GATEWAY_SERVICE_H_
#define SERVICES_GATEWAY_SERVICE_GATEWAY_SERVICE_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "grpcpp/impl/service_type.h"
#include "services/common/server/service_call.h"
#include "services/gateway/assess/assessor.h"

namespace zhiheng::gateway {

inline constexpr char kGatewayService[] = "zhiheng.gateway.v1.GatewayService";

std::unique_ptr<grpc::Service> MakeGatewayService(Assessor* assessor,
                                                  SkinOptions skin);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_SERVICE_GATEWAY_SERVICE_H_
