#include "services/cli/command/packs_files.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/rules/authoring/examples.h"
#include "services/rules/authoring/lint.h"
#include "services/rules/engine/library_loader.h"

namespace zhiheng::cli {
namespace {

using rules::ExampleResult;
using rules::LoadedLibrary;

// More would not be read at once, and the next run shows the rest.
constexpr int kShownDiagnostics = 200;

absl::StatusOr<LoadedLibrary> Load(std::string folder) {
  if (folder.empty()) {
    ASSIGN_OR_RETURN(folder, rules::FindLibraryFolder());
  }
  return rules::LoadLibrary(folder);
}

ExitCode CannotLoad(const absl::Status& status, Console* console) {
  PrintStatus(status, console);
  return status.code() == absl::StatusCode::kNotFound ? kExitUsage
                                                      : kExitUnexpected;
}

void PrintDiagnostics(LoadedLibrary* library, Console* console) {
  library->diagnostics.Sort();
  console->err << rules::RenderAll(*library, kShownDiagnostics);
}

void PrintFailure(const std::string& pack, const ExampleResult& result,
                  Console* console) {
  console->out << "FAILED " << pack << "/" << result.rule << ": " << result.name
               << "\n  " << result.file << ":" << result.at.line << ":"
               << result.at.column << "\n";
  for (const std::string& difference : result.differences) {
    console->out << "  " << difference << "\n";
  }
}

}  // namespace

ExitCode RunPacksLint(const std::string& folder, Console* console) {
  absl::StatusOr<LoadedLibrary> library = Load(folder);
  if (!library.ok()) return CannotLoad(library.status(), console);
  for (const auto& pack : library->set->packs()) {
    rules::LintPack(*pack, &library->diagnostics);
  }
  PrintDiagnostics(&*library, console);
  const size_t mistakes = library->diagnostics.items().size();
  console->out << library->set->packs().size() << " packs, " << mistakes
               << (mistakes == 1 ? " mistake" : " mistakes") << "\n";
  console->out.flush();
  return mistakes == 0 ? kExitOk : kExitPackBroken;
}

ExitCode RunPacksTest(const std::string& folder, const std::string& filter,
                      Console* console) {
  absl::StatusOr<LoadedLibrary> library = Load(folder);
  if (!library.ok()) return CannotLoad(library.status(), console);
  int passed = 0;
  int failed = 0;
  for (const auto& pack : library->set->packs()) {
    for (const ExampleResult& result : rules::RunExamples(
             *pack, library->set->calendar(), &library->diagnostics, filter)) {
      ++(result.passed ? passed : failed);
      if (!result.passed) PrintFailure(pack->id, result, console);
    }
  }
  PrintDiagnostics(&*library, console);
  console->out << passed << " passed, " << failed << " failed\n";
  console->out.flush();
  if (library->diagnostics.has_errors()) return kExitPackBroken;
  if (passed + failed == 0) {
    console->err << "zhiheng: no example was run"
                 << (filter.empty() ? "" : "; does --filter match a rule?")
                 << "\n";
  }
  return failed > 0 || passed == 0 ? kExitTestsFailed : kExitOk;
}

}  // namespace zhiheng::cli
