// One finding as rows of a report.
//
// Stateless, thread-safe apart from the page written to.
#ifndef SERVICES_CLI_REPORT_FINDING_VIEW_H_
#define SERVICES_CLI_REPORT_FINDING_VIEW_H_

#include <map>
#include <set>
#include <string>
#include <vector>

namespace zhiheng::gateway::v1 {
class CitedProvision;
}
namespace zhiheng::rules::v1 {
class Finding;
}

namespace zhiheng::cli {

class Page;

// The provisions of an assessment by CitationKey(), which must outlive this;
// and those whose text the page holds already.
struct ProvisionTexts {
  std::map<std::string, const gateway::v1::CitedProvision*> by_key;
  std::set<std::string> printed;
};

// In full: statement, what was found, provisions, day, facts, what follows.
void PrintFinding(const rules::v1::Finding& finding, ProvisionTexts* provisions,
                  Page* page);

// Without those that another one covers (`x.value` beside `x`).
std::vector<std::string> MissingFactsOf(const rules::v1::Finding& finding);

// In one line with its citation: for what is met and has no consequence.
void PrintFindingBriefly(const rules::v1::Finding& finding, Page* page);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_FINDING_VIEW_H_
