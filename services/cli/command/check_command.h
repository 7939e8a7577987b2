// zhiheng check: judges subjects, one report each.
//
// RunCheck() is one thread's work; it returns the exit code and has said
// everything on the console.
#ifndef SERVICES_CLI_COMMAND_CHECK_COMMAND_H_
#define SERVICES_CLI_COMMAND_CHECK_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/connect/services.h"
#include "services/cli/report/page.h"
#include "services/common/facts/facts_reader.h"

namespace zhiheng::cli {

enum class CheckFormat { kTree, kJson, kJsonLines };

struct CheckOptions {
  std::vector<std::string> files;  // `-` is standard input
  CheckFormat format = CheckFormat::kTree;
  Language language = Language::kBoth;
  std::string as_of;  // YYYY-MM-DD or empty
  std::string today;
  std::vector<std::string> packs;  // ids; empty: those that fit
  bool all_rules = false;          // also those that do not apply
  bool allow_partial = false;
  bool print_request = false;  // only print what would be sent
  std::string sweep;           // FROM..UNTIL: the law of each of these days
  bool strict = false;         // checklist items leave the answer open
  absl::Duration timeout = absl::Seconds(10);
};

// INVALID_ARGUMENT names the flag for a date that is none.
absl::StatusOr<gateway::v1::CheckRequest> MakeCheckRequest(
    const CheckOptions& options, const facts::v1::Subject& subject);

// `gateway` may be null when only the request is printed. `facts` may name the
// message types that facts under `other` can have.
ExitCode RunCheck(const CheckOptions& options, Gateway* gateway,
                  Console* console, const FactsOptions& facts = {});

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CHECK_COMMAND_H_
