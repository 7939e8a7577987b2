#include "services/catalog/store/history.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {
namespace {

std::string DateText(const std::optional<CivilDate>& date) {
  return date.has_value() ? date->ToString() : "";
}

}  // namespace

HistoryWriter::HistoryWriter(absl::string_view previous,
                             absl::string_view origin) {
  Field(previous);
  Field(origin);
}

void HistoryWriter::Field(absl::string_view value) {
  absl::StrAppend(&canonical_, value.size(), ":", value);
}

void HistoryWriter::Write(const Instrument& i) {
  Field("instrument");
  for (absl::string_view field :
       {absl::string_view(i.id), KindWord(i.kind),
        absl::string_view(i.title.zh), absl::string_view(i.title.en),
        absl::string_view(i.number), absl::string_view(i.issuer),
        absl::string_view(i.region_code)}) {
    Field(field);
  }
  Field(absl::StrCat(i.short_names.size()));
  for (const std::string& name : i.short_names) Field(name);
}

void HistoryWriter::Write(const Edition& e) {
  Field("edition");
  for (const std::string* field :
       {&e.instrument, &e.id, &e.title.zh, &e.title.en, &e.number}) {
    Field(*field);
  }
  for (const auto& date : {e.published, e.effective, e.superseded}) {
    Field(DateText(date));
  }
  Field(e.superseded_by);
  Field(e.source);
}

void HistoryWriter::Write(const Provision& p) {
  Field("provision");
  Field(p.instrument);
  Field(p.edition);
  Field(p.id);
  Field(absl::StrCat(p.ordinal));
  Field(p.source);
  Field(zhiheng::catalog::Digest(p));
}

void HistoryWriter::Remove(const Provision& p) {
  Field("remove");
  for (const std::string& field :
       {p.instrument, p.edition, p.id, DateText(p.effective)}) {
    Field(field);
  }
}

std::string HistoryWriter::Digest() const { return Sha256Hex(canonical_); }

}  // namespace zhiheng::catalog
