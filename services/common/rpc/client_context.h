// The only place that makes a grpc::ClientContext. Deadline, cancellation,
// trace and request id of the call in hand go along; gRPC hands on none of them
// by itself.
//
// The context is for one call and must live until that ends; it may not outlive
// the server call it comes from.
#ifndef SERVICES_COMMON_RPC_CLIENT_CONTEXT_H_
#define SERVICES_COMMON_RPC_CLIENT_CONTEXT_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "grpcpp/client_context.h"
#include "services/common/rpc/call_context.h"

namespace zhiheng {

// Names of metadata, lower case as gRPC wants them.
inline constexpr absl::string_view kTraceparentKey = "traceparent";
inline constexpr absl::string_view kTracestateKey = "tracestate";
inline constexpr absl::string_view kRequestIdKey = "x-request-id";

// The call ends no later than call.deadline(). Cancellation by
// call.cancellation() is the caller's to wire (CancelRegistration and
// TryCancel): only it knows when the context is gone.
std::unique_ptr<grpc::ClientContext> MakeClientContext(const CallContext& call);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_RPC_CLIENT_CONTEXT_H_
