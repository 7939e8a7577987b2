// Pack files on their way into a command, and what is wrong with them on their
// way to the console. Used by the packs commands only.
//
// Stateless.
#ifndef SERVICES_CLI_COMMAND_PACKS_LOAD_H_
#define SERVICES_CLI_COMMAND_PACKS_LOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/rules/engine/library_loader.h"

namespace zhiheng::cli {

// `folder`, or that of the program when it is empty.
absl::StatusOr<std::string> PacksFolder(const std::string& folder);
absl::StatusOr<rules::LoadedLibrary> LoadPacks(const std::string& folder);
absl::StatusOr<std::string> ReadPackFile(const std::string& path);

ExitCode CannotLoadPacks(const absl::Status& status, Console* console);
void PrintPackDiagnostics(rules::LoadedLibrary* library, Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_LOAD_H_
