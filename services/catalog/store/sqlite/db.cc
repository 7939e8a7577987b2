#include "services/catalog/store/sqlite/db.h"

#include <sqlite3.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {

absl::Status ErrorOf(sqlite3* db, absl::string_view doing) {
  const auto error = [&](absl::StatusCode code, absl::string_view hint) {
    return absl::Status(
        code, absl::StrCat("store: ", doing, ": ", sqlite3_errmsg(db), hint));
  };
  switch (sqlite3_errcode(db) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(absl::StatusCode::kUnavailable,
                   "; another program writes to the file: try again");
    case SQLITE_IOERR:
      return error(absl::StatusCode::kUnavailable,
                   "; the disk refused: check it, then try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return error(absl::StatusCode::kDataLoss,
                   "; the file is damaged or no catalog: restore a backup");
    case SQLITE_FULL:
      return error(absl::StatusCode::kResourceExhausted,
                   "; make room on the disk, nothing of this was written");
    case SQLITE_NOMEM:
      return error(absl::StatusCode::kResourceExhausted, "");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return error(absl::StatusCode::kFailedPrecondition,
                   "; check that file and folder exist and can be written");
    default:
      return error(absl::StatusCode::kInternal, "");
  }
}

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), stmt_(other.stmt_), bound_(other.bound_) {
  other.stmt_ = nullptr;
}

Statement::~Statement() {
  if (stmt_ == nullptr) return;
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);
}

// A failed bind (no memory) leaves NULL, which Step() cannot hide: the columns
// bound here are NOT NULL.
Statement& Statement::Bind(absl::string_view text) {
  sqlite3_bind_text64(stmt_, ++bound_, text.empty() ? "" : text.data(),
                      text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::Bind(int64_t value) {
  sqlite3_bind_int64(stmt_, ++bound_, value);
  return *this;
}

Statement& Statement::Bind(const std::optional<CivilDate>& date) {
  if (date.has_value()) return Bind(int64_t{date->days_since_epoch()});
  sqlite3_bind_null(stmt_, ++bound_);
  return *this;
}

Statement& Statement::BindBlob(absl::string_view bytes) {
  sqlite3_bind_blob64(stmt_, ++bound_, bytes.empty() ? "" : bytes.data(),
                      bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  switch (sqlite3_step(stmt_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return ErrorOf(db_, sqlite3_sql(stmt_));
  }
}

absl::Status Statement::Run() { return Step().status(); }

std::string Statement::Text(int column) const {
  const void* text = sqlite3_column_blob(stmt_, column);
  if (text == nullptr) return "";
  return std::string(static_cast<const char*>(text),
                     static_cast<size_t>(sqlite3_column_bytes(stmt_, column)));
}

int64_t Statement::Int(int column) const {
  return sqlite3_column_int64(stmt_, column);
}

std::optional<CivilDate> Statement::Date(int column) const {
  if (sqlite3_column_type(stmt_, column) == SQLITE_NULL) return std::nullopt;
  return CivilDate::FromDays(static_cast<int32_t>(Int(column)));
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const std::string& uri, const ConnectionOptions& options) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &db,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                       SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                                   nullptr);
  std::unique_ptr<Connection> connection(new Connection(db));
  if (code != SQLITE_OK) return ErrorOf(db, "opening the database");
  sqlite3_busy_timeout(
      db, static_cast<int>(absl::ToInt64Milliseconds(options.lock_timeout)));
  RETURN_IF_ERROR(connection->Execute(
      absl::StrCat("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA foreign_keys = ON; PRAGMA cache_size = -",
                   options.cache_kib)));
  if (options.max_bytes > 0) {
    // Pages have SQLite's usual size.
    RETURN_IF_ERROR(connection->Execute(
        absl::StrCat("PRAGMA max_page_count = ", options.max_bytes / 4096)));
  }
  return connection;
}

Connection::~Connection() {
  for (const auto& [sql, stmt] : prepared_) sqlite3_finalize(stmt);
  sqlite3_close_v2(db_);
}

absl::Status Connection::Execute(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return ErrorOf(db_, sql.substr(0, 60));
  }
  return absl::OkStatus();
}

absl::StatusOr<Statement> Connection::Prepare(const std::string& sql) {
  sqlite3_stmt*& stmt = prepared_[sql];
  if (stmt == nullptr &&
      sqlite3_prepare_v3(db_, sql.c_str(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &stmt,
                         nullptr) != SQLITE_OK) {
    return ErrorOf(db_, sql);
  }
  return Statement(db_, stmt);
}

int64_t Connection::LastInsertId() const {
  return sqlite3_last_insert_rowid(db_);
}

absl::StatusOr<Transaction> Transaction::Begin(Connection* connection) {
  RETURN_IF_ERROR(connection->Execute("BEGIN IMMEDIATE"));
  return Transaction(connection);
}

absl::StatusOr<Transaction> Transaction::BeginRead(Connection* connection) {
  RETURN_IF_ERROR(connection->Execute("BEGIN DEFERRED"));
  return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  if (connection_ != nullptr) (void)connection_->Execute("ROLLBACK");
}

absl::Status Transaction::Commit() {
  RETURN_IF_ERROR(connection_->Execute("COMMIT"));
  connection_ = nullptr;
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
