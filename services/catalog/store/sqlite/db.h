// SQLite with owners: a connection, its prepared statements, and their pool.
//
// A Connection belongs to one thread at a time; the pool hands them out. A
// Statement must not outlive its Connection. Errors: see CatalogStore.
#ifndef SERVICES_CATALOG_STORE_SQLITE_DB_H_
#define SERVICES_CATALOG_STORE_SQLITE_DB_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/catalog/store/connection_pool.h"
#include "services/common/exact/civil_date.h"

struct sqlite3;
struct sqlite3_stmt;

namespace zhiheng::catalog {

// A prepared statement in use; reset when it goes out of scope. Parameters and
// columns are counted by the calls: Bind(a).Bind(b), then Step() and Column.
class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* stmt) : db_(db), stmt_(stmt) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& Bind(absl::string_view text);
  Statement& Bind(int64_t value);
  Statement& Bind(const std::optional<CivilDate>& date);  // days or NULL
  Statement& BindBlob(absl::string_view bytes);

  // True: a row is there. False: done.
  absl::StatusOr<bool> Step();
  // For statements that return no rows.
  absl::Status Run();

  std::string Text(int column) const;  // also blobs
  int64_t Int(int column) const;
  std::optional<CivilDate> Date(int column) const;

 private:
  sqlite3* db_;
  sqlite3_stmt* stmt_;
  int bound_ = 0;
};

struct ConnectionOptions {
  // A writer in another process may hold the lock so long before a call fails.
  absl::Duration lock_timeout = absl::Seconds(5);
  // The file grows no further; 0: as far as the disk goes.
  int64_t max_bytes = 0;
  // Memory for pages of the file, in KiB.
  int cache_kib = 16 * 1024;
};

// What an error of SQLite means to a caller, with a hint what to do.
absl::Status ErrorOf(sqlite3* db, absl::string_view doing);

class Connection {
 public:
  // `uri` as SQLite takes it. Creates the file when it is not there.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const std::string& uri, const ConnectionOptions& options = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Statements without parameters, several at once.
  absl::Status Execute(const std::string& sql);
  // Prepared once per connection. REQUIRES: not in use already.
  absl::StatusOr<Statement> Prepare(const std::string& sql);
  int64_t LastInsertId() const;
  // For the pool: a file is not lost as a server is.
  bool Alive() const { return true; }
  sqlite3* handle() const { return db_; }

 private:
  explicit Connection(sqlite3* db) : db_(db) {}
  sqlite3* const db_;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

// Rolls back unless Commit() was called.
class Transaction {
 public:
  static absl::StatusOr<Transaction> Begin(Connection* connection);
  // Sees one state of the file, whatever is committed meanwhile; takes no lock
  // that a writer would wait for.
  static absl::StatusOr<Transaction> BeginRead(Connection* connection);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  absl::Status Commit();

 private:
  explicit Transaction(Connection* connection) : connection_(connection) {}
  Connection* connection_;
};

using ConnectionPool = PoolOf<Connection>;

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_DB_H_
