// What the gateway asks of the rules service, whatever lies between: gRPC
// (grpc_rules_backend.h) or the engine in the same process (command line).
//
// Thread-safe. A call starts at once and completes exactly once, on any thread,
// perhaps before the function returns; completions must not wait. It ends by
// call.deadline() and soon after call.cancellation(). Failures carry ErrorInfo.
#ifndef SERVICES_GATEWAY_BACKENDS_RULES_BACKEND_H_
#define SERVICES_GATEWAY_BACKENDS_RULES_BACKEND_H_

#include "services/common/rpc/call_context.h"
#include "services/gateway/backends/completion.h"
#include "zhiheng/rules/v1/rules_service.pb.h"

namespace zhiheng::gateway {

class RulesBackend {
 public:
  virtual ~RulesBackend() = default;
  virtual void Evaluate(const CallContext& call,
                        rules::v1::EvaluateRequest request,
                        Completion<rules::v1::EvaluateResponse> done) = 0;
  virtual void ListPacks(const CallContext& call,
                         rules::v1::ListPacksRequest request,
                         Completion<rules::v1::ListPacksResponse> done) = 0;
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_BACKENDS_RULES_BACKEND_H_
