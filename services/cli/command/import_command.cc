#include "services/cli/command/import_command.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/cli/command/import_remote.h"
#include "services/cli/command/import_teller.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

absl::Status CheckPlace(const ImportCommandOptions& options) {
  if (!options.target.empty() && !options.db.empty()) {
    return absl::InvalidArgumentError(
        "--db and --target name two catalogs; give one of them");
  }
  if (options.target.empty() && options.db.empty() && !options.validate_only) {
    return absl::InvalidArgumentError(
        "--db FILE says where the catalog is kept, --target HOST:PORT which "
        "server keeps it; with --validate-only nothing is kept");
  }
  return absl::OkStatus();
}

absl::StatusOr<catalog::ImportSummary> ImportHere(
    const ImportCommandOptions& options, const std::string& data_folder,
    const catalog::FileSource& files, const Clock* clock,
    ImportTeller* teller) {
  const auto format = catalog::FormatFromWord(options.format);
  if (!format.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", options.format, "\" is no format"));
  }
  ASSIGN_OR_RETURN(
      const auto engine,
      catalog::CatalogEngine::Create(
          {.data_folder = data_folder, .db_path = options.db}, clock));
  catalog::ImportOptions import;
  import.format = *format;
  import.strict = options.strict;
  import.validate_only = options.validate_only;
  return engine->Import(files, import, teller);
}

absl::StatusOr<catalog::ImportSummary> Import(
    const ImportCommandOptions& options, const std::string& data_folder,
    const Clock* clock, ImportTeller* teller) {
  RETURN_IF_ERROR(CheckPlace(options));
  std::vector<catalog::Diagnostic> outside;
  const auto files = catalog::OpenFiles(options.paths, {}, &outside);
  // A path that is not there is the caller's mistake.
  if (absl::IsNotFound(files.status())) {
    return absl::InvalidArgumentError(files.status().message());
  }
  RETURN_IF_ERROR(files.status());
  for (const catalog::Diagnostic& d : outside) teller->OnDiagnostic(d);
  if (options.target.empty()) {
    return ImportHere(options, data_folder, **files, clock, teller);
  }
  return ImportInto(options.target, options, **files, clock, teller);
}

}  // namespace

ExitCode RunCatalogImport(const ImportCommandOptions& options,
                          const std::string& data_folder, const Clock* clock,
                          Console* console) {
  ImportTeller teller(options, console);
  const auto summary = Import(options, data_folder, clock, &teller);
  if (!summary.ok()) {
    PrintStatus(summary.status(), console);
    return absl::IsInvalidArgument(summary.status()) ? kExitUsage
                                                     : kExitUnexpected;
  }
  teller.Finish(*summary);
  return teller.any_error() ? kExitUsage : kExitOk;
}

}  // namespace zhiheng::cli
