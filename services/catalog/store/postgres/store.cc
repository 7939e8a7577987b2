#include "services/catalog/store/postgres/store.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalog/store/commit_writer.h"
#include "services/catalog/store/open_snapshot.h"
#include "services/catalog/store/postgres/rows.h"
#include "services/catalog/store/postgres/schema.h"
#include "services/catalog/store/postgres/tables.h"
#include "services/catalog/store/provision_words.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

using postgres::Connection;
using postgres::ConnectionPool;
using postgres::kEditionBelieved;
using postgres::kEditionColumnCount;
using postgres::kEditionColumns;
using postgres::kInstrumentBelieved;
using postgres::kInstrumentColumnCount;
using postgres::kInstrumentColumns;
using postgres::kProvisionBelieved;
using postgres::kProvisionColumns;
using postgres::Params;
using postgres::ReadEdition;
using postgres::ReadInstrument;
using postgres::ReadProvision;
using postgres::Result;
using postgres::Transaction;

// Rows fetched in one statement for candidates.
constexpr size_t kRowBlock = 500;

template <typename T>
absl::StatusOr<std::vector<T>> ReadAll(absl::StatusOr<Result> rows,
                                       absl::StatusOr<T> (*read)(const Result&,
                                                                 int, int)) {
  RETURN_IF_ERROR(rows.status());
  std::vector<T> out;
  for (int i = 0; i < rows->rows(); ++i) {
    ASSIGN_OR_RETURN(T record, read(*rows, i, 0));
    out.push_back(std::move(record));
  }
  return out;
}

// Those of `rows` that are believed and in force, in their order.
absl::Status AppendCandidates(Connection* db, int64_t commit,
                              absl::Span<const int64_t> rows,
                              const SearchFilter& filter, int limit,
                              std::vector<FullProvision>* out) {
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT ", kInstrumentColumns, ", ", kEditionColumns, ", ",
      kProvisionColumns,
      " FROM unnest($2::bigint[]) WITH ORDINALITY AS w (row_id, place) JOIN "
      "provisions p USING (row_id) JOIN editions e ON e.instrument = "
      "p.instrument AND e.edition = p.edition JOIN instruments i ON "
      "i.instrument = p.instrument WHERE ",
      kProvisionBelieved, " AND ", kEditionBelieved, " AND ",
      kInstrumentBelieved,
      " AND ($4::boolean OR (COALESCE(e.effective <= $3::integer, true) AND "
      "COALESCE($3 < "
      "e.superseded, true) AND COALESCE(p.effective <= $3, true) AND "
      "COALESCE($3 < p.superseded, true))) ORDER BY w.place"));
  ASSIGN_OR_RETURN(
      const Result found,
      db->Query(*sql, Params()
                          .Add(commit)
                          .Add(absl::StrCat("{", absl::StrJoin(rows, ","), "}"))
                          .Add(int64_t{filter.as_of.days_since_epoch()})
                          .Add(filter.any_day ? "true" : "false")));
  constexpr int kEditionAt = kInstrumentColumnCount;
  constexpr int kProvisionAt = kEditionAt + kEditionColumnCount;
  for (int i = 0; i < found.rows(); ++i) {
    if (out->size() >= static_cast<size_t>(limit)) break;
    FullProvision full;
    ASSIGN_OR_RETURN(full.instrument, ReadInstrument(found, i, 0));
    ASSIGN_OR_RETURN(full.edition, ReadEdition(found, i, kEditionAt));
    ASSIGN_OR_RETURN(full.provision, ReadProvision(found, i, kProvisionAt));
    if (!filter.any_day &&
        !InForceOn(full.provision, full.edition, filter.as_of)) {
      continue;
    }
    out->push_back(std::move(full));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresStore>> PostgresStore::Create(
    const Options& options) {
  std::unique_ptr<PostgresStore> store(new PostgresStore(options));
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, store->writer_->Take());
  RETURN_IF_ERROR(postgres::Migrate(db.get(), postgres::NewestSchemaVersion()));
  return store;
}

absl::StatusOr<std::vector<CommitResult>> PostgresStore::CommitGroup(
    absl::Span<const Batch> batches, absl::Time recorded_at) {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, writer_->Take());
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(db.get()));
  // One writer at a time, readers go on: commits are numbered without gaps.
  RETURN_IF_ERROR(db->Execute("LOCK TABLE commits IN EXCLUSIVE MODE"));
  postgres::Tables tables(db.get());
  ASSIGN_OR_RETURN(std::vector<CommitResult> results,
                   WriteGroup(&tables, batches, recorded_at));
  RETURN_IF_ERROR(tables.Flush());
  RETURN_IF_ERROR(transaction.Commit());
  return results;
}

absl::StatusOr<Snapshot> PostgresStore::Open(const SnapshotQuery& query) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  const auto find =
      [&](int64_t id,
          int64_t micros) -> absl::StatusOr<std::optional<Snapshot>> {
    ASSIGN_OR_RETURN(
        const Result found,
        db->Query(micros == kOpenCommit
                      ? "SELECT id, digest FROM commits WHERE id <= $1 ORDER "
                        "BY id DESC LIMIT 1"
                      : "SELECT id, digest FROM commits WHERE recorded_at <= "
                        "$1 ORDER BY recorded_at DESC LIMIT 1",
                  Params().Add(std::min(id, micros))));
    if (found.rows() == 0) return std::optional<Snapshot>();
    return std::optional<Snapshot>(Snapshot{found.Int(0, 0), found.Text(0, 1)});
  };
  return OpenSnapshot(query, find);
}

absl::StatusOr<std::vector<CommitRecord>> PostgresStore::ListChanges(
    int64_t after, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return postgres::ReadCommits(db.get(), after, limit);
}

absl::StatusOr<std::optional<Instrument>> PostgresStore::GetInstrument(
    int64_t commit, absl::string_view id) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(
      std::vector<Instrument> found,
      ReadAll(db->Query(absl::StrCat("SELECT ", kInstrumentColumns,
                                     " FROM instruments i WHERE i.instrument = "
                                     "$2 AND ",
                                     kInstrumentBelieved),
                        Params().Add(commit).Add(id)),
              ReadInstrument));
  if (found.empty()) return std::optional<Instrument>();
  return std::optional<Instrument>(std::move(found.front()));
}

absl::StatusOr<std::vector<Instrument>> PostgresStore::ListInstruments(
    int64_t commit, Kind kind, absl::string_view after, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return ReadAll(
      db->Query(absl::StrCat("SELECT ", kInstrumentColumns,
                             " FROM instruments i WHERE ", kInstrumentBelieved,
                             " AND ($2 = 0 OR i.kind = $2) AND i.instrument > "
                             "$3 ORDER BY i.instrument LIMIT $4"),
                Params()
                    .Add(commit)
                    .Add(static_cast<int64_t>(kind))
                    .Add(after)
                    .Add(int64_t{limit})),
      ReadInstrument);
}

absl::StatusOr<std::vector<Instrument>> PostgresStore::FindInstruments(
    int64_t commit, absl::string_view key) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return ReadAll(
      db->Query(absl::StrCat("SELECT ", kInstrumentColumns,
                             " FROM instrument_names n JOIN instruments i "
                             "USING (row_id) WHERE n.key = $2 AND ",
                             kInstrumentBelieved, " ORDER BY i.instrument"),
                Params().Add(commit).Add(key)),
      ReadInstrument);
}

absl::StatusOr<std::vector<Edition>> PostgresStore::ListEditions(
    int64_t commit, absl::string_view instrument) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return ReadAll(
      db->Query(absl::StrCat("SELECT ", kEditionColumns,
                             " FROM editions e WHERE e.instrument = $2 AND ",
                             kEditionBelieved,
                             " ORDER BY e.effective NULLS FIRST, e.edition"),
                Params().Add(commit).Add(instrument)),
      ReadEdition);
}

absl::StatusOr<std::vector<Edition>> PostgresStore::FindEditions(
    int64_t commit, absl::string_view key) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return ReadAll(
      db->Query(
          absl::StrCat("SELECT ", kEditionColumns,
                       " FROM editions e WHERE e.number_key = $2 AND ",
                       kEditionBelieved, " ORDER BY e.instrument, e.edition"),
          Params().Add(commit).Add(key)),
      ReadEdition);
}

absl::StatusOr<std::vector<Provision>> PostgresStore::GetProvisions(
    int64_t commit, absl::string_view instrument, absl::string_view edition,
    absl::string_view provision) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  return ReadAll(
      db->Query(
          absl::StrCat("SELECT ", kProvisionColumns,
                       " FROM provisions p WHERE p.instrument = $2 AND "
                       "p.edition = $3 AND p.provision = $4 AND ",
                       kProvisionBelieved,
                       " ORDER BY p.text_status, p.effective NULLS FIRST, "
                       "p.from_commit DESC, p.row_id"),
          Params().Add(commit).Add(instrument).Add(edition).Add(provision)),
      ReadProvision);
}

absl::StatusOr<std::vector<std::string>> PostgresStore::ListProvisionIds(
    int64_t commit, absl::string_view instrument, absl::string_view edition,
    absl::string_view prefix, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(
      const Result rows,
      db->Query(absl::StrCat("SELECT p.provision FROM provisions p WHERE "
                             "p.instrument = $2 AND p.edition = $3 AND "
                             "starts_with(p.provision, $4) AND ",
                             kProvisionBelieved,
                             " GROUP BY p.provision ORDER BY MIN(p.ordinal), "
                             "p.provision LIMIT $5"),
                Params()
                    .Add(commit)
                    .Add(instrument)
                    .Add(edition)
                    .Add(prefix)
                    .Add(int64_t{limit})));
  std::vector<std::string> out;
  for (int i = 0; i < rows.rows(); ++i) out.push_back(rows.Text(i, 0));
  return out;
}

absl::StatusOr<std::vector<FullProvision>> PostgresStore::FindCandidates(
    int64_t commit, const SearchQuery& query, const SearchFilter& filter,
    int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  // A merge of the index must not come between the reads.
  ASSIGN_OR_RETURN(Transaction read, Transaction::BeginRead(db.get()));
  postgres::Postings postings(db.get());
  ASSIGN_OR_RETURN(const std::vector<int64_t> rows,
                   FindRows(&postings, ToPostingQuery(query, filter),
                            static_cast<size_t>(MaxRowsFor(limit))));
  std::vector<FullProvision> out;
  for (size_t at = 0;
       at < rows.size() && out.size() < static_cast<size_t>(limit);
       at += kRowBlock) {
    RETURN_IF_ERROR(AppendCandidates(
        db.get(), commit, absl::MakeConstSpan(rows).subspan(at, kRowBlock),
        filter, limit, &out));
  }
  RETURN_IF_ERROR(read.Commit());
  return out;
}

}  // namespace zhiheng::catalog
