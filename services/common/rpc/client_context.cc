#include "services/common/rpc/client_context.h"

#include <string>

#include "absl/time/time.h"

namespace zhiheng {

std::unique_ptr<grpc::ClientContext> MakeClientContext(
    const CallContext& call) {
  std::unique_ptr<grpc::ClientContext> context =
      call.server_context() == nullptr
          ? std::make_unique<grpc::ClientContext>()
          : grpc::ClientContext::FromServerContext(*call.server_context());
  if (call.deadline() != absl::InfiniteFuture()) {
    context->set_deadline(absl::ToChronoTime(call.deadline()));
  }
  context->AddMetadata(std::string(kTraceparentKey),
                       call.trace().ToTraceparent());
  if (!call.trace().state.empty()) {
    context->AddMetadata(std::string(kTracestateKey), call.trace().state);
  }
  context->AddMetadata(std::string(kRequestIdKey), call.request_id());
  return context;
}

}  // namespace zhiheng
