// A copy of a catalog file as it stands, while others read and write it.
//
// Thread-safe. Errors: see CatalogStore; ALREADY_EXISTS when the target is
// there. A copy that fails leaves nothing behind.
#ifndef SERVICES_CATALOG_STORE_SQLITE_BACKUP_H_
#define SERVICES_CATALOG_STORE_SQLITE_BACKUP_H_

#include <string>

#include "absl/status/status.h"

namespace zhiheng::catalog {

// The copy is a catalog file like any other: to restore, stop the service and
// put it in the place of the damaged one.
absl::Status BackupFile(const std::string& from, const std::string& to);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_BACKUP_H_
