// An import into a catalog over gRPC: the files go up in a stream, findings and
// summary come back.
//
// Blocks until the answer is there. Fails as CatalogService.ImportEditions
// does, and with the errors of reading the files.
#ifndef SERVICES_CLI_COMMAND_IMPORT_REMOTE_H_
#define SERVICES_CLI_COMMAND_IMPORT_REMOTE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/plan/import_run.h"
#include "services/cli/command/import_options.h"
#include "services/cli/command/import_teller.h"
#include "services/common/base/clock.h"

namespace zhiheng::cli {

// `address`: HOST:PORT of a catalog.
absl::StatusOr<catalog::ImportSummary> ImportInto(
    const std::string& address, const ImportCommandOptions& options,
    const catalog::FileSource& files, const Clock* clock, ImportTeller* teller);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_IMPORT_REMOTE_H_
