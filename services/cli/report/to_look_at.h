// Checklist items: what a person should look at whatever the facts say. They
// are findings like others on the wire; a reader sees them apart, and they
// leave nothing undecided.
//
// Pure functions, thread-safe.
#ifndef SERVICES_CLI_REPORT_TO_LOOK_AT_H_
#define SERVICES_CLI_REPORT_TO_LOOK_AT_H_

#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::cli {

// A checklist item that is to be looked at, or may have to be. One that does
// not apply, or failed, is not.
bool IsToLookAt(const rules::v1::Finding& finding);

int CountToLookAt(const gateway::v1::Assessment& assessment);

// The summary without them.
gateway::v1::Summary OpenSummary(const gateway::v1::Assessment& assessment);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_TO_LOOK_AT_H_
