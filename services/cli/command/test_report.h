// Results of examples and suites: failures in words, rules by outcomes, JUnit.
//
// One thread.
#ifndef SERVICES_CLI_COMMAND_TEST_REPORT_H_
#define SERVICES_CLI_COMMAND_TEST_REPORT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/command/console.h"
#include "services/rules/authoring/examples.h"
#include "services/rules/engine/pack_registry.h"

namespace zhiheng::cli {

class TestReport {
 public:
  void Add(const std::string& pack, const rules::ExampleResult& result);

  int passed() const { return passed_; }
  int failed() const { return failed_; }

  void PrintFailures(Console* console) const;
  // Each rule with the outcomes that its cases expect; then how many rules have
  // each.
  void PrintCoverage(const rules::PackSet& packs, Console* console) const;
  // A <testsuite> for each pack, a <testcase> for each case.
  absl::Status WriteJUnit(const std::string& path) const;

 private:
  int passed_ = 0;
  int failed_ = 0;
  std::vector<std::pair<std::string, rules::ExampleResult>> results_;
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_TEST_REPORT_H_
