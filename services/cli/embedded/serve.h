// zhiheng serve: catalog, rules and gateway on one address in this process, or
// with --split as three processes.
//
// Called from main before any other thread is started (it blocks signals).
// Serves until SIGTERM or SIGINT; returns the exit code.
#ifndef SERVICES_CLI_EMBEDDED_SERVE_H_
#define SERVICES_CLI_EMBEDDED_SERVE_H_

#include "services/cli/command/console.h"
#include "services/cli/command/parse.h"
#include "services/cli/embedded/engines.h"

namespace zhiheng::cli {

int Serve(const ServeOptions& options, const EngineFolders& folders,
          Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_EMBEDDED_SERVE_H_
