// Our own data files: one YAML file an instrument, all its editions inside.
// services/catalog/README.md describes the format with an example.
//
// Pure but for the reading of files; thread-safe. What an author did wrong is a
// Diagnostic; a Status means that a file or folder could not be read.
#ifndef SERVICES_CATALOG_IMPORTER_INSTRUMENT_FILE_H_
#define SERVICES_CATALOG_IMPORTER_INSTRUMENT_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

// Bytes of one file; the largest code of law with full texts is below 2 MB.
inline constexpr size_t kMaxInstrumentFileBytes = 8u << 20;

// The `origin` of what these files say.
inline constexpr char kOwnOrigin[] = "zhiheng";

struct ParsedInstrument {
  std::optional<Batch> batch;  // unset when there are diagnostics
  std::vector<Diagnostic> diagnostics;
};

// `file` is for the positions only.
ParsedInstrument ParseInstrumentFile(absl::string_view text,
                                     const std::string& file);

struct ParsedFolder {
  std::vector<Batch> batches;  // in the order of file names
  std::vector<Diagnostic> diagnostics;
};

// Every *.yaml directly in `folder`, in the order of names. NOT_FOUND when
// there is no such folder or nothing in it.
absl::StatusOr<ParsedFolder> ParseInstrumentFolder(const std::string& folder);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_INSTRUMENT_FILE_H_
