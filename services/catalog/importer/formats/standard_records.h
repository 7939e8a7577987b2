// Bibliographic records of standards: relaton XML and YAML, and the JSON list
// of standards. They bring dates, titles and succession; no text.
//
// Pure functions; thread-safe. INVALID_ARGUMENT when the file is not of the
// format; a record that cannot be used is a diagnostic of its edition list.
#ifndef SERVICES_CATALOG_IMPORTER_FORMATS_STANDARD_RECORDS_H_
#define SERVICES_CATALOG_IMPORTER_FORMATS_STANDARD_RECORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/formats/imported_edition.h"
#include "services/catalog/importer/formats/markdown.h"

namespace zhiheng::catalog {

// Objects of one list; the real one has 2,141.
inline constexpr int kMaxRecords = 1'000'000;

struct RecordList {
  std::vector<ImportedEdition> editions;
  std::vector<Diagnostic> diagnostics;
};

absl::StatusOr<RecordList> ReadRelatonXml(const NamedText& file,
                                          const FileLimits& limits);
absl::StatusOr<RecordList> ReadRelatonYaml(const NamedText& file);
absl::StatusOr<RecordList> ReadStandardsJson(const NamedText& file);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FORMATS_STANDARD_RECORDS_H_
