// Which snapshot a read wants, over the commits of any store.
//
// For one thread. INVALID_ARGUMENT for a token that is none and for wishes that
// exclude each other; FAILED_PRECONDITION for a token of another history; else
// fails as the store does.
#ifndef SERVICES_CATALOG_STORE_OPEN_SNAPSHOT_H_
#define SERVICES_CATALOG_STORE_OPEN_SNAPSHOT_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "absl/status/statusor.h"
#include "services/catalog/store/snapshot.h"

namespace zhiheng::catalog {

// The newest commit with a number of at most `id` that was recorded by `micros`
// (since 1970-01-01 UTC); nullopt when there is none.
using FindCommit = std::function<absl::StatusOr<std::optional<Snapshot>>(
    int64_t id, int64_t micros)>;

absl::StatusOr<Snapshot> OpenSnapshot(const SnapshotQuery& query,
                                      const FindCommit& find);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_OPEN_SNAPSHOT_H_
