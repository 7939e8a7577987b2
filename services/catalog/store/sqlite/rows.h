// Records to rows and back: the columns of the SQLite store in one place.
//
// Free functions over a Connection; for whoever holds it. Errors: see
// CatalogStore.
#ifndef SERVICES_CATALOG_STORE_SQLITE_ROWS_H_
#define SERVICES_CATALOG_STORE_SQLITE_ROWS_H_

#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/model/records.h"
#include "services/catalog/store/sqlite/db.h"

namespace zhiheng::catalog {

// `to_commit` of a row that is still believed.
inline constexpr int64_t kOpenCommit = std::numeric_limits<int64_t>::max();

// Column lists for SELECT; the readers below expect them in this order, from
// column `at` on.
extern const char kInstrumentColumns[];
extern const char kEditionColumns[];
extern const char kProvisionColumns[];
inline constexpr int kInstrumentColumnCount = 8;
inline constexpr int kEditionColumnCount = 10;

Instrument ReadInstrument(const Statement& row, int at = 0);
Edition ReadEdition(const Statement& row, int at = 0);
Provision ReadProvision(const Statement& row, int at = 0);

// `t.from_commit <= ? AND ? < t.to_commit`, with the commit bound twice.
std::string Believed(absl::string_view table);

absl::Status InsertInstrument(Connection* db, const Instrument& instrument,
                              int64_t commit);
absl::Status InsertEdition(Connection* db, const Edition& edition,
                           int64_t commit);
// Also indexes its words, those of `instrument` and `edition` among them.
absl::Status InsertProvision(Connection* db, const Provision& provision,
                             const Edition& edition,
                             const Instrument& instrument,
                             absl::string_view origin, int64_t commit);

// Ends the belief in a row: the only change a row ever sees.
absl::Status CloseRow(Connection* db, absl::string_view table, int64_t row,
                      int64_t commit);

// Titles and printed citation, as search sees them.
std::string CitationText(const Instrument& instrument, const Edition& edition,
                         absl::string_view provision_id);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_ROWS_H_
