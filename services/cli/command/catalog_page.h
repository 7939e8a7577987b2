// What the commands about the catalog share: the day they ask for, how they
// print, and their exit codes.
//
// Pure but for the console; one thread.
#ifndef SERVICES_CLI_COMMAND_CATALOG_PAGE_H_
#define SERVICES_CLI_COMMAND_CATALOG_PAGE_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/command/catalog_command.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/report/page.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::cli {

// INVALID_ARGUMENT when --as-of is no day.
absl::Status SetAsOf(const CatalogOptions& options,
                     catalog::v1::ReadOptions* read);

Page MakePage(const CatalogOptions& options, const Console& console);

absl::Status PrintJson(const google::protobuf::Message& message,
                       Console* console);

// Says what failed; a question that cannot be answered is a usage error.
ExitCode Finish(const absl::Status& status, Console* console);
// False in the answer's own words: a script sees it in the exit code.
ExitCode FinishResolve(const absl::StatusOr<bool>& resolved, Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CATALOG_PAGE_H_
