#include "services/catalog/store/sqlite/tables.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/catalog/store/provision_words.h"
#include "services/catalog/store/sqlite/rows.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// Rows of `SELECT row, origin, <columns of T>`.
template <typename T>
absl::StatusOr<std::vector<StoredRow<T>>> ReadRows(
    Statement& select, absl::StatusOr<T> (*read)(const Statement&, int)) {
  std::vector<StoredRow<T>> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    ASSIGN_OR_RETURN(T record, read(select, 2));
    out.push_back({select.Int(0), select.Text(1), std::move(record)});
  }
}

constexpr const char* kCloseSql[] = {
    "UPDATE instruments SET to_commit = ? WHERE row = ?",
    "UPDATE editions SET to_commit = ? WHERE row = ?",
    "UPDATE provisions SET to_commit = ? WHERE row = ?"};

absl::StatusOr<std::optional<Chunk>> ReadChunk(Statement& select) {
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<Chunk>();
  return std::optional<Chunk>(
      Chunk{static_cast<PostingKey>(select.Int(0)), select.Text(1)});
}

}  // namespace

absl::StatusOr<std::vector<SegmentInfo>> SqlitePostings::Segments() {
  ASSIGN_OR_RETURN(Statement select,
                   db_->Prepare("SELECT id, first_row, last_row FROM "
                                "posting_segments ORDER BY first_row"));
  std::vector<SegmentInfo> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    out.push_back({select.Int(0), select.Int(1), select.Int(2)});
  }
}

absl::StatusOr<std::optional<Chunk>> SqlitePostings::ChunkAt(int64_t segment,
                                                             PostingKey key) {
  ASSIGN_OR_RETURN(
      Statement select,
      db_->Prepare("SELECT first_key, data FROM posting_chunks WHERE segment = "
                   "? AND first_key <= ? ORDER BY first_key DESC LIMIT 1"));
  select.Bind(segment).Bind(static_cast<int64_t>(key));
  return ReadChunk(select);
}

absl::StatusOr<std::optional<Chunk>> SqlitePostings::ChunkAfter(
    int64_t segment, PostingKey key) {
  ASSIGN_OR_RETURN(
      Statement select,
      db_->Prepare("SELECT first_key, data FROM posting_chunks WHERE segment = "
                   "? AND first_key > ? ORDER BY first_key LIMIT 1"));
  select.Bind(segment).Bind(static_cast<int64_t>(key));
  return ReadChunk(select);
}

absl::Status SqlitePostings::AddSegment(const SegmentInfo& segment) {
  ASSIGN_OR_RETURN(Statement insert,
                   db_->Prepare("INSERT INTO posting_segments VALUES "
                                "(?, ?, ?)"));
  return insert.Bind(segment.id)
      .Bind(segment.first_row)
      .Bind(segment.last_row)
      .Run();
}

absl::Status SqlitePostings::AddChunk(int64_t segment, const Chunk& chunk) {
  ASSIGN_OR_RETURN(Statement insert,
                   db_->Prepare("INSERT INTO posting_chunks VALUES "
                                "(NULL, ?, ?, ?)"));
  return insert.Bind(segment)
      .Bind(static_cast<int64_t>(chunk.first_key))
      .BindBlob(chunk.data)
      .Run();
}

absl::Status SqlitePostings::DropSegment(int64_t segment) {
  {
    ASSIGN_OR_RETURN(
        Statement chunks,
        db_->Prepare("DELETE FROM posting_chunks WHERE segment = ?"));
    RETURN_IF_ERROR(chunks.Bind(segment).Run());
  }
  ASSIGN_OR_RETURN(Statement row,
                   db_->Prepare("DELETE FROM posting_segments WHERE id = ?"));
  return row.Bind(segment).Run();
}

absl::StatusOr<std::vector<CommitRecord>> ReadCommits(
    Connection* db, std::optional<int64_t> after, int limit) {
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(after.has_value()
                      ? "SELECT id, digest, recorded_at, origin, instrument, "
                        "editions FROM commits WHERE id > ? ORDER BY id LIMIT ?"
                      : "SELECT id, digest, recorded_at, origin, instrument, "
                        "editions FROM commits WHERE id > ? ORDER BY id DESC "
                        "LIMIT ?"));
  select.Bind(after.value_or(0)).Bind(int64_t{limit});
  std::vector<CommitRecord> out;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return out;
    out.push_back({{select.Int(0), select.Text(1)},
                   select.Int(2),
                   select.Text(3),
                   select.Text(4),
                   absl::StrSplit(select.Text(5), '\n', absl::SkipEmpty())});
  }
}

absl::StatusOr<CommitRecord> SqliteTables::Newest() {
  ASSIGN_OR_RETURN(std::vector<CommitRecord> newest,
                   ReadCommits(db_, std::nullopt, 1));
  if (!newest.empty()) return std::move(newest.front());
  CommitRecord empty;
  empty.snapshot.digest = Sha256Hex("");
  return empty;
}

absl::Status SqliteTables::InsertCommit(const CommitRecord& commit) {
  ASSIGN_OR_RETURN(Statement insert, db_->Prepare("INSERT INTO commits VALUES "
                                                  "(?, ?, ?, ?, ?, ?)"));
  return insert.Bind(commit.snapshot.commit)
      .Bind(commit.recorded_at)
      .Bind(commit.origin)
      .Bind(commit.snapshot.digest)
      .Bind(commit.instrument)
      .Bind(absl::StrJoin(commit.editions, "\n"))
      .Run();
}

absl::StatusOr<std::vector<StoredRow<Instrument>>> SqliteTables::Instruments(
    absl::string_view instrument) {
  static const std::string* const sql = new std::string(
      absl::StrCat("SELECT i.row, i.origin, ", kInstrumentColumns,
                   " FROM instruments i WHERE i.instrument = ? AND "
                   "i.to_commit = ?"));
  ASSIGN_OR_RETURN(Statement select, db_->Prepare(*sql));
  select.Bind(instrument).Bind(kOpenCommit);
  return ReadRows(select, ReadInstrument);
}

absl::StatusOr<std::vector<StoredRow<Edition>>> SqliteTables::Editions(
    absl::string_view instrument) {
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT e.row, e.origin, ", kEditionColumns,
      " FROM editions e WHERE e.instrument = ? AND e.to_commit = ?"));
  ASSIGN_OR_RETURN(Statement select, db_->Prepare(*sql));
  select.Bind(instrument).Bind(kOpenCommit);
  return ReadRows(select, ReadEdition);
}

absl::StatusOr<std::vector<StoredRow<Provision>>> SqliteTables::Provisions(
    absl::string_view instrument, absl::string_view edition,
    absl::string_view origin) {
  static const std::string* const sql = new std::string(absl::StrCat(
      "SELECT p.row, p.origin, ", kProvisionColumns,
      " FROM provisions p WHERE p.instrument = ? AND p.edition = ? AND "
      "p.to_commit = ? AND (? = '' OR p.origin = ?) ORDER BY p.row"));
  ASSIGN_OR_RETURN(Statement select, db_->Prepare(*sql));
  select.Bind(instrument).Bind(edition).Bind(kOpenCommit);
  select.Bind(origin).Bind(origin);
  return ReadRows(select, ReadProvision);
}

absl::Status SqliteTables::Close(Table table, int64_t row, int64_t commit) {
  ASSIGN_OR_RETURN(Statement update,
                   db_->Prepare(kCloseSql[static_cast<int>(table)]));
  return update.Bind(commit).Bind(row).Run();
}

absl::Status SqliteTables::Insert(const Instrument& instrument,
                                  absl::string_view origin, int64_t commit) {
  return InsertInstrument(db_, instrument, origin, commit);
}

absl::Status SqliteTables::Insert(const Edition& edition,
                                  absl::string_view origin, int64_t commit) {
  return InsertEdition(db_, edition, origin, commit);
}

absl::StatusOr<int64_t> SqliteTables::Insert(const Provision& provision,
                                             absl::string_view origin,
                                             int64_t commit) {
  RETURN_IF_ERROR(InsertProvision(db_, provision, origin, commit));
  return db_->LastInsertId();
}

absl::Status RebuildSearchIndex(Connection* db) {
  RETURN_IF_ERROR(
      db->Execute("DELETE FROM posting_chunks; DELETE FROM posting_segments;"));
  SqlitePostings postings(db);
  PostingWriter writer(&postings);
  ASSIGN_OR_RETURN(
      Statement select,
      db->Prepare(absl::StrCat(
          "SELECT p.row, ", kInstrumentColumns, ", ", kEditionColumns, ", ",
          kProvisionColumns,
          " FROM provisions p JOIN editions e ON e.instrument = p.instrument "
          "AND e.edition = p.edition AND e.origin = '' AND e.from_commit <= "
          "p.from_commit AND p.from_commit < e.to_commit JOIN instruments i ON "
          "i.instrument = p.instrument AND i.origin = '' AND i.from_commit <= "
          "p.from_commit AND p.from_commit < i.to_commit ORDER BY p.row")));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return writer.Flush();
    ASSIGN_OR_RETURN(const Instrument instrument, ReadInstrument(select, 1));
    ASSIGN_OR_RETURN(const Edition edition,
                     ReadEdition(select, 1 + kInstrumentColumnCount));
    ASSIGN_OR_RETURN(const Provision provision,
                     ReadProvision(select, 1 + kInstrumentColumnCount +
                                               kEditionColumnCount));
    const int64_t row = select.Int(0);
    for (const PostingKey key : KeysOf(edition, instrument)) {
      writer.Add(key, row);
    }
    for (const PostingKey key : KeysOf(provision)) writer.Add(key, row);
    RETURN_IF_ERROR(writer.MaybeFlush());
  }
}

}  // namespace zhiheng::catalog
