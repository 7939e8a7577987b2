#include "services/cli/command/packs_load.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

// More would not be read at once, and the next run shows the rest.
constexpr int kShownDiagnostics = 200;

}  // namespace

absl::StatusOr<std::string> PacksFolder(const std::string& folder) {
  if (!folder.empty()) return folder;
  return rules::FindLibraryFolder();
}

absl::StatusOr<rules::LoadedLibrary> LoadPacks(const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string from, PacksFolder(folder));
  return rules::LoadLibrary(from);
}

absl::StatusOr<std::string> ReadPackFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  // One byte beyond the limit, so that the reader sees it is too long.
  std::string text(rules::LibraryLimits().max_file_bytes + 1, '\0');
  if (!in) return absl::UnavailableError(absl::StrCat("cannot read ", path));
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

ExitCode CannotLoadPacks(const absl::Status& status, Console* console) {
  PrintStatus(status, console);
  return status.code() == absl::StatusCode::kNotFound ? kExitUsage
                                                      : kExitUnexpected;
}

void PrintPackDiagnostics(rules::LoadedLibrary* library, Console* console) {
  library->diagnostics.Sort();
  console->err << rules::RenderAll(*library, kShownDiagnostics);
}

}  // namespace zhiheng::cli
