// absl::Status to and from grpc::Status; gRPC 1.51 has no conversion.
// Pure functions, thread-safe.
#ifndef SERVICES_COMMON_RPC_GRPC_STATUS_H_
#define SERVICES_COMMON_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace zhiheng {

// `domain` is the service's, as `catalog.zhiheng`; see ToRpcStatus for what is
// filled in and what is cut to fit into trailers.
grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view domain);

// Details arrive as payloads: ReasonOf(), FieldsOf() … of common/problem read
// them. Details that do not parse are left out.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_RPC_GRPC_STATUS_H_
