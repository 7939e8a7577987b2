// One commit to the SQLite store: finds what differs from what is believed now,
// closes those rows, adds the new ones.
//
// For one thread that holds the writing connection, inside a transaction.
#ifndef SERVICES_CATALOG_STORE_SQLITE_WRITER_H_
#define SERVICES_CATALOG_STORE_SQLITE_WRITER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/history.h"
#include "services/catalog/store/sqlite/db.h"

namespace zhiheng::catalog {

// The newest commit; the empty catalog when there is none.
absl::StatusOr<Snapshot> NewestSnapshot(Connection* db);

class CommitWriter {
 public:
  // `db`, `batch` and `history` must outlive it.
  CommitWriter(Connection* db, const Batch& batch, int64_t commit,
               HistoryWriter* history)
      : db_(db), batch_(batch), commit_(commit), history_(history) {}

  // Fills the counts of `result`.
  absl::Status Write(CommitResult* result);

 private:
  absl::Status WriteInstrument(CommitResult* result);
  absl::Status WriteEdition(const Edition& edition, CommitResult* result);
  absl::Status WriteProvisions(const EditionBatch& edition,
                               CommitResult* result);

  Connection* const db_;
  const Batch& batch_;
  const int64_t commit_;
  HistoryWriter* const history_;
  // Words of an instrument are indexed with its provisions.
  bool reindex_ = false;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_SQLITE_WRITER_H_
