// The tables of the PostgreSQL store, version by version, in the schema that
// the connection's search_path begins with.
//
// Migrate() takes a lock that other starting programs wait for, and runs each
// missing version in a transaction of its own. FAILED_PRECONDITION when the
// database was written by a newer program.
#ifndef SERVICES_CATALOG_STORE_POSTGRES_SCHEMA_H_
#define SERVICES_CATALOG_STORE_POSTGRES_SCHEMA_H_

#include "absl/status/status.h"
#include "services/catalog/store/postgres/db.h"

namespace zhiheng::catalog::postgres {

int NewestSchemaVersion();

// To `version`, which tests set lower to make old databases.
absl::Status Migrate(Connection* connection, int version);

}  // namespace zhiheng::catalog::postgres

#endif  // SERVICES_CATALOG_STORE_POSTGRES_SCHEMA_H_
