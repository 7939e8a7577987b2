#include "services/common/rpc/grpc_status.h"

#include <string>

#include "google/rpc/status.pb.h"
#include "services/common/problem/rpc_status.h"

namespace zhiheng {

grpc::Status ToGrpcStatus(const absl::Status& status,
                          absl::string_view domain) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  const google::rpc::Status wire = ToRpcStatus(status, domain);
  return grpc::Status(static_cast<grpc::StatusCode>(wire.code()),
                      wire.message(), wire.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  google::rpc::Status wire;
  // The trailers may hold anything; the code and message of gRPC itself count.
  if (status.error_details().empty() ||
      !wire.ParseFromString(status.error_details())) {
    wire.Clear();
  }
  wire.set_code(static_cast<int>(status.error_code()));
  wire.set_message(status.error_message());
  return FromRpcStatus(wire);
}

}  // namespace zhiheng
