#include "services/catalog/store/postgres/tables.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/store/postgres/rows.h"
#include "services/catalog/store/provision_words.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog::postgres {
namespace {

// Lines of provisions held before they are copied.
constexpr size_t kMaxLineBytes = size_t{16} << 20;

// Rows of `SELECT row_id, origin, <columns of T>`.
template <typename T>
absl::StatusOr<std::vector<StoredRow<T>>> ReadRows(
    const Result& rows, absl::StatusOr<T> (*read)(const Result&, int, int)) {
  std::vector<StoredRow<T>> out;
  for (int i = 0; i < rows.rows(); ++i) {
    ASSIGN_OR_RETURN(T record, read(rows, i, 2));
    out.push_back({rows.Int(i, 0), rows.Text(i, 1), std::move(record)});
  }
  return out;
}

constexpr const char* kCloseSql[] = {
    "UPDATE instruments SET to_commit = $1 WHERE row_id = $2",
    "UPDATE editions SET to_commit = $1 WHERE row_id = $2",
    "UPDATE provisions SET to_commit = $1 WHERE row_id = $2"};

std::optional<Chunk> FirstChunk(const Result& rows) {
  if (rows.rows() == 0) return std::nullopt;
  return Chunk{static_cast<PostingKey>(rows.Int(0, 0)), rows.Bytes(0, 1)};
}

}  // namespace

absl::StatusOr<std::vector<SegmentInfo>> Postings::Segments() {
  ASSIGN_OR_RETURN(const Result rows,
                   db_->Query("SELECT id, first_row, last_row FROM "
                              "posting_segments ORDER BY first_row"));
  std::vector<SegmentInfo> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({rows.Int(i, 0), rows.Int(i, 1), rows.Int(i, 2)});
  }
  return out;
}

absl::StatusOr<std::optional<Chunk>> Postings::ChunkAt(int64_t segment,
                                                       PostingKey key) {
  ASSIGN_OR_RETURN(
      const Result rows,
      db_->Query("SELECT first_key, data FROM posting_chunks WHERE segment = "
                 "$1 AND first_key <= $2 ORDER BY first_key DESC LIMIT 1",
                 Params().Add(segment).Add(static_cast<int64_t>(key))));
  return FirstChunk(rows);
}

absl::StatusOr<std::optional<Chunk>> Postings::ChunkAfter(int64_t segment,
                                                          PostingKey key) {
  ASSIGN_OR_RETURN(
      const Result rows,
      db_->Query("SELECT first_key, data FROM posting_chunks WHERE segment = "
                 "$1 AND first_key > $2 ORDER BY first_key LIMIT 1",
                 Params().Add(segment).Add(static_cast<int64_t>(key))));
  return FirstChunk(rows);
}

absl::Status Postings::AddSegment(const SegmentInfo& segment) {
  return db_
      ->Query(
          "INSERT INTO posting_segments VALUES ($1, $2, $3)",
          Params().Add(segment.id).Add(segment.first_row).Add(segment.last_row))
      .status();
}

absl::Status Postings::AddChunk(int64_t segment, const Chunk& chunk) {
  return db_
      ->Query("INSERT INTO posting_chunks VALUES ($1, $2, $3)",
              Params()
                  .Add(segment)
                  .Add(static_cast<int64_t>(chunk.first_key))
                  .AddBytes(chunk.data))
      .status();
}

absl::Status Postings::DropSegment(int64_t segment) {
  const Params of = Params().Add(segment);
  RETURN_IF_ERROR(
      db_->Query("DELETE FROM posting_chunks WHERE segment = $1", of).status());
  return db_->Query("DELETE FROM posting_segments WHERE id = $1", of).status();
}

absl::StatusOr<std::vector<CommitRecord>> ReadCommits(
    Connection* db, std::optional<int64_t> after, int limit) {
  ASSIGN_OR_RETURN(
      const Result rows,
      db->Query(after.has_value()
                    ? "SELECT id, digest, recorded_at, origin, instrument, "
                      "editions FROM commits WHERE id > $1 ORDER BY id LIMIT $2"
                    : "SELECT id, digest, recorded_at, origin, instrument, "
                      "editions FROM commits WHERE id > $1 ORDER BY id DESC "
                      "LIMIT $2",
                Params().Add(after.value_or(0)).Add(int64_t{limit})));
  std::vector<CommitRecord> out;
  for (int i = 0; i < rows.rows(); ++i) {
    out.push_back({{rows.Int(i, 0), rows.Text(i, 1)},
                   rows.Int(i, 2),
                   rows.Text(i, 3),
                   rows.Text(i, 4),
                   absl::StrSplit(rows.Text(i, 5), '\n', absl::SkipEmpty())});
  }
  return out;
}

absl::StatusOr<CommitRecord> Tables::Newest() {
  ASSIGN_OR_RETURN(std::vector<CommitRecord> newest,
                   ReadCommits(db_, std::nullopt, 1));
  if (!newest.empty()) return std::move(newest.front());
  CommitRecord empty;
  empty.snapshot.digest = Sha256Hex("");
  return empty;
}

absl::Status Tables::InsertCommit(const CommitRecord& commit) {
  return db_
      ->Query(
          "INSERT INTO commits (id, recorded_at, origin, digest, instrument, "
          "editions) VALUES ($1, $2, $3, $4, $5, $6)",
          Params()
              .Add(commit.snapshot.commit)
              .Add(commit.recorded_at)
              .Add(commit.origin)
              .Add(commit.snapshot.digest)
              .Add(commit.instrument)
              .Add(absl::StrJoin(commit.editions, "\n")))
      .status();
}

absl::StatusOr<std::vector<StoredRow<Instrument>>> Tables::Instruments(
    absl::string_view instrument) {
  ASSIGN_OR_RETURN(
      const Result rows,
      db_->Query(absl::StrCat("SELECT i.row_id, i.origin, ", kInstrumentColumns,
                              " FROM instruments i WHERE i.instrument = $1 AND "
                              "i.to_commit = $2"),
                 Params().Add(instrument).Add(kOpenCommit)));
  return ReadRows(rows, ReadInstrument);
}

absl::StatusOr<std::vector<StoredRow<Edition>>> Tables::Editions(
    absl::string_view instrument) {
  ASSIGN_OR_RETURN(
      const Result rows,
      db_->Query(absl::StrCat("SELECT e.row_id, e.origin, ", kEditionColumns,
                              " FROM editions e WHERE e.instrument = $1 AND "
                              "e.to_commit = $2"),
                 Params().Add(instrument).Add(kOpenCommit)));
  return ReadRows(rows, ReadEdition);
}

absl::StatusOr<std::vector<StoredRow<Provision>>> Tables::Provisions(
    absl::string_view instrument, absl::string_view edition,
    absl::string_view origin) {
  RETURN_IF_ERROR(Flush());
  ASSIGN_OR_RETURN(
      const Result rows,
      db_->Query(
          absl::StrCat("SELECT p.row_id, p.origin, ", kProvisionColumns,
                       " FROM provisions p WHERE p.instrument = $1 AND "
                       "p.edition = $2 AND p.to_commit = $3 AND ($4 = "
                       "'' OR p.origin = $4) ORDER BY p.row_id"),
          Params().Add(instrument).Add(edition).Add(kOpenCommit).Add(origin)));
  return ReadRows(rows, ReadProvision);
}

absl::Status Tables::Close(Table table, int64_t row, int64_t commit) {
  if (table == Table::kProvisions) RETURN_IF_ERROR(Flush());
  return db_
      ->Query(kCloseSql[static_cast<int>(table)], Params().Add(commit).Add(row))
      .status();
}

absl::Status Tables::Insert(const Instrument& i, absl::string_view origin,
                            int64_t commit) {
  ASSIGN_OR_RETURN(
      const Result inserted,
      db_->Query("INSERT INTO instruments (instrument, kind, title_zh, "
                 "title_en, short_names, number, issuer, region_code, origin, "
                 "from_commit, to_commit) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                 "$8, $9, $10, $11) RETURNING row_id",
                 Params()
                     .Add(i.id)
                     .Add(static_cast<int64_t>(i.kind))
                     .Add(i.title.zh)
                     .Add(i.title.en)
                     .Add(absl::StrJoin(i.short_names, "\n"))
                     .Add(i.number)
                     .Add(i.issuer)
                     .Add(i.region_code)
                     .Add(origin)
                     .Add(commit)
                     .Add(kOpenCommit)));
  if (origin != kMergedOrigin) return absl::OkStatus();
  for (const std::string& key : NameKeys(i)) {
    RETURN_IF_ERROR(
        db_->Query("INSERT INTO instrument_names (key, row_id) VALUES ($1, $2)",
                   Params().Add(key).Add(inserted.Int(0, 0)))
            .status());
  }
  return absl::OkStatus();
}

absl::Status Tables::Insert(const Edition& e, absl::string_view origin,
                            int64_t commit) {
  return db_
      ->Query(
          "INSERT INTO editions (instrument, edition, title_zh, title_en, "
          "number, number_key, published, effective, superseded, "
          "superseded_by, source, origin, from_commit, to_commit) VALUES ($1, "
          "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
          Params()
              .Add(e.instrument)
              .Add(e.id)
              .Add(e.title.zh)
              .Add(e.title.en)
              .Add(e.number)
              .Add(TitleKey(e.number))
              .Add(e.published)
              .Add(e.effective)
              .Add(e.superseded)
              .Add(e.superseded_by)
              .Add(e.source)
              .Add(origin)
              .Add(commit)
              .Add(kOpenCommit))
      .status();
}

absl::StatusOr<int64_t> Tables::Insert(const Provision& p,
                                       absl::string_view origin,
                                       int64_t commit) {
  if (!last_row_.has_value()) {
    ASSIGN_OR_RETURN(
        const Result last,
        db_->Query("SELECT COALESCE(MAX(row_id), 0) FROM provisions"));
    last_row_ = last.Int(0, 0);
  }
  const int64_t row = ++*last_row_;
  lines_ += CopyLine()
                .Add(row)
                .Add(p.instrument)
                .Add(p.edition)
                .Add(p.id)
                .Add(origin)
                .Add(int64_t{p.ordinal})
                .Add(p.heading)
                .Add(p.text.zh)
                .Add(p.text.en)
                .Add(static_cast<int64_t>(p.text_status))
                .Add(p.effective)
                .Add(p.superseded)
                .Add(p.source)
                .Add(IntervalsText(p.suspended))
                .Add(commit)
                .Add(kOpenCommit)
                .Finish();
  if (lines_.size() >= kMaxLineBytes) RETURN_IF_ERROR(Flush());
  return row;
}

absl::Status Tables::Flush() {
  if (lines_.empty()) return absl::OkStatus();
  const std::string lines = std::exchange(lines_, "");
  return db_->Copy(
      "provisions (row_id, instrument, edition, provision, origin, ordinal, "
      "heading, text_zh, text_en, text_status, effective, superseded, source, "
      "suspended, from_commit, to_commit)",
      lines);
}

}  // namespace zhiheng::catalog::postgres
