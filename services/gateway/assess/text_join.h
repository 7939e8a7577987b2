// Fetches the provisions that findings cite, all from one catalog snapshot, and
// the editions they belong to. For one thread; borrows all it is given.
// Fails with what the catalog's calls failed with, logged in the BackendLog;
// a single citation that cannot be resolved is no failure but a missing_reason.
#ifndef SERVICES_GATEWAY_ASSESS_TEXT_JOIN_H_
#define SERVICES_GATEWAY_ASSESS_TEXT_JOIN_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/call_context.h"
#include "services/gateway/assess/backend_log.h"
#include "services/gateway/assess/citations.h"
#include "services/gateway/assess/merge.h"
#include "services/gateway/assess/options.h"
#include "services/gateway/backends/catalog_backend.h"
#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::gateway {

struct JoinedTexts {
  std::vector<gateway::v1::CitedProvision> provisions;  // one per citation
  TextStatuses statuses;
};

struct TextJoinInput {
  CatalogBackend* catalog;
  std::string snapshot_token;
  type::v1::Date today;
  absl::Time check_start;
  absl::Duration budget;
};

// Every citation has an entry in the result, whatever happened.
JoinedTexts JoinTexts(const CallContext& call, const TextJoinInput& input,
                      const Citations& citations, const AssessOptions& options,
                      BackendLog* log);

// The entries when there is no catalog to ask.
JoinedTexts WithoutTexts(const Citations& citations, const std::string& reason);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_TEXT_JOIN_H_
