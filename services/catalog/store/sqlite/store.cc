#include "services/catalog/store/sqlite/store.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/commit_writer.h"
#include "services/catalog/store/open_snapshot.h"
#include "services/catalog/store/provision_words.h"
#include "services/catalog/store/sqlite/candidates.h"
#include "services/catalog/store/sqlite/rows.h"
#include "services/catalog/store/sqlite/schema.h"
#include "services/catalog/store/sqlite/tables.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// Reads every row with `read`.
template <typename T>
absl::StatusOr<std::vector<T>> ReadAll(
    Statement& select, absl::StatusOr<T> (*read)(const Statement&, int)) {
  std::vector<T> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    ASSIGN_OR_RETURN(T record, read(select, 0));
    out.push_back(std::move(record));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Create(
    const Options& options) {
  const bool in_memory = options.path.empty();
  const std::string uri = in_memory ? ":memory:" : options.path;
  const auto open = [uri, connection = options.connection] {
    return Connection::Open(uri, connection);
  };
  auto readers = std::make_unique<ConnectionPool>(
      in_memory ? 1 : std::max(1, options.readers), open);
  std::unique_ptr<ConnectionPool> writer;
  if (!in_memory) {
    writer = std::make_unique<ConnectionPool>(1, open);
  }
  std::unique_ptr<SqliteStore> store(
      new SqliteStore(std::move(readers), std::move(writer)));
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, store->WriterPool().Take());
  RETURN_IF_ERROR(Migrate(db.get(), NewestSchemaVersion()));
  return store;
}

absl::StatusOr<std::vector<CommitResult>> SqliteStore::CommitGroup(
    absl::Span<const Batch> batches, absl::Time recorded_at) {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, WriterPool().Take());
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(db.get()));
  SqliteTables tables(db.get());
  ASSIGN_OR_RETURN(std::vector<CommitResult> results,
                   WriteGroup(&tables, batches, recorded_at));
  RETURN_IF_ERROR(transaction.Commit());
  return results;
}

absl::StatusOr<Snapshot> SqliteStore::Open(const SnapshotQuery& query) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  const auto find =
      [&](int64_t id,
          int64_t micros) -> absl::StatusOr<std::optional<Snapshot>> {
    ASSIGN_OR_RETURN(
        Statement select,
        db->Prepare(micros == kOpenCommit
                        ? "SELECT id, digest FROM commits WHERE id <= ? "
                          "ORDER BY id DESC LIMIT 1"
                        : "SELECT id, digest FROM commits WHERE recorded_at "
                          "<= ? ORDER BY recorded_at DESC LIMIT 1"));
    select.Bind(std::min(id, micros));
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) return std::optional<Snapshot>();
    return std::optional<Snapshot>(Snapshot{select.Int(0), select.Text(1)});
  };
  return OpenSnapshot(query, find);
}

absl::StatusOr<std::vector<CommitRecord>> SqliteStore::ListChanges(
    int64_t after, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return ReadCommits(db.get(), after, limit);
}

absl::StatusOr<std::optional<Instrument>> SqliteStore::GetInstrument(
    int64_t commit, absl::string_view id) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT ", kInstrumentColumns,
      " FROM instruments i WHERE i.instrument = ? AND ", BelievedMerged("i")));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  select.Bind(id).Bind(commit).Bind(commit);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<Instrument>();
  ASSIGN_OR_RETURN(Instrument instrument, ReadInstrument(select, 0));
  return std::optional<Instrument>(std::move(instrument));
}

absl::StatusOr<std::vector<Instrument>> SqliteStore::ListInstruments(
    int64_t commit, Kind kind, absl::string_view after, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(
      absl::StrCat("SELECT ", kInstrumentColumns, " FROM instruments i WHERE ",
                   BelievedMerged("i"),
                   " AND (? = 0 OR i.kind = ?) AND i.instrument > ? "
                   "ORDER BY i.instrument LIMIT ?"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  const auto kind_value = static_cast<int64_t>(kind);
  select.Bind(commit).Bind(commit).Bind(kind_value).Bind(kind_value);
  select.Bind(after).Bind(int64_t{limit});
  return ReadAll(select, ReadInstrument);
}

absl::StatusOr<std::vector<Instrument>> SqliteStore::FindInstruments(
    int64_t commit, absl::string_view key) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT ", kInstrumentColumns,
      " FROM instrument_names n JOIN instruments i ON i.row = n.row "
      "WHERE n.key = ? AND ",
      BelievedMerged("i"), " ORDER BY i.instrument"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  select.Bind(key).Bind(commit).Bind(commit);
  return ReadAll(select, ReadInstrument);
}

absl::StatusOr<std::vector<Edition>> SqliteStore::ListEditions(
    int64_t commit, absl::string_view instrument) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(
      absl::StrCat("SELECT ", kEditionColumns,
                   " FROM editions e WHERE e.instrument = ? AND ",
                   BelievedMerged("e"), " ORDER BY e.effective, e.edition"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  select.Bind(instrument).Bind(commit).Bind(commit);
  return ReadAll(select, ReadEdition);
}

absl::StatusOr<std::vector<Edition>> SqliteStore::FindEditions(
    int64_t commit, absl::string_view key) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(
      absl::StrCat("SELECT ", kEditionColumns,
                   " FROM editions e WHERE e.number_key = ? AND ",
                   BelievedMerged("e"), " ORDER BY e.instrument, e.edition"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  select.Bind(key).Bind(commit).Bind(commit);
  return ReadAll(select, ReadEdition);
}

absl::StatusOr<std::vector<Provision>> SqliteStore::GetProvisions(
    int64_t commit, absl::string_view instrument, absl::string_view edition,
    absl::string_view provision) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT ", kProvisionColumns,
      " FROM provisions p WHERE p.instrument = ? AND p.edition = ? AND "
      "p.provision = ? AND ",
      Believed("p"),
      " ORDER BY p.text_status, p.effective, p.from_commit DESC, p.row"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  select.Bind(instrument).Bind(edition).Bind(provision);
  select.Bind(commit).Bind(commit);
  return ReadAll(select, ReadProvision);
}

absl::StatusOr<std::vector<std::string>> SqliteStore::ListProvisionIds(
    int64_t commit, absl::string_view instrument, absl::string_view edition,
    absl::string_view prefix, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT p.provision, MIN(p.ordinal) FROM provisions p WHERE "
      "p.instrument = ? AND p.edition = ? AND "
      "substr(p.provision, 1, ?) = ? AND ",
      Believed("p"), " GROUP BY p.provision ORDER BY 2, 1 LIMIT ?"));
  ASSIGN_OR_RETURN(Statement select, db->Prepare(*sql));
  select.Bind(instrument).Bind(edition);
  select.Bind(static_cast<int64_t>(prefix.size())).Bind(prefix);
  select.Bind(commit).Bind(commit).Bind(int64_t{limit});
  std::vector<std::string> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    out.push_back(select.Text(0));
  }
}

absl::StatusOr<std::vector<FullProvision>> SqliteStore::FindCandidates(
    int64_t commit, const SearchQuery& query, const SearchFilter& filter,
    int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  // A merge of the index must not come between the reads.
  ASSIGN_OR_RETURN(const Transaction read, Transaction::BeginRead(db.get()));
  SqlitePostings postings(db.get());
  ASSIGN_OR_RETURN(const std::vector<int64_t> rows,
                   FindRows(&postings, ToPostingQuery(query, filter),
                            static_cast<size_t>(MaxRowsFor(limit))));
  return ReadCandidates(db.get(), commit, rows, filter, limit);
}

}  // namespace zhiheng::catalog
