// One check from request to answer: validate, choose and pin packs, evaluate
// while the catalog snapshot is pinned, join the texts, merge.
//
// Thread-safe. Backends must outlive it. Check() runs on the caller's thread
// and waits for the backends, never beyond the call's deadline. The same code
// runs behind gRPC and in the command line.
//
// Fails with INVALID_ARGUMENT (fields at fault), FAILED_PRECONDITION or
// NOT_FOUND (packs), and, unless the request allows a partial answer, with the
// error that names the backend that was late or failed (backend_log.h).
#ifndef SERVICES_GATEWAY_ASSESS_ASSESSOR_H_
#define SERVICES_GATEWAY_ASSESS_ASSESSOR_H_

#include "absl/status/statusor.h"
#include "services/common/rpc/call_context.h"
#include "services/gateway/assess/options.h"
#include "services/gateway/assess/pack_directory.h"
#include "services/gateway/backends/catalog_backend.h"
#include "services/gateway/backends/rules_backend.h"
#include "zhiheng/gateway/v1/gateway_service.pb.h"

namespace zhiheng::gateway {

class Assessor {
 public:
  Assessor(RulesBackend* rules, CatalogBackend* catalog,
           const AssessOptions& options = {})
      : rules_(rules),
        catalog_(catalog),
        options_(options),
        packs_(rules, options) {}

  absl::StatusOr<v1::CheckResponse> Check(const CallContext& call,
                                          const v1::CheckRequest& request);

  // The live packs, at most AssessOptions::pack_refresh old.
  absl::StatusOr<std::shared_ptr<const PackListing>> LivePacks(
      const CallContext& call) {
    return packs_.Current(call, Freshness::kCached);
  }

 private:
  RulesBackend* const rules_;
  CatalogBackend* const catalog_;
  const AssessOptions options_;
  PackDirectory packs_;
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_ASSESSOR_H_
