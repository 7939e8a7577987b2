// zhiheng packs lint | test: works on pack files, before they are served.
//
// One thread's work; returns the exit code and has said everything on the
// console.
#ifndef SERVICES_CLI_COMMAND_PACKS_FILES_H_
#define SERVICES_CLI_COMMAND_PACKS_FILES_H_

#include <string>

#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"

namespace zhiheng::cli {

// Every mistake with file, line, column and hint. An empty folder means the
// packs that come with the program. Exit code 3 when there is one.
ExitCode RunPacksLint(const std::string& folder, Console* console);

// Runs the examples of the packs; those whose `pack/RULE` holds `filter`, when
// it is not empty. Exit code 4 when one does not hold, or when none was run.
ExitCode RunPacksTest(const std::string& folder, const std::string& filter,
                      Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_FILES_H_
