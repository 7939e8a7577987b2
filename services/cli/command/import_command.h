// zhiheng catalog import: files with laws or standards into a catalog, kept in
// a database of this machine (--db) or by a server (--target).
//
// One thread's work; it returns the exit code and has said everything on the
// console: findings as they come, then a summary. A progress line is drawn on
// `err` only when `progress` says that it is a terminal.
#ifndef SERVICES_CLI_COMMAND_IMPORT_COMMAND_H_
#define SERVICES_CLI_COMMAND_IMPORT_COMMAND_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/command/import_options.h"
#include "services/common/base/clock.h"

namespace zhiheng::cli {

// `data_folder`: our own files, loaded into --db first so that imported texts
// find their instruments; a server has loaded its own.
ExitCode RunCatalogImport(const ImportCommandOptions& options,
                          const std::string& data_folder, const Clock* clock,
                          Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_IMPORT_COMMAND_H_
