// An assessment as a report for an officer: what was judged, by the law of
// which day, what is broken, open or met, why, what follows, what is missing.
//
// Stateless, thread-safe. The same assessment and options give the same text.
#ifndef SERVICES_CLI_REPORT_ASSESSMENT_VIEW_H_
#define SERVICES_CLI_REPORT_ASSESSMENT_VIEW_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/report/page.h"

namespace zhiheng::facts::v1 {
class Subject;
}
namespace zhiheng::gateway::v1 {
class Assessment;
}

namespace zhiheng::cli {

// `source` says where the facts came from: a file name.
std::string RenderAssessment(const gateway::v1::Assessment& assessment,
                             const facts::v1::Subject& subject,
                             absl::string_view source,
                             const PageOptions& options);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_ASSESSMENT_VIEW_H_
