// The files of one ImportEditions stream, put together part by part: settings
// first and once, then files, each in parts that follow one another.
//
// For one thread. Holds everything in memory, within kMaxUploadBytes. Add()
// fails with INVALID_ARGUMENT (the stream breaks its order, a name climbs out
// or comes twice) or RESOURCE_EXHAUSTED (too much); the upload is then useless.
#ifndef SERVICES_CATALOG_SERVICE_IMPORT_UPLOAD_H_
#define SERVICES_CATALOG_SERVICE_IMPORT_UPLOAD_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "services/catalog/importer/files/file_source.h"
#include "zhiheng/catalog/v1/import.pb.h"

namespace zhiheng::catalog {

// Bytes of the files of one call. The largest collection known has 60 MB; more
// is sent folder by folder.
inline constexpr size_t kMaxUploadBytes = size_t{256} << 20;

class ImportUpload {
 public:
  explicit ImportUpload(size_t max_bytes = kMaxUploadBytes,
                        const FileLimits& limits = {})
      : max_bytes_(max_bytes), limits_(limits) {}

  absl::Status Add(v1::ImportEditionsRequest part);
  // After the last part.
  absl::Status Finish();

  const v1::ImportSettings& settings() const { return settings_; }
  const MemoryFiles& files() const { return files_; }

 private:
  absl::Status AddPart(v1::ImportFilePart part);
  absl::Status CloseFile();

  const size_t max_bytes_;
  const FileLimits limits_;
  bool begun_ = false;
  v1::ImportSettings settings_;
  MemoryFiles files_;
  bool open_ = false;  // a file is being put together
  std::string name_;
  std::string content_;
  size_t total_ = 0;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_SERVICE_IMPORT_UPLOAD_H_
