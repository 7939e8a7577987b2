#include "services/catalog/store/sqlite/backup.h"

#include <sqlite3.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/sqlite/db.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

namespace fs = std::filesystem;

absl::Status CopyPages(Connection* from, Connection* to) {
  sqlite3_backup* backup =
      sqlite3_backup_init(to->handle(), "main", from->handle(), "main");
  if (backup == nullptr) return ErrorOf(to->handle(), "backup");
  // All at once, in one read transaction: a writer in WAL mode does not wait
  // for it, and the copy need not begin again.
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return ErrorOf(to->handle(), "backup");
  // One file, without a log beside it.
  return to->Execute("PRAGMA journal_mode = DELETE");
}

}  // namespace

absl::Status BackupFile(const std::string& from, const std::string& to) {
  std::error_code ignored;
  if (!fs::exists(from, ignored)) {
    return absl::NotFoundError(absl::StrCat("there is no catalog file ", from));
  }
  if (fs::exists(to, ignored)) {
    return absl::AlreadyExistsError(
        absl::StrCat(to, " is there already; name a new file"));
  }
  // Under another name until it is whole and on disk.
  const std::string part = to + ".part";
  fs::remove(part, ignored);
  const auto copy = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto source, Connection::Open(from));
    ASSIGN_OR_RETURN(const auto target, Connection::Open(part));
    return CopyPages(source.get(), target.get());
  };
  absl::Status status = copy();
  if (status.ok()) {
    std::error_code error;
    fs::rename(part, to, error);
    if (error) status = absl::InternalError(error.message());
  }
  for (const char* end : {"", "-wal", "-shm"}) fs::remove(part + end, ignored);
  return status;
}

}  // namespace zhiheng::catalog
