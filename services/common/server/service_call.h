// The skin around every method of a service: span, deadline, size, status,
// masking of internal errors, one log line. The method itself is a plain
// function from CallContext and request to StatusOr<Response>, testable without
// a server.
//
//   grpc::Status GetProvision(grpc::ServerContext* context,
//                             const GetProvisionRequest* request,
//                             GetProvisionResponse* response) override {
//     return skin_.Run("GetProvision", context, *request, response,
//                      [&](const CallContext& call) {
//                        return engine_->GetProvision(call, *request);
//                      });
//   }
//
// Thread-safe. Borrows clock and tracer of its options, which outlive it.
#ifndef SERVICES_COMMON_SERVER_SERVICE_CALL_H_
#define SERVICES_COMMON_SERVER_SERVICE_CALL_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/call_context.h"
#include "services/common/server/server_options.h"
#include "services/common/trace/span.h"

namespace zhiheng {

struct SkinOptions {
  // Full name of the gRPC service, as `zhiheng.catalog.v1.CatalogService`.
  std::string rpc_service = {};
  // Domain of ErrorInfo, as `catalog.zhiheng`.
  std::string domain = {};
  // Limits and deadlines are taken from here.
  ServerOptions server = {};
  const Clock* clock = nullptr;    // required
  const Tracer* tracer = nullptr;  // may be null
};

class ServiceSkin {
 public:
  explicit ServiceSkin(SkinOptions options) : options_(std::move(options)) {}

  template <typename Request, typename Response, typename Handler>
  grpc::Status Run(absl::string_view method, grpc::ServerContext* context,
                   const Request& request, Response* response,
                   const Handler& handler) const {
    return RunErased(method, context, request.ByteSizeLong(),
                     [&](const CallContext& call) -> absl::Status {
                       absl::StatusOr<Response> result = handler(call);
                       if (result.ok()) {
                         *response = *std::move(result);
                       }
                       return result.status();
                     });
  }

 private:
  grpc::Status RunErased(
      absl::string_view method, grpc::ServerContext* context,
      size_t request_bytes,
      absl::FunctionRef<absl::Status(const CallContext&)> handler) const;
  CallContext MakeContext(const grpc::ServerContext& context) const;
  absl::Status Admit(const CallContext& call, size_t request_bytes) const;

  const SkinOptions options_;
};

// What leaves the process in place of INTERNAL, UNKNOWN and DATA_LOSS: a fixed
// sentence with the request id. The words themselves stay in the log. An error
// that was given a reason (a Problem) is written for callers and passes.
absl::Status MaskInternal(const absl::Status& status,
                          absl::string_view request_id);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_SERVER_SERVICE_CALL_H_
