// Rows to records: the columns of the PostgreSQL store in one place.
//
// Free functions. DATA_LOSS when suspensions are none that we write.
#ifndef SERVICES_CATALOG_STORE_POSTGRES_ROWS_H_
#define SERVICES_CATALOG_STORE_POSTGRES_ROWS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/catalog/model/records.h"
#include "services/catalog/store/postgres/db.h"

namespace zhiheng::catalog::postgres {

// Column lists for SELECT; the readers below expect them in this order, from
// column `at` on.
inline constexpr char kInstrumentColumns[] =
    "i.instrument, i.kind, i.title_zh, i.title_en, i.short_names, i.number, "
    "i.issuer, i.region_code";
inline constexpr char kEditionColumns[] =
    "e.instrument, e.edition, e.title_zh, e.title_en, e.number, e.published, "
    "e.effective, e.superseded, e.superseded_by, e.source";
inline constexpr char kProvisionColumns[] =
    "p.instrument, p.edition, p.provision, p.ordinal, p.heading, p.text_zh, "
    "p.text_en, p.text_status, p.effective, p.superseded, p.source, "
    "p.suspended";
inline constexpr int kInstrumentColumnCount = 8;
inline constexpr int kEditionColumnCount = 10;

// `t.from_commit <= $1 AND $1 < t.to_commit`.
inline constexpr char kInstrumentBelieved[] =
    "i.origin = '' AND i.from_commit <= $1 AND $1 < i.to_commit";
inline constexpr char kEditionBelieved[] =
    "e.origin = '' AND e.from_commit <= $1 AND $1 < e.to_commit";
inline constexpr char kProvisionBelieved[] =
    "p.from_commit <= $1 AND $1 < p.to_commit";

absl::StatusOr<Instrument> ReadInstrument(const Result& rows, int row,
                                          int at = 0);
absl::StatusOr<Edition> ReadEdition(const Result& rows, int row, int at = 0);
absl::StatusOr<Provision> ReadProvision(const Result& rows, int row,
                                        int at = 0);

}  // namespace zhiheng::catalog::postgres

#endif  // SERVICES_CATALOG_STORE_POSTGRES_ROWS_H_
