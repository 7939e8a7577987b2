// zhiheng packs lint | test | coverage | fmt | schema | explain | new: works on
// pack files, before they are served.
//
// One thread's work; returns the exit code and has said everything on the
// console.
#ifndef SERVICES_CLI_COMMAND_PACKS_FILES_H_
#define SERVICES_CLI_COMMAND_PACKS_FILES_H_

#include <string>

#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/command/packs_options.h"
#include "services/cli/connect/services.h"

namespace zhiheng::cli {

// Every mistake with file, line, column and hint. An empty folder means the
// packs that come with the program. With a catalog, citations are looked up in
// it. Exit code 3 when there is a mistake.
ExitCode RunPacksLint(const PackFilesOptions& options, Catalog* catalog,
                      Console* console);

// Runs the examples of the packs, and the suites beside them. Exit code 4 when
// one does not hold, or when none was run.
ExitCode RunPacksTest(const PackFilesOptions& options, Console* console);

// The packs against rows.yml in their folder, and against the provisions of the
// editions they state. Exit code 3 when a row has neither rule nor reason, or
// the list has a mistake.
ExitCode RunPacksCoverage(const PackFilesOptions& options, Console* console);

// One rule in words: what it says, cites, reads, costs, and how it is tested.
// Exit code 2 when there is no such rule.
ExitCode RunPacksExplain(const PackFilesOptions& options, Console* console);

// Rewrites pack files and suites in their usual form. Exit code 3 when one is
// no YAML, or when one is not in that form and nothing may be changed.
ExitCode RunPacksFormat(const PackFilesOptions& options, Console* console);

// The JSON Schema of packs or suites, for editors.
ExitCode RunPacksSchema(const PackFilesOptions& options, Console* console);

// Writes a first pack with a suite, ready to lint and test. Exit code 2 when
// the folder has one already.
ExitCode RunPacksNew(const PackFilesOptions& options, Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_FILES_H_
