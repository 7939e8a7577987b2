#include "services/catalog/engine/convert.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/model/provision_id.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

namespace pb = ::zhiheng::catalog::v1;

void SetText(const Text& text, type::v1::LocalizedText* out) {
  out->set_zh(text.zh);
  out->set_en(text.en);
}

void SetDate(CivilDate date, type::v1::Date* out) {
  out->set_year(date.year());
  out->set_month(date.month());
  out->set_day(date.day());
}

// Says which field of the citation the grammar error is about.
absl::Status InField(const absl::Status& status, absl::string_view field) {
  if (status.ok()) return status;
  return Problem(absl::StatusCode::kInvalidArgument, "CITATION_MALFORMED")
      .Field(field, status.message());
}

}  // namespace

pb::Edition::Status StatusOn(const Edition& edition, CivilDate day) {
  if (edition.effective.has_value() && day < *edition.effective) {
    return pb::Edition::STATUS_UPCOMING;
  }
  if (!edition.superseded.has_value() || day < *edition.superseded) {
    return pb::Edition::STATUS_IN_FORCE;
  }
  return edition.superseded_by.empty() ? pb::Edition::STATUS_WITHDRAWN
                                       : pb::Edition::STATUS_SUPERSEDED;
}

pb::Instrument ToProto(const Instrument& i) {
  pb::Instrument out;
  out.set_name(InstrumentName(i.id));
  out.set_kind(static_cast<pb::Instrument::Kind>(i.kind));
  SetText(i.title, out.mutable_title());
  for (const std::string& name : i.short_names) out.add_short_names(name);
  out.set_number(i.number);
  out.set_issuer(i.issuer);
  out.set_region_code(i.region_code);
  return out;
}

pb::Edition ToProto(const Edition& e, CivilDate as_of) {
  pb::Edition out;
  out.set_name(EditionName(e.instrument, e.id));
  SetText(e.title, out.mutable_title());
  out.set_number(e.number);
  if (e.published) SetDate(*e.published, out.mutable_published());
  if (e.effective) SetDate(*e.effective, out.mutable_effective());
  if (e.superseded) SetDate(*e.superseded, out.mutable_superseded());
  out.set_superseded_by(e.superseded_by);
  out.set_status(StatusOn(e, as_of));
  out.set_source(e.source);
  return out;
}

type::v1::Citation ToCitation(const FullProvision& full) {
  type::v1::Citation out;
  out.set_instrument(full.instrument.id);
  out.set_edition(full.edition.id);
  out.set_provision(full.provision.id);
  // An id in the store was parsed before it went in.
  out.set_display(PrintCitation(
      full.instrument, full.edition,
      ParseProvisionId(full.provision.id).value_or(ProvisionPath())));
  return out;
}

pb::Provision ToProto(const FullProvision& full) {
  const Provision& p = full.provision;
  pb::Provision out;
  out.set_name(ProvisionName({p.instrument, p.edition, p.id}));
  *out.mutable_citation() = ToCitation(full);
  out.set_heading(p.heading);
  SetText(p.text, out.mutable_text());
  out.set_text_status(static_cast<pb::TextStatus>(p.text_status));
  const DateInterval days = InForce(p, full.edition);
  if (days.from != CivilDate::Min()) {
    SetDate(days.from, out.mutable_effective());
  }
  if (days.until) SetDate(*days.until, out.mutable_superseded());
  out.set_source(p.source);
  out.set_digest(Digest(p));
  return out;
}

absl::StatusOr<ProvisionKey> FromProto(const type::v1::Citation& c) {
  RETURN_IF_ERROR(
      InField(CheckInstrumentId(c.instrument()), "citation.instrument"));
  if (!c.edition().empty()) {
    RETURN_IF_ERROR(InField(CheckEditionId(c.edition()), "citation.edition"));
  }
  const auto path = ParseProvisionId(c.provision());
  RETURN_IF_ERROR(InField(path.status(), "citation.provision"));
  return ProvisionKey{c.instrument(), c.edition(), FormatProvisionId(*path)};
}

absl::StatusOr<std::optional<CivilDate>> AsOf(const pb::ReadOptions& read) {
  if (!read.has_as_of()) return std::optional<CivilDate>();
  const type::v1::Date& date = read.as_of();
  const auto day = CivilDate::FromYmd(date.year(), date.month(), date.day());
  if (day.ok()) return std::optional<CivilDate>(*day);
  return Problem(absl::StatusCode::kInvalidArgument, "DATE_INVALID")
      .Field("read.as_of", day.status().message(),
             "say year, month and day, as 2024-09-30");
}

absl::StatusOr<SnapshotQuery> FromProto(const pb::ReadOptions& read) {
  SnapshotQuery query;
  query.at_least = read.at_least();
  query.exactly = read.exactly();
  if (!read.has_known_at()) return query;
  const auto& at = read.known_at();
  // The range of google.protobuf.Timestamp: years 1 to 9999.
  constexpr int64_t kMinSeconds = -62'135'596'800;
  constexpr int64_t kMaxSeconds = 253'402'300'799;
  if (at.seconds() < kMinSeconds || at.seconds() > kMaxSeconds ||
      at.nanos() < 0 || at.nanos() > 999'999'999) {
    return Problem(absl::StatusCode::kInvalidArgument, "TIMESTAMP_INVALID")
        .Field("read.known_at",
               absl::StrCat(at.seconds(), " s ", at.nanos(),
                            " ns is not an instant of years 1 to 9999"));
  }
  query.known_at =
      absl::FromUnixSeconds(at.seconds()) + absl::Nanoseconds(at.nanos());
  return query;
}

}  // namespace zhiheng::catalog
