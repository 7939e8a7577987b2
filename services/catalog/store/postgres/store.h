// The catalog store on PostgreSQL: many readers, one writer at a time over all
// programs that share the database.
//
// Thread-safe. Create() fails when the server cannot be reached, refuses us, or
// holds the catalog of a newer program. A call that finds its connection lost
// is UNAVAILABLE; the next one connects anew.
#ifndef SERVICES_CATALOG_STORE_POSTGRES_STORE_H_
#define SERVICES_CATALOG_STORE_POSTGRES_STORE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/postgres/db.h"

namespace zhiheng::catalog {

class PostgresStore final : public CatalogStore {
 public:
  struct Options {
    // As libpq takes it: `host=... dbname=... user=... sslmode=verify-full`, or
    // a postgresql:// URI. May hold a password: never logged. Unset parts come
    // from PGHOST, PGPASSFILE and their like.
    std::string conninfo = {};
    int readers = 4;  // connections that read at the same time
  };
  static absl::StatusOr<std::unique_ptr<PostgresStore>> Create(
      const Options& options);

  absl::StatusOr<std::vector<CommitResult>> CommitGroup(
      absl::Span<const Batch> batches, absl::Time recorded_at) override;
  absl::StatusOr<Snapshot> Open(const SnapshotQuery& query) const override;
  absl::StatusOr<std::vector<CommitRecord>> ListChanges(
      int64_t after, int limit) const override;
  absl::StatusOr<std::optional<Instrument>> GetInstrument(
      int64_t commit, absl::string_view id) const override;
  absl::StatusOr<std::vector<Instrument>> ListInstruments(
      int64_t commit, Kind kind, absl::string_view after,
      int limit) const override;
  absl::StatusOr<std::vector<Instrument>> FindInstruments(
      int64_t commit, absl::string_view key) const override;
  absl::StatusOr<std::vector<Edition>> ListEditions(
      int64_t commit, absl::string_view instrument) const override;
  absl::StatusOr<std::vector<Edition>> FindEditions(
      int64_t commit, absl::string_view key) const override;
  absl::StatusOr<std::vector<Provision>> GetProvisions(
      int64_t commit, absl::string_view instrument, absl::string_view edition,
      absl::string_view provision) const override;
  absl::StatusOr<std::vector<std::string>> ListProvisionIds(
      int64_t commit, absl::string_view instrument, absl::string_view edition,
      absl::string_view prefix, int limit) const override;
  absl::StatusOr<std::vector<FullProvision>> FindCandidates(
      int64_t commit, const SearchQuery& query, const SearchFilter& filter,
      int limit) const override;

 private:
  explicit PostgresStore(const Options& options)
      : readers_(MakePool(options.conninfo, options.readers)),
        writer_(MakePool(options.conninfo, 1)) {}

  static std::unique_ptr<postgres::ConnectionPool> MakePool(
      const std::string& conninfo, int size) {
    return std::make_unique<postgres::ConnectionPool>(
        size, [conninfo] { return postgres::Connection::Open(conninfo); });
  }

  const std::unique_ptr<postgres::ConnectionPool> readers_;
  const std::unique_ptr<postgres::ConnectionPool> writer_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_POSTGRES_STORE_H_
