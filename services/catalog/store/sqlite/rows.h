// Records to rows and back: the columns of the SQLite store in one place.
//
// Free functions over a Connection; for whoever holds it. Errors: see
// CatalogStore.
#ifndef SERVICES_CATALOG_STORE_SQLITE_ROWS_H_
#define SERVICES_CATALOG_STORE_SQLITE_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/model/records.h"
#include "services/catalog/store/sqlite/db.h"

namespace zhiheng::catalog {

// Column lists for SELECT; the readers below expect them in this order, from
// column `at` on.
extern const char kInstrumentColumns[];
extern const char kEditionColumns[];
extern const char kProvisionColumns[];
inline constexpr int kInstrumentColumnCount = 8;
inline constexpr int kEditionColumnCount = 10;
inline constexpr int kProvisionColumnCount = 12;

absl::StatusOr<Instrument> ReadInstrument(const Statement& row, int at = 0);
absl::StatusOr<Edition> ReadEdition(const Statement& row, int at = 0);
// DATA_LOSS when the suspensions are none that we write.
absl::StatusOr<Provision> ReadProvision(const Statement& row, int at = 0);

// `t.from_commit <= ? AND ? < t.to_commit`, with the commit bound twice.
std::string Believed(absl::string_view table);
// The same for tables that also hold the claims of single origins.
std::string BelievedMerged(absl::string_view table);

absl::Status InsertInstrument(Connection* db, const Instrument& instrument,
                              absl::string_view origin, int64_t commit);
absl::Status InsertEdition(Connection* db, const Edition& edition,
                           absl::string_view origin, int64_t commit);
absl::Status InsertProvision(Connection* db, const Provision& provision,
                             absl::string_view origin, int64_t commit);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_ROWS_H_
