// Where instruments, editions and provisions are kept, in two times: every row
// has the days it is in force and the commits between which it was believed.
// Nothing is ever overwritten: a correction closes the old row and adds one.
//
// Implementations are thread-safe. Reads name the commit they read; what they
// return is a copy. Failures are the machine's: UNAVAILABLE (locked, retry),
// DATA_LOSS (damaged), RESOURCE_EXHAUSTED (disk full), INTERNAL.
// contract/store_contract.h is the suite that every implementation passes.
#ifndef SERVICES_CATALOG_STORE_CATALOG_STORE_H_
#define SERVICES_CATALOG_STORE_CATALOG_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/catalog/model/records.h"
#include "services/catalog/search/tokenizer.h"
#include "services/catalog/store/snapshot.h"

namespace zhiheng::catalog {

struct EditionBatch {
  Edition edition;
  std::vector<Provision> provisions;
};

// One instrument and some of its editions, written in one commit or not at all.
// The provisions of a listed edition replace those of the same `origin`; other
// editions, and provisions of other origins, stay as they are.
struct Batch {
  std::string origin;  // who says so: `zhiheng`, later the name of a corpus
  Instrument instrument;
  std::vector<EditionBatch> editions;
};

struct CommitResult {
  Snapshot snapshot;  // the old one when nothing changed
  int added = 0;
  int changed = 0;
  int removed = 0;

  int Total() const { return added + changed + removed; }
  bool Unchanged() const { return Total() == 0; }
};

// What one commit was about.
struct CommitRecord {
  Snapshot snapshot;
  int64_t recorded_at = 0;  // microseconds since 1970-01-01 UTC
  std::string origin;
  std::string instrument;
  // Ids of the editions with a row, its own or a provision's, that the commit
  // began or closed; in order.
  std::vector<std::string> editions;

  friend bool operator==(const CommitRecord&, const CommitRecord&) = default;
};

// A provision with what it stands in.
struct FullProvision {
  Instrument instrument;
  Edition edition;
  Provision provision;
};

struct SearchFilter {
  CivilDate as_of;
  std::vector<Kind> kinds = {};  // empty: all
  std::string instrument = {};   // empty: all
  bool any_day = false;          // also what is not in force on `as_of`
  bool any_token = false;  // any token will do, else every group must be there
};

class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  // Writes each batch as a commit of its own, all of them or none, and waits
  // for the disk once: the way to import. One result a batch, in order.
  // `recorded_at` is when it became known; moved after the last commit when
  // the clock stands still or runs back.
  virtual absl::StatusOr<std::vector<CommitResult>> CommitGroup(
      absl::Span<const Batch> batches, absl::Time recorded_at) = 0;
  // A group of one.
  absl::StatusOr<CommitResult> Commit(const Batch& batch,
                                      absl::Time recorded_at);

  // FAILED_PRECONDITION when a token is not of this store's history.
  virtual absl::StatusOr<Snapshot> Open(const SnapshotQuery& query) const = 0;

  // Commits after `after`, oldest first.
  virtual absl::StatusOr<std::vector<CommitRecord>> ListChanges(
      int64_t after, int limit) const = 0;

  virtual absl::StatusOr<std::optional<Instrument>> GetInstrument(
      int64_t commit, absl::string_view id) const = 0;
  // In the order of ids, after `after`; every kind when `kind` is unspecified.
  virtual absl::StatusOr<std::vector<Instrument>> ListInstruments(
      int64_t commit, Kind kind, absl::string_view after, int limit) const = 0;
  // By title, short name or number; `key` is a TitleKey.
  virtual absl::StatusOr<std::vector<Instrument>> FindInstruments(
      int64_t commit, absl::string_view key) const = 0;

  // Oldest first.
  virtual absl::StatusOr<std::vector<Edition>> ListEditions(
      int64_t commit, absl::string_view instrument) const = 0;
  // By document number; `key` is a TitleKey.
  virtual absl::StatusOr<std::vector<Edition>> FindEditions(
      int64_t commit, absl::string_view key) const = 0;

  // Every recorded form of one provision, the most reliable text first.
  virtual absl::StatusOr<std::vector<Provision>> GetProvisions(
      int64_t commit, absl::string_view instrument, absl::string_view edition,
      absl::string_view provision) const = 0;
  // Ids of an edition's provisions that begin with `prefix`, in order.
  virtual absl::StatusOr<std::vector<std::string>> ListProvisionIds(
      int64_t commit, absl::string_view instrument, absl::string_view edition,
      absl::string_view prefix, int limit) const = 0;

  // Provisions in force that may answer the query, in no promised order.
  virtual absl::StatusOr<std::vector<FullProvision>> FindCandidates(
      int64_t commit, const SearchQuery& query, const SearchFilter& filter,
      int limit) const = 0;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_CATALOG_STORE_H_
