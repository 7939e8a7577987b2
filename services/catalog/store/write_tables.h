// What a store offers to whoever writes a commit: the rows believed now, and
// ways to close and add rows. One implementation a store; commit_writer.h holds
// what they mean.
//
// For one thread, inside a transaction. Fails as the store does.
#ifndef SERVICES_CATALOG_STORE_WRITE_TABLES_H_
#define SERVICES_CATALOG_STORE_WRITE_TABLES_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/model/records.h"
#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/postings/posting_index.h"

namespace zhiheng::catalog {

// `to_commit` of a row that is still believed.
inline constexpr int64_t kOpenCommit = std::numeric_limits<int64_t>::max();

// Origin of the rows that readers see: claims of all origins, merged. The
// claims themselves stand beside them under the name of their origin.
inline constexpr char kMergedOrigin[] = "";

template <typename T>
struct StoredRow {
  int64_t row = 0;
  std::string origin;
  T record;
};

enum class Table { kInstruments, kEditions, kProvisions };

class WriteTables {
 public:
  virtual ~WriteTables() = default;

  // Commit 0, with the digest of nothing, when there is none.
  virtual absl::StatusOr<CommitRecord> Newest() = 0;
  virtual absl::Status InsertCommit(const CommitRecord& commit) = 0;

  // Rows believed now: merged ones and claims.
  virtual absl::StatusOr<std::vector<StoredRow<Instrument>>> Instruments(
      absl::string_view instrument) = 0;
  virtual absl::StatusOr<std::vector<StoredRow<Edition>>> Editions(
      absl::string_view instrument) = 0;
  // Of one origin; of all when it is empty.
  virtual absl::StatusOr<std::vector<StoredRow<Provision>>> Provisions(
      absl::string_view instrument, absl::string_view edition,
      absl::string_view origin) = 0;

  // Ends the belief in a row: the only change a row ever sees.
  virtual absl::Status Close(Table table, int64_t row, int64_t commit) = 0;
  virtual absl::Status Insert(const Instrument& instrument,
                              absl::string_view origin, int64_t commit) = 0;
  virtual absl::Status Insert(const Edition& edition, absl::string_view origin,
                              int64_t commit) = 0;
  // The new row's number: one more than the last.
  virtual absl::StatusOr<int64_t> Insert(const Provision& provision,
                                         absl::string_view origin,
                                         int64_t commit) = 0;

  virtual PostingStore* postings() = 0;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_WRITE_TABLES_H_
