#include "services/catalog/store/postgres/rows.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace zhiheng::catalog::postgres {

absl::StatusOr<Instrument> ReadInstrument(const Result& rows, int row, int at) {
  Instrument i;
  i.id = rows.Text(row, at);
  i.kind = static_cast<Kind>(rows.Int(row, at + 1));
  i.title = {rows.Text(row, at + 2), rows.Text(row, at + 3)};
  i.short_names =
      absl::StrSplit(rows.Text(row, at + 4), '\n', absl::SkipEmpty());
  i.number = rows.Text(row, at + 5);
  i.issuer = rows.Text(row, at + 6);
  i.region_code = rows.Text(row, at + 7);
  return i;
}

absl::StatusOr<Edition> ReadEdition(const Result& rows, int row, int at) {
  Edition e;
  e.instrument = rows.Text(row, at);
  e.id = rows.Text(row, at + 1);
  e.title = {rows.Text(row, at + 2), rows.Text(row, at + 3)};
  e.number = rows.Text(row, at + 4);
  e.published = rows.Date(row, at + 5);
  e.effective = rows.Date(row, at + 6);
  e.superseded = rows.Date(row, at + 7);
  e.superseded_by = rows.Text(row, at + 8);
  e.source = rows.Text(row, at + 9);
  return e;
}

absl::StatusOr<Provision> ReadProvision(const Result& rows, int row, int at) {
  Provision p;
  p.instrument = rows.Text(row, at);
  p.edition = rows.Text(row, at + 1);
  p.id = rows.Text(row, at + 2);
  p.ordinal = static_cast<int>(rows.Int(row, at + 3));
  p.heading = rows.Text(row, at + 4);
  p.text = {rows.Text(row, at + 5), rows.Text(row, at + 6)};
  p.text_status = static_cast<TextStatus>(rows.Int(row, at + 7));
  p.effective = rows.Date(row, at + 8);
  p.superseded = rows.Date(row, at + 9);
  p.source = rows.Text(row, at + 10);
  absl::StatusOr<std::vector<DateInterval>> suspended =
      ParseIntervals(rows.Text(row, at + 11));
  if (!suspended.ok()) {
    return absl::DataLossError(
        absl::StrCat("store: the suspensions of ", p.instrument, "/", p.edition,
                     "/", p.id, " are damaged; restore a backup"));
  }
  p.suspended = *std::move(suspended);
  return p;
}

}  // namespace zhiheng::catalog::postgres
