// Looks the citations of a pack up in a catalog, for every day on which they
// are shown.
//
// One thread. A Status is the catalog's failure; what is wrong with the pack is
// a diagnostic.
#ifndef SERVICES_CLI_COMMAND_PACKS_CATALOG_H_
#define SERVICES_CLI_COMMAND_PACKS_CATALOG_H_

#include "absl/status/status.h"
#include "services/cli/connect/services.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::cli {

// Warns of instruments, editions and provisions that the catalog does not have,
// and of editions whose days in force differ from those the pack states.
absl::Status LintCitations(const rules::CompiledPack& pack, Catalog* catalog,
                           rules::Diagnostics* diagnostics);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_CATALOG_H_
