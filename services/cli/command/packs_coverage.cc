// zhiheng packs coverage: the packs against the list of what they are asked,
// and against the provisions of the editions they state.
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/catalog/engine/data_folder.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/cli/command/coverage_report.h"
#include "services/cli/command/packs_files.h"
#include "services/cli/command/packs_load.h"
#include "services/common/base/status_macros.h"
#include "services/rules/authoring/coverage.h"
#include "services/rules/authoring/coverage_file.h"

namespace zhiheng::cli {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<rules::BasisProvision>> ReadBasis(
    const std::string& folder) {
  std::string from = folder;
  if (from.empty()) {
    ASSIGN_OR_RETURN(from, catalog::FindDataFolder());
  }
  ASSIGN_OR_RETURN(const catalog::ParsedFolder parsed,
                   catalog::ParseInstrumentFolder(from));
  if (!parsed.diagnostics.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the catalog data of ", from, " have mistakes:\n",
                     catalog::Render(parsed.diagnostics)));
  }
  std::vector<rules::BasisProvision> out;
  for (const catalog::Batch& batch : parsed.batches) {
    for (const catalog::EditionBatch& edition : batch.editions) {
      for (const catalog::Provision& p : edition.provisions)
        out.push_back({p.instrument, p.edition, p.id, p.heading});
    }
  }
  return out;
}

absl::Status Write(const std::string& path, const std::string& text) {
  if (path.empty()) return absl::OkStatus();
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  return out ? absl::OkStatus()
             : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

// The list, or nothing to ask when the folder has none.
absl::StatusOr<rules::CoverageFile> ReadList(const std::string& folder,
                                             rules::LoadedLibrary* library,
                                             Console* console) {
  const std::string file = (fs::path(folder) / rules::kCoverageFile).string();
  std::error_code error;
  if (!fs::exists(file, error)) {
    console->err << "zhiheng: there is no " << file
                 << ": only provisions are compared\n";
    return rules::CoverageFile();
  }
  ASSIGN_OR_RETURN(const std::string text, ReadPackFile(file));
  library->texts[file] = text;
  return rules::ReadCoverageFile(file, text, &library->diagnostics);
}

int UncoveredRows(const CoverageInput& input) {
  int out = 0;
  for (const rules::RowCoverage& row : input.rows)
    out += row.covered == rules::Covered::kUncovered ? 1 : 0;
  return out;
}

absl::StatusOr<ExitCode> Run(const PackFilesOptions& options,
                             Console* console) {
  ASSIGN_OR_RETURN(const std::string folder, PacksFolder(options.folder));
  ASSIGN_OR_RETURN(rules::LoadedLibrary library, LoadPacks(folder));
  ASSIGN_OR_RETURN(const rules::CoverageFile list,
                   ReadList(folder, &library, console));
  ASSIGN_OR_RETURN(const auto basis, ReadBasis(options.catalog_data));
  CoverageInput input;
  for (const auto& pack : library.set->packs())
    input.rule_count += static_cast<int>(pack->rules.size());
  input.rows = rules::CoverRows(list, *library.set, &library.diagnostics);
  input.provisions =
      rules::CoverProvisions(list, basis, *library.set, &library.diagnostics);
  RETURN_IF_ERROR(Write(options.markdown, CoverageMarkdown(input)));
  RETURN_IF_ERROR(Write(options.html, CoverageHtml(input)));
  PrintPackDiagnostics(&library, console);
  console->out << CoverageText(input);
  console->out.flush();
  return UncoveredRows(input) > 0 || library.diagnostics.has_errors()
             ? kExitPackBroken
             : kExitOk;
}

}  // namespace

ExitCode RunPacksCoverage(const PackFilesOptions& options, Console* console) {
  const absl::StatusOr<ExitCode> code = Run(options, console);
  return code.ok() ? *code : CannotLoadPacks(code.status(), console);
}

}  // namespace zhiheng::cli
