// Writes batches to any store: finds what differs from what is believed now,
// closes those rows, adds the new ones, and keeps the search index.
//
// For one thread, inside a transaction of `tables`. Fails as the store does;
// the transaction must then be rolled back.
#ifndef SERVICES_CATALOG_STORE_COMMIT_WRITER_H_
#define SERVICES_CATALOG_STORE_COMMIT_WRITER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/write_tables.h"

namespace zhiheng::catalog {

// CatalogStore::CommitGroup inside a transaction.
absl::StatusOr<std::vector<CommitResult>> WriteGroup(
    WriteTables* tables, absl::Span<const Batch> batches,
    absl::Time recorded_at);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_COMMIT_WRITER_H_
