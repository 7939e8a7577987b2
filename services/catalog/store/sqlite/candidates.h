// The provisions behind rows of the search index, with what they stand in.
//
// For one thread that holds the connection. Errors: see CatalogStore.
#ifndef SERVICES_CATALOG_STORE_SQLITE_CANDIDATES_H_
#define SERVICES_CATALOG_STORE_SQLITE_CANDIDATES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/sqlite/db.h"

namespace zhiheng::catalog {

// Those that are believed at `commit` and in force on the filter's day, at most
// `limit`, in the order of `rows`.
absl::StatusOr<std::vector<FullProvision>> ReadCandidates(
    Connection* db, int64_t commit, const std::vector<int64_t>& rows,
    const SearchFilter& filter, int limit);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_CANDIDATES_H_
