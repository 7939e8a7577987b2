// An import: files into a store, instrument by instrument.
//
//   auto summary = RunImport(files, {.format = Format::kAuto}, store, now,
//   &seen);
//
// Two passes over the files keep memory flat: the first notes who speaks of
// which edition (and keeps what fits kMaxKeptBytes), the second writes one
// instrument after the other. An edition
// is written whole or not at all; what is written already is left alone, so a
// broken import is resumed by running it again.
//
// Runs on the calling thread. Fails with the store's errors and CANCELLED when
// the observer says stop; what is wrong with a file is a diagnostic.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_IMPORT_RUN_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_IMPORT_RUN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/plan/inputs.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

// Provisions written with one wait for the disk; whole instruments only.
inline constexpr int64_t kProvisionsPerWrite = 10'000;

// Memory for editions that the second pass then need not read again.
inline constexpr size_t kMaxKeptBytes = size_t{64} << 20;

struct ImportOptions {
  Format format = Format::kAuto;
  // Refuses editions with damage (Level::kDamage), and says which.
  bool strict = false;
  // Does everything but write.
  bool validate_only = false;
  int64_t provisions_per_write = kProvisionsPerWrite;
  size_t max_kept_bytes = kMaxKeptBytes;
  FileLimits limits = {};
};

struct ImportProgress {
  int64_t files_total = 0;
  int64_t files_read = 0;  // first pass
  int64_t instruments_total = 0;
  int64_t instruments_done = 0;  // second pass
  int64_t instruments_kept = 0;  // of these, in the store for good
  int64_t provisions = 0;
};

class ImportObserver {
 public:
  virtual ~ImportObserver() = default;
  virtual void OnDiagnostic(const Diagnostic& diagnostic) = 0;
  // False stops the import after what is written.
  virtual bool OnProgress(const ImportProgress& progress) = 0;
};

struct ImportSummary {
  int64_t files = 0;
  int64_t skipped = 0;  // nothing to import in them
  int64_t instruments = 0;
  int64_t editions = 0;  // distinct ones
  int64_t editions_written = 0;
  int64_t editions_unchanged = 0;
  int64_t editions_refused = 0;  // --strict
  int64_t articles = 0;
  int64_t provisions = 0;  // in the files
  int64_t rows_added = 0;
  int64_t rows_changed = 0;
  int64_t rows_removed = 0;
  // compared and agreeing by pair of origins: "just-laws, lawrefbook".
  std::map<std::string, std::pair<int64_t, int64_t>> pairs;
  int64_t compared = 0;  // sources for an edition that another one has too
  int64_t agreeing = 0;  // of these, equal in every article
  int64_t errors = 0;
  int64_t damages = 0;
  int64_t notes = 0;
  std::string snapshot;  // token after the import
};

absl::StatusOr<ImportSummary> RunImport(const FileSource& files,
                                        const ImportOptions& options,
                                        CatalogStore* store, absl::Time now,
                                        ImportObserver* observer);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_IMPORT_RUN_H_
