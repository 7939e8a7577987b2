// A row is believed in commits [from_commit, to_commit): recorded time.
// `effective` and `superseded` are valid time: days since 1970-01-01, NULL for
// open. A version that has been released is never changed: add the next.
// Tested by sqlite_store_test.cc.
#include "services/catalog/store/sqlite/schema.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalog/store/sqlite/tables.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

struct Version {
  const char* sql;
  absl::Status (*then)(Connection*);  // what SQL cannot do; may be unset
};

constexpr Version kVersions[] = {
    // 1: two times from the first day.
    {R"sql(
CREATE TABLE commits (
  id INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL,  -- microseconds since 1970-01-01 UTC
  origin TEXT NOT NULL,
  digest TEXT NOT NULL           -- of the history up to here
);
CREATE TABLE instruments (
  row INTEGER PRIMARY KEY,
  instrument TEXT NOT NULL,
  kind INTEGER NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  short_names TEXT NOT NULL,     -- one a line
  number TEXT NOT NULL,
  issuer TEXT NOT NULL,
  region_code TEXT NOT NULL,
  from_commit INTEGER NOT NULL,
  to_commit INTEGER NOT NULL
);
CREATE INDEX instruments_by_id ON instruments (instrument, to_commit);
CREATE TABLE instrument_names (
  key TEXT NOT NULL,
  row INTEGER NOT NULL REFERENCES instruments (row),
  PRIMARY KEY (key, row)
) WITHOUT ROWID;
CREATE TABLE editions (
  row INTEGER PRIMARY KEY,
  instrument TEXT NOT NULL,
  edition TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  number TEXT NOT NULL,
  number_key TEXT NOT NULL,
  published INTEGER,
  effective INTEGER,
  superseded INTEGER,
  superseded_by TEXT NOT NULL,
  source TEXT NOT NULL,
  from_commit INTEGER NOT NULL,
  to_commit INTEGER NOT NULL
);
CREATE INDEX editions_by_id ON editions (instrument, edition, to_commit);
CREATE INDEX editions_by_number ON editions (number_key, to_commit);
CREATE TABLE provisions (
  row INTEGER PRIMARY KEY,
  instrument TEXT NOT NULL,
  edition TEXT NOT NULL,
  provision TEXT NOT NULL,
  origin TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  heading TEXT NOT NULL,
  text_zh TEXT NOT NULL,
  text_en TEXT NOT NULL,
  text_status INTEGER NOT NULL,
  effective INTEGER,
  superseded INTEGER,
  source TEXT NOT NULL,
  from_commit INTEGER NOT NULL,
  to_commit INTEGER NOT NULL
);
CREATE INDEX provisions_by_id
  ON provisions (instrument, edition, provision, to_commit);
CREATE VIRTUAL TABLE provision_words USING fts5 (
  words, content = '', tokenize = "unicode61 remove_diacritics 0"
);
)sql",
     nullptr},
    // 2: what each origin says of an instrument or edition stands beside what
    // readers see; suspensions; a search index of our own.
    {R"sql(
ALTER TABLE instruments ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE editions ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE provisions ADD COLUMN suspended TEXT NOT NULL DEFAULT '';
INSERT INTO instruments
  SELECT NULL, instrument, kind, title_zh, title_en, short_names, number,
    issuer, region_code, from_commit, to_commit,
    (SELECT c.origin FROM commits c WHERE c.id = from_commit)
  FROM instruments WHERE to_commit = 9223372036854775807;
INSERT INTO editions
  SELECT NULL, instrument, edition, title_zh, title_en, number, number_key,
    published, effective, superseded, superseded_by, source, from_commit,
    to_commit, (SELECT c.origin FROM commits c WHERE c.id = from_commit)
  FROM editions WHERE to_commit = 9223372036854775807;
ALTER TABLE commits ADD COLUMN instrument TEXT NOT NULL DEFAULT '';
ALTER TABLE commits ADD COLUMN editions TEXT NOT NULL DEFAULT '';  -- one a line
CREATE TEMP TABLE touched AS
  SELECT from_commit AS id, instrument, NULL AS edition FROM instruments
  UNION SELECT from_commit, instrument, edition FROM editions
  UNION SELECT to_commit, instrument, edition FROM editions
  UNION SELECT from_commit, instrument, edition FROM provisions
  UNION SELECT to_commit, instrument, edition FROM provisions;
CREATE INDEX temp.touched_by_id ON touched (id, edition);
UPDATE commits SET
  instrument = COALESCE((SELECT MIN(t.instrument) FROM temp.touched t
    WHERE t.id = commits.id), ''),
  editions = COALESCE((SELECT group_concat(edition, char(10)) FROM
    (SELECT DISTINCT t.edition FROM temp.touched t
     WHERE t.id = commits.id AND t.edition IS NOT NULL
     ORDER BY t.edition)), '');
DROP TABLE temp.touched;
CREATE INDEX commits_by_time ON commits (recorded_at, id);
DROP TABLE provision_words;
CREATE TABLE posting_segments (
  id INTEGER PRIMARY KEY,
  first_row INTEGER NOT NULL,
  last_row INTEGER NOT NULL
);
CREATE TABLE posting_chunks (
  id INTEGER PRIMARY KEY,
  segment INTEGER NOT NULL REFERENCES posting_segments (id),
  first_key INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX posting_chunks_by_key ON posting_chunks (segment, first_key);
)sql",
     RebuildSearchIndex},
};
constexpr int kNewest = sizeof(kVersions) / sizeof(kVersions[0]);

// 0 for an empty file. Writes nothing.
absl::StatusOr<int> CurrentVersion(Connection* connection) {
  {
    ASSIGN_OR_RETURN(Statement table,
                     connection->Prepare("SELECT 1 FROM sqlite_schema WHERE "
                                         "name = 'schema_migrations'"));
    ASSIGN_OR_RETURN(const bool there, table.Step());
    if (!there) return 0;
  }
  ASSIGN_OR_RETURN(Statement select,
                   connection->Prepare("SELECT COALESCE(MAX(version), 0) "
                                       "FROM schema_migrations"));
  RETURN_IF_ERROR(select.Run());
  return static_cast<int>(select.Int(0));
}

}  // namespace

int NewestSchemaVersion() { return kNewest; }

absl::Status Migrate(Connection* connection, int version) {
  ASSIGN_OR_RETURN(const int current, CurrentVersion(connection));
  if (current > kNewest) {
    return absl::FailedPreconditionError(
        absl::StrCat("store: the database has schema version ", current,
                     ", this program knows up to ", kNewest,
                     "; use the program that wrote it or a newer one"));
  }
  // A file that needs nothing is not written to: it may be read-only.
  while (current < version) {
    // Another program may migrate the same file: look again under the lock.
    ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(connection));
    ASSIGN_OR_RETURN(const int at, CurrentVersion(connection));
    const int next = at + 1;
    if (next > version) break;
    RETURN_IF_ERROR(connection->Execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations "
        "(version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)"));
    const Version& step = kVersions[next - 1];
    RETURN_IF_ERROR(connection->Execute(step.sql));
    if (step.then != nullptr) RETURN_IF_ERROR(step.then(connection));
    RETURN_IF_ERROR(connection->Execute(absl::StrCat(
        "INSERT INTO schema_migrations VALUES (", next, ", datetime('now'))")));
    RETURN_IF_ERROR(transaction.Commit());
  }
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
