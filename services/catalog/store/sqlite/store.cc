#include "services/catalog/store/sqlite/store.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalog/store/history.h"
#include "services/catalog/store/sqlite/rows.h"
#include "services/catalog/store/sqlite/schema.h"
#include "services/catalog/store/sqlite/writer.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// Reads every row with `read`.
template <typename T>
absl::StatusOr<std::vector<T>> ReadAll(Statement& select,
                                       T (*read)(const Statement&, int)) {
  std::vector<T> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    out.push_back(read(select, 0));
  }
}

absl::Status NotInHistory(absl::string_view token) {
  return absl::FailedPreconditionError(
      absl::StrCat("snapshot ", token,
                   " is not in this catalog's history; read without it, or "
                   "from the catalog that gave it"));
}

absl::StatusOr<Snapshot> SnapshotOfToken(Connection* db,
                                         const std::string& token) {
  ASSIGN_OR_RETURN(const SnapshotToken wanted, ParseSnapshotToken(token));
  Snapshot found{0, Sha256Hex("")};
  if (wanted.commit != 0) {
    ASSIGN_OR_RETURN(Statement select,
                     db->Prepare("SELECT digest FROM commits WHERE id = ?"));
    select.Bind(wanted.commit);
    ASSIGN_OR_RETURN(const bool there, select.Step());
    if (!there) return NotInHistory(token);
    found = {wanted.commit, select.Text(0)};
  }
  if (!absl::StartsWith(found.digest, wanted.digest_prefix)) {
    return NotInHistory(token);
  }
  return found;
}

absl::StatusOr<Snapshot> SnapshotKnownAt(Connection* db, absl::Time time) {
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare("SELECT id, digest FROM commits WHERE recorded_at <= ? "
                  "ORDER BY id DESC LIMIT 1"));
  select.Bind(absl::ToUnixMicros(time));
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return Snapshot{0, Sha256Hex("")};
  return Snapshot{select.Int(0), select.Text(1)};
}

// `"假冒 冒注" AND "gb"`: tokens of a group side by side. Tokens hold letters,
// digits and Chinese characters only, so nothing needs escaping.
std::string MatchExpression(const SearchQuery& query, bool any_token) {
  std::vector<std::string> terms;
  for (const QueryGroup& group : query.groups) {
    const char* star = group.prefix ? "*" : "";
    if (!any_token) {
      terms.push_back(
          absl::StrCat("\"", absl::StrJoin(group.tokens, " "), "\"", star));
      continue;
    }
    for (const std::string& token : group.tokens) {
      terms.push_back(absl::StrCat("\"", token, "\"", star));
    }
  }
  return absl::StrJoin(terms, any_token ? " OR " : " AND ");
}

FullProvision ReadFull(const Statement& row, int at) {
  FullProvision full;
  full.instrument = ReadInstrument(row, at);
  full.edition = ReadEdition(row, at + kInstrumentColumnCount);
  full.provision =
      ReadProvision(row, at + kInstrumentColumnCount + kEditionColumnCount);
  return full;
}

// Inside a transaction, after `newest`.
absl::StatusOr<CommitResult> CommitOne(Connection* db, const Batch& batch,
                                       const Snapshot& newest,
                                       absl::Time recorded_at) {
  CommitResult result;
  result.snapshot = newest;
  HistoryWriter history(newest.digest, batch.origin);
  const int64_t commit = newest.commit + 1;
  RETURN_IF_ERROR(CommitWriter(db, batch, commit, &history).Write(&result));
  if (result.Unchanged()) return result;
  result.snapshot = {commit, history.Digest()};
  ASSIGN_OR_RETURN(Statement insert,
                   db->Prepare("INSERT INTO commits SELECT ?, MAX(?, COALESCE("
                               "MAX(recorded_at) + 1, 0)), ?, ? FROM commits"));
  insert.Bind(commit)
      .Bind(absl::ToUnixMicros(recorded_at))
      .Bind(batch.origin)
      .Bind(result.snapshot.digest);
  RETURN_IF_ERROR(insert.Run());
  return result;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Create(
    const Options& options) {
  const bool in_memory = options.path.empty();
  const std::string uri = in_memory ? ":memory:" : options.path;
  auto readers = std::make_unique<ConnectionPool>(
      uri, in_memory ? 1 : std::max(1, options.readers));
  std::unique_ptr<ConnectionPool> writer;
  if (!in_memory) writer = std::make_unique<ConnectionPool>(uri, 1);
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
  ASSIGN_OR_RETURN(Snapshot newest, NewestSnapshot(db.get()));
  std::vector<CommitResult> results;
  for (const Batch& batch : batches) {
    ASSIGN_OR_RETURN(CommitResult result,
                     CommitOne(db.get(), batch, newest, recorded_at));
    newest = result.snapshot;
    results.push_back(std::move(result));
  }
  RETURN_IF_ERROR(transaction.Commit());
  return results;
}

absl::StatusOr<Snapshot> SqliteStore::Open(const SnapshotQuery& query) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  if (!query.exactly.empty()) {
    if (query.known_at.has_value() || !query.at_least.empty()) {
      return absl::InvalidArgumentError(
          "`exactly` already says which snapshot; leave out `known_at` and "
          "`at_least`");
    }
    return SnapshotOfToken(db.get(), query.exactly);
  }
  if (!query.at_least.empty()) {
    RETURN_IF_ERROR(SnapshotOfToken(db.get(), query.at_least).status());
  }
  if (query.known_at.has_value()) {
    return SnapshotKnownAt(db.get(), *query.known_at);
  }
  return NewestSnapshot(db.get());
}

absl::StatusOr<std::optional<Instrument>> SqliteStore::GetInstrument(
    int64_t commit, absl::string_view id) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT ", kInstrumentColumns,
          " FROM instruments i WHERE i.instrument = ? AND ", Believed("i"))));
  select.Bind(id).Bind(commit).Bind(commit);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<Instrument>();
  return std::optional<Instrument>(ReadInstrument(select));
}

absl::StatusOr<std::vector<Instrument>> SqliteStore::ListInstruments(
    int64_t commit, Kind kind, absl::string_view after, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(Statement select,
                   db->Prepare(absl::StrCat(
                       "SELECT ", kInstrumentColumns,
                       " FROM instruments i WHERE ", Believed("i"),
                       " AND (? = 0 OR i.kind = ?) AND i.instrument > ? "
                       "ORDER BY i.instrument LIMIT ?")));
  const auto kind_value = static_cast<int64_t>(kind);
  select.Bind(commit).Bind(commit).Bind(kind_value).Bind(kind_value);
  select.Bind(after).Bind(int64_t{limit});
  return ReadAll(select, ReadInstrument);
}

absl::StatusOr<std::vector<Instrument>> SqliteStore::FindInstruments(
    int64_t commit, absl::string_view key) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT ", kInstrumentColumns,
          " FROM instrument_names n JOIN instruments i ON i.row = n.row "
          "WHERE n.key = ? AND ",
          Believed("i"), " ORDER BY i.instrument")));
  select.Bind(key).Bind(commit).Bind(commit);
  return ReadAll(select, ReadInstrument);
}

absl::StatusOr<std::vector<Edition>> SqliteStore::ListEditions(
    int64_t commit, absl::string_view instrument) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(Statement select,
                   db->Prepare(absl::StrCat(
                       "SELECT ", kEditionColumns,
                       " FROM editions e WHERE e.instrument = ? AND ",
                       Believed("e"), " ORDER BY e.effective, e.edition")));
  select.Bind(instrument).Bind(commit).Bind(commit);
  return ReadAll(select, ReadEdition);
}

absl::StatusOr<std::vector<Edition>> SqliteStore::FindEditions(
    int64_t commit, absl::string_view key) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(Statement select,
                   db->Prepare(absl::StrCat(
                       "SELECT ", kEditionColumns,
                       " FROM editions e WHERE e.number_key = ? AND ",
                       Believed("e"), " ORDER BY e.instrument, e.edition")));
  select.Bind(key).Bind(commit).Bind(commit);
  return ReadAll(select, ReadEdition);
}

absl::StatusOr<std::vector<Provision>> SqliteStore::GetProvisions(
    int64_t commit, absl::string_view instrument, absl::string_view edition,
    absl::string_view provision) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT ", kProvisionColumns,
          " FROM provisions p WHERE p.instrument = ? AND p.edition = ? AND "
          "p.provision = ? AND ",
          Believed("p"),
          " ORDER BY p.text_status, p.effective, p.from_commit DESC, p.row")));
  select.Bind(instrument).Bind(edition).Bind(provision);
  select.Bind(commit).Bind(commit);
  return ReadAll(select, ReadProvision);
}

absl::StatusOr<std::vector<std::string>> SqliteStore::ListProvisionIds(
    int64_t commit, absl::string_view instrument, absl::string_view edition,
    absl::string_view prefix, int limit) const {
  ASSIGN_OR_RETURN(const ConnectionPool::Lease db, readers_->Take());
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT p.provision, MIN(p.ordinal) FROM provisions p WHERE "
          "p.instrument = ? AND p.edition = ? AND "
          "substr(p.provision, 1, ?) = ? AND ",
          Believed("p"), " GROUP BY p.provision ORDER BY 2, 1 LIMIT ?")));
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
  int64_t kinds = 0;
  for (Kind kind : filter.kinds) kinds |= int64_t{1} << static_cast<int>(kind);
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT ", kInstrumentColumns, ", ", kEditionColumns, ", ",
          kProvisionColumns,
          " FROM provision_words w"
          " JOIN provisions p ON p.row = w.rowid"
          " JOIN editions e ON e.instrument = p.instrument AND "
          "e.edition = p.edition"
          " JOIN instruments i ON i.instrument = p.instrument"
          " WHERE w.words MATCH ? AND ",
          Believed("p"), " AND ", Believed("e"), " AND ", Believed("i"),
          " AND COALESCE(e.effective <= ?, 1) AND COALESCE(? < e.superseded, 1)"
          " AND COALESCE(p.effective <= ?, 1) AND COALESCE(? < p.superseded, 1)"
          " AND (? = 0 OR (? >> i.kind) & 1) AND (? = '' OR i.instrument = ?)"
          " ORDER BY rank LIMIT ?")));
  select.Bind(MatchExpression(query, filter.any_token));
  for (int i = 0; i < 6; ++i) select.Bind(commit);
  for (int i = 0; i < 4; ++i) {
    select.Bind(int64_t{filter.as_of.days_since_epoch()});
  }
  select.Bind(kinds).Bind(kinds);
  select.Bind(filter.instrument).Bind(filter.instrument);
  select.Bind(int64_t{limit});
  return ReadAll(select, ReadFull);
}

}  // namespace zhiheng::catalog
