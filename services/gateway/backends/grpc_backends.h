// RulesBackend and CatalogBackend over gRPC. Their contract holds; the channel
// is shared by all calls.
#ifndef SERVICES_GATEWAY_BACKENDS_GRPC_BACKENDS_H_
#define SERVICES_GATEWAY_BACKENDS_GRPC_BACKENDS_H_

#include <memory>

#include "grpcpp/channel.h"
#include "services/gateway/backends/catalog_backend.h"
#include "services/gateway/backends/rules_backend.h"
#include "services/gateway/backends/unary_caller.h"

namespace zhiheng::gateway {

std::unique_ptr<RulesBackend> MakeGrpcRulesBackend(
    std::shared_ptr<grpc::Channel> channel, RetryPolicy policy = {});

std::unique_ptr<CatalogBackend> MakeGrpcCatalogBackend(
    std::shared_ptr<grpc::Channel> channel, RetryPolicy policy = {});

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_BACKENDS_GRPC_BACKENDS_H_
