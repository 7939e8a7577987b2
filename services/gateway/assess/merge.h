// Findings and texts become one answer. Pure, thread-safe.
#ifndef SERVICES_GATEWAY_ASSESS_MERGE_H_
#define SERVICES_GATEWAY_ASSESS_MERGE_H_

#include <map>
#include <string>

#include "services/gateway/assess/citations.h"
#include "zhiheng/catalog/v1/provision.pb.h"
#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::gateway {

// What the catalog said of each citation, by key.
using TextStatuses = std::map<std::string, catalog::v1::TextStatus>;

// A finding that only waits for the official text (TEXT_NOT_LOADED) becomes
// NON_COMPLIANT when every provision it cites has an official or consolidated
// text in this snapshot. Returns how many did.
int PromoteFindings(const TextStatuses& texts, FindingList* findings);

gateway::v1::Summary Summarize(const FindingList& findings);

// Leaves of each finding what DETAIL_VERDICTS answers: outcome, rule and pack.
void TrimToVerdicts(FindingList* findings);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_MERGE_H_
