// Word files (.docx) and the article chunks made from them (JSON lines).
//
// Pure; thread-safe. INVALID_ARGUMENT or RESOURCE_EXHAUSTED when a file cannot
// be read at all; an old binary .doc is refused with what to do instead.
#ifndef SERVICES_CATALOG_IMPORTER_FORMATS_WORD_H_
#define SERVICES_CATALOG_IMPORTER_FORMATS_WORD_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/formats/markdown.h"
#include "services/catalog/importer/text/source_document.h"

namespace zhiheng::catalog {

absl::StatusOr<SourceDocument> ReadDocx(const NamedText& file,
                                        const FileLimits& limits);

// One object a line: law_name, article, content. One document a law_name.
absl::StatusOr<std::vector<SourceDocument>> ReadDocxChunks(
    const NamedText& file);

bool LooksLikeOldWord(absl::string_view content);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FORMATS_WORD_H_
