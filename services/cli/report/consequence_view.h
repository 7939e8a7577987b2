// What follows from a finding, as rows of a report: orders, confiscations, fine
// intervals with their arithmetic, referrals, duties with their days.
//
// Stateless, thread-safe apart from the page written to.
#ifndef SERVICES_CLI_REPORT_CONSEQUENCE_VIEW_H_
#define SERVICES_CLI_REPORT_CONSEQUENCE_VIEW_H_

#include <string>

namespace zhiheng::rules::v1 {
class Consequence;
class FineInterval;
}  // namespace zhiheng::rules::v1

namespace zhiheng::cli {

class Page;

void PrintConsequence(const rules::v1::Consequence& consequence, Page* page);

// `[0, 250,000] 元`, `(0, ≥ 7,200,000] 元`.
std::string FineText(const rules::v1::FineInterval& fine, const Page& page);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_CONSEQUENCE_VIEW_H_
