// Loads a folder of packs and calendars: reads, compiles, collects every
// mistake of every file.
//
// Thread-safe. Status: the folder or a file cannot be read, or holds too much.
// Authors' mistakes are in `diagnostics`; the set then holds the packs that
// are right.
#ifndef SERVICES_RULES_ENGINE_LIBRARY_LOADER_H_
#define SERVICES_RULES_ENGINE_LIBRARY_LOADER_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/engine/pack_registry.h"

namespace zhiheng::rules {

// Diagnostics shown when a library is refused.
inline constexpr int kMaxShownDiagnostics = 50;

struct LibraryLimits {
  int max_files = 5'000;
  size_t max_file_bytes = 8 << 20;
};

struct LoadedLibrary {
  std::shared_ptr<const PackSet> set;
  Diagnostics diagnostics;                   // sorted
  std::map<std::string, std::string> texts;  // content by file, for excerpts
};

// `path` is a folder, searched below for *.yaml, or one pack file. Files named
// *_test.yaml are suites, not packs. Calendars are the files below `calendar/`
// in it; without any, those of the program's own library.
absl::StatusOr<LoadedLibrary> LoadLibrary(const std::string& path,
                                          const LibraryLimits& limits = {});

// The packs of a folder as they may go live. FAILED_PRECONDITION (PACKS_BROKEN,
// NO_PACKS) with every diagnostic when one has a mistake, or when there is
// none.
absl::StatusOr<std::shared_ptr<const PackSet>> LoadLivePacks(
    const std::string& folder);

// The folder of packs that belongs to the running program: beside the sources
// it was built from, or installed. NOT_FOUND says where it looked.
absl::StatusOr<std::string> FindLibraryFolder();

// Each diagnostic with its excerpt; at most `max`, then how many more.
std::string RenderAll(const LoadedLibrary& library, int max);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_ENGINE_LIBRARY_LOADER_H_
