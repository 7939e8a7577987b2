// PostgreSQL with owners: a connection, results of its statements, COPY, and
// their pool.
//
// A Connection belongs to one thread at a time; the pool hands them out. A
// Result stands alone. Errors: UNAVAILABLE (no server, connection lost, lock or
// statement timeout: try again), RESOURCE_EXHAUSTED (disk full, too many
// connections), DATA_LOSS (damaged), FAILED_PRECONDITION (no such database, no
// permission, read-only server), INTERNAL. Messages never hold the connection
// string, so no password either.
#ifndef SERVICES_CATALOG_STORE_POSTGRES_DB_H_
#define SERVICES_CATALOG_STORE_POSTGRES_DB_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/store/connection_pool.h"
#include "services/common/exact/civil_date.h"

struct pg_conn;
struct pg_result;

namespace zhiheng::catalog::postgres {

// Waiting for a server that does not answer, for a lock, for one statement of a
// reader. Settings in the connection string win.
inline constexpr int kConnectTimeoutSeconds = 10;
inline constexpr int kLockTimeoutSeconds = 30;
inline constexpr int kReadTimeoutSeconds = 30;

// The rows of one statement.
class Result {
 public:
  explicit Result(pg_result* result) : result_(result) {}
  Result(Result&& other) noexcept
      : result_(std::exchange(other.result_, nullptr)) {}
  Result& operator=(Result&&) = delete;
  ~Result();

  int rows() const;
  // Empty for NULL.
  std::string Text(int row, int column) const;
  int64_t Int(int row, int column) const;
  std::optional<CivilDate> Date(int row, int column) const;
  // Of a column of type bytea.
  std::string Bytes(int row, int column) const;

 private:
  pg_result* result_;
};

// Values of a statement, in order.
class Params {
 public:
  Params& Add(absl::string_view text);
  Params& Add(int64_t value);
  Params& Add(const std::optional<CivilDate>& date);  // days or NULL
  Params& AddBytes(absl::string_view bytes);

 private:
  friend class Connection;
  struct Value {
    std::string text;
    bool null = false;
    bool binary = false;
  };
  std::vector<Value> values_;
};

// One line of COPY in text form.
class CopyLine {
 public:
  CopyLine& Add(absl::string_view text);
  CopyLine& Add(int64_t value);
  CopyLine& Add(const std::optional<CivilDate>& date);
  std::string Finish();

 private:
  void Separate();
  std::string line_;
};

class Connection {
 public:
  // `conninfo` as libpq takes it: key=value pairs or a postgresql:// URI, TLS
  // settings among them.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const std::string& conninfo);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Statements without values, several at once.
  absl::Status Execute(const std::string& sql);
  // Prepared once per connection.
  absl::StatusOr<Result> Query(const std::string& sql,
                               const Params& params = {});
  // `target`: `table (columns)`; `lines` end with a newline each.
  absl::Status Copy(const std::string& target, const std::string& lines);

  // False when the connection is lost; it must then not be used again.
  bool Alive() const;

 private:
  explicit Connection(pg_conn* connection) : connection_(connection) {}
  pg_conn* const connection_;
  std::map<std::string, std::string> prepared_;  // name by statement
};

// Rolls back unless Commit() was called.
class Transaction {
 public:
  static absl::StatusOr<Transaction> BeginWrite(Connection* connection);
  // Sees one state of the database, whatever is committed meanwhile.
  static absl::StatusOr<Transaction> BeginRead(Connection* connection);
  Transaction(Transaction&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  absl::Status Commit();

 private:
  explicit Transaction(Connection* connection) : connection_(connection) {}
  Connection* connection_;
};

using ConnectionPool = PoolOf<Connection>;

}  // namespace zhiheng::catalog::postgres

#endif  // SERVICES_CATALOG_STORE_POSTGRES_DB_H_
