// The tables of the SQLite store, version by version.
//
// Migrate() is for one thread, before the store is used; it runs each missing
// version in a transaction of its own. FAILED_PRECONDITION when the file was
// written by a newer program.
#ifndef SERVICES_CATALOG_STORE_SQLITE_SCHEMA_H_
#define SERVICES_CATALOG_STORE_SQLITE_SCHEMA_H_

#include "absl/status/status.h"
#include "services/catalog/store/sqlite/db.h"

namespace zhiheng::catalog {

int NewestSchemaVersion();

// To `version`, which tests set lower to make old files.
absl::Status Migrate(Connection* connection, int version);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_SCHEMA_H_
