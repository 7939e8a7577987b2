// The files of an import: on disk below the paths a person gave, or in memory
// as a client sent them. Nothing outside those paths is ever read: names with
// .. and links that lead out are refused.
//
// Thread-safe for reading. Read() returns NOT_FOUND, PERMISSION_DENIED for
// what lies outside, RESOURCE_EXHAUSTED beyond a limit; messages name the file,
// the limit and its value.
#ifndef SERVICES_CATALOG_IMPORTER_FILES_FILE_SOURCE_H_
#define SERVICES_CATALOG_IMPORTER_FILES_FILE_SOURCE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"

namespace zhiheng::catalog {

struct FileLimits {
  // Bytes of one file; the largest real one has 2 MB.
  size_t max_file_bytes = 64u << 20;
  // Bytes of one line; the longest real one has 300 kB.
  size_t max_line_bytes = 4u << 20;
  // Files of one import, and folders inside one another.
  size_t max_files = 200'000;
  int max_depth = 32;
  // Bytes of one packed file once unpacked, how many times larger than packed
  // it may be, and members of one archive. Word files unpack to 30 times.
  size_t max_unpacked_bytes = 64u << 20;
  size_t max_unpack_ratio = 200;
  size_t max_archive_members = 10'000;
  // Elements inside one another in an XML file, and bytes of its text.
  int max_xml_depth = 256;
  size_t max_xml_text_bytes = 64u << 20;
};

class FileSource {
 public:
  virtual ~FileSource() = default;
  // Sorted; with / between folders. What Read() takes and diagnostics print.
  virtual const std::vector<std::string>& names() const = 0;
  virtual absl::StatusOr<std::string> Read(const std::string& name) const = 0;
};

// Every file at or below `paths`, hidden ones left out. What could not be
// taken in (a link that leads out, too deep, not a file) is in `diagnostics`.
// NOT_FOUND for a path that is not there; RESOURCE_EXHAUSTED beyond max_files.
absl::StatusOr<std::unique_ptr<FileSource>> OpenFiles(
    const std::vector<std::string>& paths, const FileLimits& limits,
    std::vector<Diagnostic>* diagnostics);

class MemoryFiles final : public FileSource {
 public:
  // INVALID_ARGUMENT for a name that is absolute, climbs out with .. or was
  // given before; RESOURCE_EXHAUSTED beyond max_files.
  absl::Status Add(const std::string& name, std::string content,
                   const FileLimits& limits);

  const std::vector<std::string>& names() const override { return names_; }
  absl::StatusOr<std::string> Read(const std::string& name) const override;

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::string> contents_;
};

// INVALID_ARGUMENT unless `name` is relative, in plain parts.
absl::Status CheckRelativeName(absl::string_view name);

// Text files: no NUL bytes, no line beyond the limit. An error that says which
// line, and what the file looks like (a Word file, an archive, a picture).
absl::Status CheckTextFile(absl::string_view content, const FileLimits& limits);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FILES_FILE_SOURCE_H_
