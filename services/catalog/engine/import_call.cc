// CatalogEngine::Import: files into the engine's store.
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/importer/plan/import_run.h"

namespace zhiheng::catalog {

absl::StatusOr<ImportSummary> CatalogEngine::Import(
    const FileSource& files, const ImportOptions& options,
    ImportObserver* observer) const {
  return RunImport(files, options, store_.get(), clock_->Now(), observer);
}

}  // namespace zhiheng::catalog
