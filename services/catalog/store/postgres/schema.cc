// The meaning of the columns is that of the SQLite store; rows are numbered
// alike, so both keep the same search index. A version that has been released
// is never changed: add the next. Tested by store_test.cc.
#include "services/catalog/store/postgres/schema.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog::postgres {
namespace {

// Names this program among those that use advisory locks.
constexpr const char* kMigrationLock = "7164288461301";

constexpr const char* kVersions[] = {
    // 1: as version 2 of the SQLite store.
    R"sql(
CREATE TABLE commits (
  id bigint PRIMARY KEY,
  recorded_at bigint NOT NULL,
  origin text NOT NULL,
  digest text NOT NULL,
  instrument text NOT NULL,
  editions text NOT NULL
);
CREATE INDEX commits_by_time ON commits (recorded_at, id);
CREATE TABLE instruments (
  row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instrument text COLLATE "C" NOT NULL,
  kind integer NOT NULL,
  title_zh text NOT NULL,
  title_en text NOT NULL,
  short_names text NOT NULL,
  number text NOT NULL,
  issuer text NOT NULL,
  region_code text NOT NULL,
  origin text NOT NULL,
  from_commit bigint NOT NULL,
  to_commit bigint NOT NULL
);
CREATE INDEX instruments_by_id ON instruments (instrument, to_commit);
CREATE TABLE instrument_names (
  key text COLLATE "C" NOT NULL,
  row_id bigint NOT NULL REFERENCES instruments,
  PRIMARY KEY (key, row_id)
);
CREATE TABLE editions (
  row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instrument text COLLATE "C" NOT NULL,
  edition text COLLATE "C" NOT NULL,
  title_zh text NOT NULL,
  title_en text NOT NULL,
  number text NOT NULL,
  number_key text COLLATE "C" NOT NULL,
  published integer,
  effective integer,
  superseded integer,
  superseded_by text NOT NULL,
  source text NOT NULL,
  origin text NOT NULL,
  from_commit bigint NOT NULL,
  to_commit bigint NOT NULL
);
CREATE INDEX editions_by_id ON editions (instrument, edition, to_commit);
CREATE INDEX editions_by_number ON editions (number_key, to_commit);
CREATE TABLE provisions (
  row_id bigint PRIMARY KEY,
  instrument text COLLATE "C" NOT NULL,
  edition text COLLATE "C" NOT NULL,
  provision text COLLATE "C" NOT NULL,
  origin text NOT NULL,
  ordinal integer NOT NULL,
  heading text NOT NULL,
  text_zh text NOT NULL,
  text_en text NOT NULL,
  text_status integer NOT NULL,
  effective integer,
  superseded integer,
  source text NOT NULL,
  suspended text NOT NULL,
  from_commit bigint NOT NULL,
  to_commit bigint NOT NULL
);
CREATE INDEX provisions_by_id
  ON provisions (instrument, edition, provision, to_commit);
CREATE TABLE posting_segments (
  id bigint PRIMARY KEY,
  first_row bigint NOT NULL,
  last_row bigint NOT NULL
);
CREATE TABLE posting_chunks (
  segment bigint NOT NULL REFERENCES posting_segments,
  first_key bigint NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (segment, first_key)
);
ALTER TABLE posting_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
)sql",
};
constexpr int kNewest = sizeof(kVersions) / sizeof(kVersions[0]);

absl::StatusOr<int> CurrentVersion(Connection* connection) {
  ASSIGN_OR_RETURN(const Result result,
                   connection->Query("SELECT COALESCE(MAX(version), 0) FROM "
                                     "schema_migrations"));
  return static_cast<int>(result.Int(0, 0));
}

}  // namespace

int NewestSchemaVersion() { return kNewest; }

absl::Status Migrate(Connection* connection, int version) {
  while (true) {
    ASSIGN_OR_RETURN(Transaction transaction,
                     Transaction::BeginWrite(connection));
    RETURN_IF_ERROR(connection->Execute(
        absl::StrCat("SELECT pg_advisory_xact_lock(", kMigrationLock, ")")));
    RETURN_IF_ERROR(connection->Execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY "
        "KEY, applied_at timestamptz NOT NULL DEFAULT now())"));
    ASSIGN_OR_RETURN(const int current, CurrentVersion(connection));
    if (current > kNewest) {
      return absl::FailedPreconditionError(
          absl::StrCat("store: the database has schema version ", current,
                       ", this program knows up to ", kNewest,
                       "; use the program that wrote it or a newer one"));
    }
    if (current >= version) return transaction.Commit();
    RETURN_IF_ERROR(connection->Execute(kVersions[current]));
    RETURN_IF_ERROR(connection->Execute(absl::StrCat(
        "INSERT INTO schema_migrations (version) VALUES (", current + 1, ")")));
    RETURN_IF_ERROR(transaction.Commit());
  }
}

}  // namespace zhiheng::catalog::postgres
