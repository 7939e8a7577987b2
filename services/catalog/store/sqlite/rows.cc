#include "services/catalog/store/sqlite/rows.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/store/provision_words.h"
#include "services/catalog/store/write_tables.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {

const char kInstrumentColumns[] =
    "i.instrument, i.kind, i.title_zh, i.title_en, i.short_names, i.number, "
    "i.issuer, i.region_code";
const char kEditionColumns[] =
    "e.instrument, e.edition, e.title_zh, e.title_en, e.number, e.published, "
    "e.effective, e.superseded, e.superseded_by, e.source";
const char kProvisionColumns[] =
    "p.instrument, p.edition, p.provision, p.ordinal, p.heading, p.text_zh, "
    "p.text_en, p.text_status, p.effective, p.superseded, p.source, "
    "p.suspended";

absl::StatusOr<Instrument> ReadInstrument(const Statement& row, int at) {
  Instrument i;
  i.id = row.Text(at);
  i.kind = static_cast<Kind>(row.Int(at + 1));
  i.title = {row.Text(at + 2), row.Text(at + 3)};
  i.short_names = absl::StrSplit(row.Text(at + 4), '\n', absl::SkipEmpty());
  i.number = row.Text(at + 5);
  i.issuer = row.Text(at + 6);
  i.region_code = row.Text(at + 7);
  return i;
}

absl::StatusOr<Edition> ReadEdition(const Statement& row, int at) {
  Edition e;
  e.instrument = row.Text(at);
  e.id = row.Text(at + 1);
  e.title = {row.Text(at + 2), row.Text(at + 3)};
  e.number = row.Text(at + 4);
  e.published = row.Date(at + 5);
  e.effective = row.Date(at + 6);
  e.superseded = row.Date(at + 7);
  e.superseded_by = row.Text(at + 8);
  e.source = row.Text(at + 9);
  return e;
}

absl::StatusOr<Provision> ReadProvision(const Statement& row, int at) {
  Provision p;
  p.instrument = row.Text(at);
  p.edition = row.Text(at + 1);
  p.id = row.Text(at + 2);
  p.ordinal = static_cast<int>(row.Int(at + 3));
  p.heading = row.Text(at + 4);
  p.text = {row.Text(at + 5), row.Text(at + 6)};
  p.text_status = static_cast<TextStatus>(row.Int(at + 7));
  p.effective = row.Date(at + 8);
  p.superseded = row.Date(at + 9);
  p.source = row.Text(at + 10);
  absl::StatusOr<std::vector<DateInterval>> suspended =
      ParseIntervals(row.Text(at + 11));
  if (!suspended.ok()) {
    return absl::DataLossError(
        absl::StrCat("store: the suspensions of ", p.instrument, "/", p.edition,
                     "/", p.id, " are damaged; restore a backup"));
  }
  p.suspended = *std::move(suspended);
  return p;
}

std::string Believed(absl::string_view table) {
  return absl::StrCat(table, ".from_commit <= ? AND ? < ", table, ".to_commit");
}

std::string BelievedMerged(absl::string_view table) {
  return absl::StrCat(table, ".origin = '' AND ", Believed(table));
}

absl::Status InsertInstrument(Connection* db, const Instrument& i,
                              absl::string_view origin, int64_t commit) {
  {
    ASSIGN_OR_RETURN(Statement insert,
                     db->Prepare("INSERT INTO instruments VALUES "
                                 "(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert.Bind(i.id)
        .Bind(static_cast<int64_t>(i.kind))
        .Bind(i.title.zh)
        .Bind(i.title.en)
        .Bind(absl::StrJoin(i.short_names, "\n"))
        .Bind(i.number)
        .Bind(i.issuer)
        .Bind(i.region_code)
        .Bind(commit)
        .Bind(kOpenCommit)
        .Bind(origin);
    RETURN_IF_ERROR(insert.Run());
  }
  if (origin != kMergedOrigin) return absl::OkStatus();
  const int64_t row = db->LastInsertId();
  for (const std::string& key : NameKeys(i)) {
    ASSIGN_OR_RETURN(Statement insert,
                     db->Prepare("INSERT INTO instrument_names VALUES (?, ?)"));
    RETURN_IF_ERROR(insert.Bind(key).Bind(row).Run());
  }
  return absl::OkStatus();
}

absl::Status InsertEdition(Connection* db, const Edition& e,
                           absl::string_view origin, int64_t commit) {
  ASSIGN_OR_RETURN(Statement insert,
                   db->Prepare("INSERT INTO editions VALUES (NULL, ?, ?, ?, ?, "
                               "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  insert.Bind(e.instrument)
      .Bind(e.id)
      .Bind(e.title.zh)
      .Bind(e.title.en)
      .Bind(e.number)
      .Bind(TitleKey(e.number))
      .Bind(e.published)
      .Bind(e.effective)
      .Bind(e.superseded)
      .Bind(e.superseded_by)
      .Bind(e.source)
      .Bind(commit)
      .Bind(kOpenCommit)
      .Bind(origin);
  return insert.Run();
}

absl::Status InsertProvision(Connection* db, const Provision& p,
                             absl::string_view origin, int64_t commit) {
  ASSIGN_OR_RETURN(Statement insert,
                   db->Prepare("INSERT INTO provisions VALUES (NULL, ?, ?, ?, "
                               "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  insert.Bind(p.instrument)
      .Bind(p.edition)
      .Bind(p.id)
      .Bind(origin)
      .Bind(int64_t{p.ordinal})
      .Bind(p.heading)
      .Bind(p.text.zh)
      .Bind(p.text.en)
      .Bind(static_cast<int64_t>(p.text_status))
      .Bind(p.effective)
      .Bind(p.superseded)
      .Bind(p.source)
      .Bind(commit)
      .Bind(kOpenCommit)
      .Bind(IntervalsText(p.suspended));
  return insert.Run();
}

}  // namespace zhiheng::catalog
