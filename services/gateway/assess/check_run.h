// The state of one check while it runs; Assessor::Check makes one per request.
// For one thread. Borrows all it is given.
#ifndef SERVICES_GATEWAY_ASSESS_CHECK_RUN_H_
#define SERVICES_GATEWAY_ASSESS_CHECK_RUN_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/call_context.h"
#include "services/gateway/assess/backend_log.h"
#include "services/gateway/assess/options.h"
#include "services/gateway/assess/pack_directory.h"
#include "services/gateway/backends/catalog_backend.h"
#include "services/gateway/backends/rules_backend.h"
#include "zhiheng/gateway/v1/gateway_service.pb.h"

namespace zhiheng::gateway {

struct CheckParts {
  RulesBackend* rules;
  CatalogBackend* catalog;
  PackDirectory* packs;
};

class CheckRun {
 public:
  CheckRun(const CallContext& call, const v1::CheckRequest& request,
           const CheckParts& parts, const AssessOptions& options);

  absl::StatusOr<v1::CheckResponse> Run();

 private:
  // Which step comes next.
  enum class Next { kContinue, kPacksChanged, kWithoutRules };

  absl::StatusOr<Next> PlanAndEvaluate(Freshness freshness);
  absl::StatusOr<Next> Evaluate(rules::v1::EvaluateRequest request,
                                Freshness freshness);
  absl::Status JoinCatalog();
  // The caller's mistake is an error; a backend that failed is one unless a
  // partial answer is allowed.
  absl::StatusOr<Next> AfterRulesFailed(const absl::Status& status);
  // CANCELLED when the caller hung up.
  absl::Status CheckStillWanted() const;
  void Finish();
  absl::Duration Budget() const;
  absl::Duration Elapsed() const;

  const CallContext call_;
  const v1::CheckRequest& request_;
  const CheckParts parts_;
  const AssessOptions& options_;
  const absl::Time start_;
  const absl::Duration budget_;
  BackendLog rules_log_ = BackendLog("rules");
  BackendLog catalog_log_ = BackendLog("catalog");
  std::string snapshot_token_;
  v1::CheckResponse response_;
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_CHECK_RUN_H_
