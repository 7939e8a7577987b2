#include "services/catalog/store/sqlite/rows.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/search/tokenizer.h"
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
    "p.text_en, p.text_status, p.effective, p.superseded, p.source";

Instrument ReadInstrument(const Statement& row, int at) {
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

Edition ReadEdition(const Statement& row, int at) {
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

Provision ReadProvision(const Statement& row, int at) {
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
  return p;
}

std::string Believed(absl::string_view table) {
  return absl::StrCat(table, ".from_commit <= ? AND ? < ", table, ".to_commit");
}

absl::Status InsertInstrument(Connection* db, const Instrument& i,
                              int64_t commit) {
  {
    ASSIGN_OR_RETURN(Statement insert,
                     db->Prepare("INSERT INTO instruments VALUES "
                                 "(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert.Bind(i.id)
        .Bind(static_cast<int64_t>(i.kind))
        .Bind(i.title.zh)
        .Bind(i.title.en)
        .Bind(absl::StrJoin(i.short_names, "\n"))
        .Bind(i.number)
        .Bind(i.issuer)
        .Bind(i.region_code)
        .Bind(commit)
        .Bind(kOpenCommit);
    RETURN_IF_ERROR(insert.Run());
  }
  const int64_t row = db->LastInsertId();
  std::set<std::string> keys;
  for (const std::string& name : {i.title.zh, i.title.en, i.number, i.id}) {
    keys.insert(TitleKey(name));
  }
  for (const std::string& name : i.short_names) keys.insert(TitleKey(name));
  keys.erase("");
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(Statement insert,
                     db->Prepare("INSERT INTO instrument_names VALUES (?, ?)"));
    RETURN_IF_ERROR(insert.Bind(key).Bind(row).Run());
  }
  return absl::OkStatus();
}

absl::Status InsertEdition(Connection* db, const Edition& e, int64_t commit) {
  ASSIGN_OR_RETURN(Statement insert,
                   db->Prepare("INSERT INTO editions VALUES (NULL, ?, ?, ?, ?, "
                               "?, ?, ?, ?, ?, ?, ?, ?, ?)"));
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
      .Bind(kOpenCommit);
  return insert.Run();
}

absl::Status InsertProvision(Connection* db, const Provision& p,
                             const Edition& edition,
                             const Instrument& instrument,
                             absl::string_view origin, int64_t commit) {
  {
    ASSIGN_OR_RETURN(
        Statement insert,
        db->Prepare("INSERT INTO provisions VALUES (NULL, ?, ?, ?, "
                    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
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
        .Bind(kOpenCommit);
    RETURN_IF_ERROR(insert.Run());
  }
  const int64_t row = db->LastInsertId();
  // A full stop between fields keeps a phrase from running across them.
  const std::string words = absl::StrJoin(
      Tokenize(absl::StrCat(CitationText(instrument, edition, p.id), "。",
                            p.heading, "。", p.text.zh, "。", p.text.en)),
      " ");
  ASSIGN_OR_RETURN(
      Statement insert,
      db->Prepare("INSERT INTO provision_words (rowid, words) VALUES (?, ?)"));
  return insert.Bind(row).Bind(words).Run();
}

absl::Status CloseRow(Connection* db, absl::string_view table, int64_t row,
                      int64_t commit) {
  ASSIGN_OR_RETURN(Statement update,
                   db->Prepare(absl::StrCat(
                       "UPDATE ", table, " SET to_commit = ? WHERE row = ?")));
  return update.Bind(commit).Bind(row).Run();
}

std::string CitationText(const Instrument& instrument, const Edition& edition,
                         absl::string_view provision_id) {
  std::string out = absl::StrCat(
      instrument.title.zh, "。", instrument.title.en, "。",
      absl::StrJoin(instrument.short_names, "。"), "。", edition.number);
  if (const auto path = ParseProvisionId(provision_id); path.ok()) {
    absl::StrAppend(&out, "。", PrintProvisionZh(*path), "。",
                    PrintProvisionEn(*path));
  }
  return out;
}

}  // namespace zhiheng::catalog
