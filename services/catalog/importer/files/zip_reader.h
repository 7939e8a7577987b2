// Takes one member out of a ZIP archive (a Word file is one) held in memory.
//
// Pure; thread-safe. INVALID_ARGUMENT for what is no sound archive (cut short,
// encrypted, a method other than stored and deflate, a checksum that differs);
// NOT_FOUND when the member is not there; RESOURCE_EXHAUSTED for a bomb: more
// members, more bytes or a higher ratio than FileLimits allows. At most
// max_unpacked_bytes are ever written.
// After PKWARE APPNOTE 6.3.10, sections 4.3.6 to 4.3.16; no ZIP64: such a file
// is beyond our limits anyway.
#ifndef SERVICES_CATALOG_IMPORTER_FILES_ZIP_READER_H_
#define SERVICES_CATALOG_IMPORTER_FILES_ZIP_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/files/file_source.h"

namespace zhiheng::catalog {

absl::StatusOr<std::string> ReadZipMember(absl::string_view archive,
                                          absl::string_view member,
                                          const FileLimits& limits);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FILES_ZIP_READER_H_
