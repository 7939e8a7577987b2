#include "services/catalog/store/catalog_store.h"

#include <utility>
#include <vector>

#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {

absl::StatusOr<CommitResult> CatalogStore::Commit(const Batch& batch,
                                                  absl::Time recorded_at) {
  ASSIGN_OR_RETURN(std::vector<CommitResult> results,
                   CommitGroup(absl::MakeConstSpan(&batch, 1), recorded_at));
  return std::move(results.front());
}

}  // namespace zhiheng::catalog
