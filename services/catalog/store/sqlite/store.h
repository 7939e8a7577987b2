// The catalog store on SQLite: a file in WAL mode with several readers and one
// writer, or one connection in memory.
//
// Thread-safe. The file stays locked only while a commit is written; readers
// never wait for it. Create() fails when the file cannot be opened, is damaged,
// or was written by a newer program.
#ifndef SERVICES_CATALOG_STORE_SQLITE_STORE_H_
#define SERVICES_CATALOG_STORE_SQLITE_STORE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/sqlite/db.h"

namespace zhiheng::catalog {

class SqliteStore final : public CatalogStore {
 public:
  struct Options {
    std::string path = {};  // empty: in memory, gone with the store
    int readers = 4;        // connections that read a file at the same time
    ConnectionOptions connection = {};
  };
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Create(
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
  SqliteStore(std::unique_ptr<ConnectionPool> readers,
              std::unique_ptr<ConnectionPool> writer)
      : readers_(std::move(readers)), writer_(std::move(writer)) {}
  ConnectionPool& WriterPool() { return writer_ ? *writer_ : *readers_; }

  const std::unique_ptr<ConnectionPool> readers_;
  // Unset in memory: the one connection reads and writes.
  const std::unique_ptr<ConnectionPool> writer_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_STORE_H_
