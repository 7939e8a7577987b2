#include "services/gateway/assess/assessor.h"

#include "services/common/base/status_macros.h"
#include "services/gateway/assess/check_run.h"
#include "services/gateway/assess/request_check.h"

namespace zhiheng::gateway {

absl::StatusOr<v1::CheckResponse> Assessor::Check(
    const CallContext& call, const v1::CheckRequest& request) {
  RETURN_IF_ERROR(ValidateCheckRequest(request, options_));
  Span span = call.StartSpan("gateway.check");
  absl::StatusOr<v1::CheckResponse> response =
      CheckRun(call.Within(span), request,
               {.rules = rules_, .catalog = catalog_, .packs = &packs_},
               options_)
          .Run();
  span.SetStatus(response.status());
  if (response.ok()) {
    const v1::Assessment& out = response->assessment();
    span.Set("zhiheng.assessment_id", out.id());
    span.Set("zhiheng.snapshot", out.snapshot_token());
    span.Set("zhiheng.packs", out.packs_size());
    span.Set("zhiheng.findings", out.findings_size());
    span.Set("zhiheng.provisions", out.provisions_size());
    span.SetFlag("zhiheng.degraded", out.degraded());
  }
  return response;
}

}  // namespace zhiheng::gateway
