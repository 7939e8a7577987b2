// zhiheng catalog cite FILE: every citation in a text, what it names on a day,
// and its misprints.
//
// For one thread. NOT_FOUND and INVALID_ARGUMENT name the file.
#ifndef SERVICES_CLI_COMMAND_CATALOG_ANNOTATE_H_
#define SERVICES_CLI_COMMAND_CATALOG_ANNOTATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/command/catalog_command.h"
#include "services/cli/command/console.h"
#include "services/cli/connect/services.h"
#include "services/common/rpc/call_context.h"

namespace zhiheng::cli {

// True for `-` and for the path of a file that is there.
bool NamesText(const std::string& what);

// Prints one line a citation: line and column, canonical form, outcome, hint.
// True when every citation names a provision in force and none is misprinted.
absl::StatusOr<bool> Annotate(const CatalogOptions& options,
                              const CallContext& call, Catalog* catalog,
                              Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CATALOG_ANNOTATE_H_
