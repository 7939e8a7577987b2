// The store that a word of the command line names.
//
// Thread-safe. INVALID_ARGUMENT for a word that names none; else fails as the
// store does.
#ifndef SERVICES_CATALOG_ENGINE_OPEN_STORE_H_
#define SERVICES_CATALOG_ENGINE_OPEN_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

// `sqlite:FILE` or FILE; `postgres:CONNINFO` or a postgresql:// URI, both as
// libpq takes them; empty: in memory.
absl::StatusOr<std::unique_ptr<CatalogStore>> OpenStore(
    const std::string& target);

// Copies what `target` names to a new file. FAILED_PRECONDITION, with the way
// to do it, for what is no file.
absl::Status BackupStore(const std::string& target, const std::string& to);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_OPEN_STORE_H_
