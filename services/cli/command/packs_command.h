// zhiheng packs list: the live packs. Lint and test stand in packs_files.h,
// since they work on files.
//
// One thread's work; it returns the exit code and has said everything on the
// console.
#ifndef SERVICES_CLI_COMMAND_PACKS_COMMAND_H_
#define SERVICES_CLI_COMMAND_PACKS_COMMAND_H_

#include <string>

#include "absl/time/time.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/connect/services.h"
#include "services/cli/report/page.h"

namespace zhiheng::cli {

struct PacksOptions {
  std::string pack;  // one pack with its rules; empty: all without
  bool json = false;
  Language language = Language::kBoth;
  absl::Duration timeout = absl::Seconds(10);
};

ExitCode RunPacksList(const PacksOptions& options, Rules* rules,
                      Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_COMMAND_H_
