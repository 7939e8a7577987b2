// The flags of `zhiheng catalog import`. Registers them; both arguments outlive
// the parsing.
#ifndef SERVICES_CLI_COMMAND_IMPORT_FLAGS_H_
#define SERVICES_CLI_COMMAND_IMPORT_FLAGS_H_

#include "CLI/CLI.hpp"
#include "services/cli/command/import_options.h"

namespace zhiheng::cli {

void AddImportFlags(CLI::App* sub, ImportCommandOptions* options);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_IMPORT_FLAGS_H_
