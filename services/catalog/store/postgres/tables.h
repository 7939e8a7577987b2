// The PostgreSQL tables as commit_writer.h and the search index want them. New
// provisions are gathered and copied in bulk; Flush() before the transaction
// commits.
//
// For one thread that holds the connection, inside a transaction. Errors: see
// CatalogStore.
#ifndef SERVICES_CATALOG_STORE_POSTGRES_TABLES_H_
#define SERVICES_CATALOG_STORE_POSTGRES_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "services/catalog/store/postgres/db.h"
#include "services/catalog/store/write_tables.h"

namespace zhiheng::catalog::postgres {

class Postings final : public PostingStore {
 public:
  // `db` must outlive it.
  explicit Postings(Connection* db) : db_(db) {}

  absl::StatusOr<std::vector<SegmentInfo>> Segments() override;
  absl::StatusOr<std::optional<Chunk>> ChunkAt(int64_t segment,
                                               PostingKey key) override;
  absl::StatusOr<std::optional<Chunk>> ChunkAfter(int64_t segment,
                                                  PostingKey key) override;
  absl::Status AddSegment(const SegmentInfo& segment) override;
  absl::Status AddChunk(int64_t segment, const Chunk& chunk) override;
  absl::Status DropSegment(int64_t segment) override;

 private:
  Connection* const db_;
};

class Tables final : public WriteTables {
 public:
  // `db` must outlive it.
  explicit Tables(Connection* db) : db_(db), postings_(db) {}

  absl::StatusOr<CommitRecord> Newest() override;
  absl::Status InsertCommit(const CommitRecord& commit) override;
  absl::StatusOr<std::vector<StoredRow<Instrument>>> Instruments(
      absl::string_view instrument) override;
  absl::StatusOr<std::vector<StoredRow<Edition>>> Editions(
      absl::string_view instrument) override;
  absl::StatusOr<std::vector<StoredRow<Provision>>> Provisions(
      absl::string_view instrument, absl::string_view edition,
      absl::string_view origin) override;
  absl::Status Close(Table table, int64_t row, int64_t commit) override;
  absl::Status Insert(const Instrument& instrument, absl::string_view origin,
                      int64_t commit) override;
  absl::Status Insert(const Edition& edition, absl::string_view origin,
                      int64_t commit) override;
  absl::StatusOr<int64_t> Insert(const Provision& provision,
                                 absl::string_view origin,
                                 int64_t commit) override;
  PostingStore* postings() override { return &postings_; }

  absl::Status Flush();

 private:
  Connection* const db_;
  Postings postings_;
  std::optional<int64_t> last_row_;
  std::string lines_;  // of provisions, for COPY
};

// Commits after `after`, oldest first; from the newest when `after` is unset.
absl::StatusOr<std::vector<CommitRecord>> ReadCommits(
    Connection* db, std::optional<int64_t> after, int limit);

}  // namespace zhiheng::catalog::postgres

#endif  // SERVICES_CATALOG_STORE_POSTGRES_TABLES_H_
