// Akoma Ntoso XML (LegalDocML 3.0 and its drafts): articles or sections become
// articles, subsections and paragraphs 款, points 项; numbers are those
// printed. A debate or judgment is one text without parts.
//
// Pure; thread-safe. Fails as ReadXml() does, and with INVALID_ARGUMENT when
// the root is no akomaNtoso.
#ifndef SERVICES_CATALOG_IMPORTER_FORMATS_AKOMA_NTOSO_H_
#define SERVICES_CATALOG_IMPORTER_FORMATS_AKOMA_NTOSO_H_

#include "absl/status/statusor.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/formats/imported_edition.h"
#include "services/catalog/importer/formats/markdown.h"

namespace zhiheng::catalog {

absl::StatusOr<ImportedEdition> ReadAkomaNtoso(const NamedText& file,
                                               const FileLimits& limits);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FORMATS_AKOMA_NTOSO_H_
