// What a library of packs answers, as tables: for a terminal, as Markdown, and
// as a page of HTML that needs nothing else.
//
// Plain values; stateless. The same input gives the same bytes.
#ifndef SERVICES_CLI_COMMAND_COVERAGE_REPORT_H_
#define SERVICES_CLI_COMMAND_COVERAGE_REPORT_H_

#include <string>
#include <vector>

#include "services/rules/authoring/coverage.h"

namespace zhiheng::cli {

struct CoverageInput {
  std::vector<rules::RowCoverage> rows;
  std::vector<rules::ProvisionCoverage> provisions;
  int rule_count = 0;
};

// Counts by group of rows and by edition, then every row without an answer.
std::string CoverageText(const CoverageInput& input);
// Everything: each row with its rules or its reason.
std::string CoverageMarkdown(const CoverageInput& input);
std::string CoverageHtml(const CoverageInput& input);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_COVERAGE_REPORT_H_
