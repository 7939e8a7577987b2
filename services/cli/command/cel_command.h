// zhiheng cel eval | check | dump | fmt: one expression of the rule language.
//
// One thread's work; returns the exit code and has said everything on the
// console: 0 done, 2 a mistake in the expression, the facts or a flag; eval
// also 101 when facts are missing and 102 when the value cannot be computed.
#ifndef SERVICES_CLI_COMMAND_CEL_COMMAND_H_
#define SERVICES_CLI_COMMAND_CEL_COMMAND_H_

#include <memory>

#include "services/cli/command/cel_options.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/rules/schema/facts_types.h"

namespace zhiheng::cli {

ExitCode RunCel(const CelOptions& options,
                std::shared_ptr<const rules::FactsTypes> types,
                Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CEL_COMMAND_H_
