// Which files of an import belong together, in which format, and what lies
// beside them: the index of lawrefbook, the versions.json of just-laws.
//
// Pure but for reading the FileSource; thread-safe. What cannot be read is a
// diagnostic; nothing here stops an import.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_INPUTS_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_INPUTS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/formats/imported_edition.h"
#include "services/catalog/importer/plan/format.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

struct Input {
  Format format = Format::kAuto;
  std::vector<std::string> files;  // several: parts of one code
};

struct IndexRow {
  std::optional<CivilDate> effective;
  bool expired = false;
};
struct VersionRow {
  std::optional<CivilDate> published;
  std::optional<CivilDate> effective;
  std::optional<CivilDate> superseded;
};
struct SideData {
  // By short title and date of publication (ISO).
  std::map<std::pair<std::string, std::string>, IndexRow> index;
  std::map<std::string, VersionRow> versions;  // by name of the file
};

struct Inputs {
  std::vector<Input> inputs;
  SideData side;
  std::vector<Diagnostic> diagnostics;
  int skipped = 0;  // files that hold nothing to import
};

Inputs FindInputs(const FileSource& files, Format format,
                  const FileLimits& limits);

struct ReadInputResult {
  std::vector<ImportedEdition> editions;
  std::vector<Batch> batches;  // of our own YAML files
  std::vector<Diagnostic> diagnostics;
};
ReadInputResult ReadInput(const Input& input, const FileSource& files,
                          const SideData& side, const FileLimits& limits);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_INPUTS_H_
