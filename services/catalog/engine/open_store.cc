#include "services/catalog/engine/open_store.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/catalog/store/postgres/store.h"
#include "services/catalog/store/sqlite/backup.h"
#include "services/catalog/store/sqlite/store.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// Takes the word for a kind of store off; what is left says which one.
bool IsPostgres(absl::string_view* target) {
  return absl::StartsWith(*target, "postgresql://") ||
         absl::StartsWith(*target, "postgres://") ||
         absl::ConsumePrefix(target, "postgres:");
}

}  // namespace

absl::StatusOr<std::unique_ptr<CatalogStore>> OpenStore(
    const std::string& target) {
  absl::string_view rest = target;
  if (IsPostgres(&rest)) {
    ASSIGN_OR_RETURN(std::unique_ptr<PostgresStore> store,
                     PostgresStore::Create({.conninfo = std::string(rest)}));
    return std::unique_ptr<CatalogStore>(std::move(store));
  }
  if (absl::ConsumePrefix(&rest, "sqlite:") && rest.empty()) {
    return absl::InvalidArgumentError(
        "\"sqlite:\" names no file; write sqlite:FILE, or leave --db out to "
        "keep the catalog in memory");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteStore> store,
                   SqliteStore::Create({.path = std::string(rest)}));
  return std::unique_ptr<CatalogStore>(std::move(store));
}

absl::Status BackupStore(const std::string& target, const std::string& to) {
  absl::string_view rest = target;
  if (IsPostgres(&rest)) {
    return absl::FailedPreconditionError(
        "a PostgreSQL database is copied with pg_dump -Fc and brought back "
        "with pg_restore");
  }
  absl::ConsumePrefix(&rest, "sqlite:");
  if (rest.empty()) {
    return absl::FailedPreconditionError(
        "there is no file to copy; name it with --db");
  }
  return BackupFile(std::string(rest), to);
}

}  // namespace zhiheng::catalog
