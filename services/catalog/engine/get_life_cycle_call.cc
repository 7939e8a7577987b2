// GetLifeCycle: the editions of an instrument, what each replaces and adopts,
// and the days on which two may be followed.
#include <optional>
#include <string>
#include <vector>

#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/model/names.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

void SetDate(CivilDate day, type::v1::Date* out) {
  out->set_year(day.year());
  out->set_month(day.month());
  out->set_day(day.day());
}

// From publication to the first day in force a new standard may be chosen
// (强制性国家标准管理办法, 国家标准管理办法).
bool MayBeChosenEarly(const Instrument& instrument) {
  return IsStandard(instrument.kind);
}

void AddTransition(const Instrument& instrument, const Edition& before,
                   const Edition& edition, const EditionLife* life,
                   v1::EditionLifeCycle* out) {
  const bool chosen =
      MayBeChosenEarly(instrument) && edition.published.has_value() &&
      edition.effective.has_value() && *edition.published < *edition.effective;
  const bool sold = life != nullptr && life->sale_until.has_value();
  if (!chosen && !sold) return;
  v1::TransitionPeriod* period = out->mutable_transition();
  period->set_earlier(EditionName(before.instrument, before.id));
  if (edition.effective.has_value()) {
    SetDate(*edition.effective, period->mutable_until());
  }
  if (chosen) {
    SetDate(*edition.published, period->mutable_from());
    period->mutable_rule()->set_zh(
        "自公布之日至实施之日前，可以选择执行新版或者旧版；自实施之日起执行新版"
        "。");
    period->mutable_rule()->set_en(
        "From publication until it is in force either edition may be followed; "
        "from then on the later one.");
  }
  if (sold) SetDate(*life->sale_until, period->mutable_sale_until());
}

void AddEdition(const Instrument& instrument,
                const std::vector<Edition>& editions, size_t at,
                const InstrumentLife& known, CivilDate day,
                v1::GetLifeCycleResponse* response) {
  const Edition& edition = editions[at];
  v1::EditionLifeCycle* out = response->add_editions();
  *out->mutable_edition() = ToProto(edition, day);
  const std::string name = EditionName(instrument.id, edition.id);
  for (const Edition& other : editions) {
    if (other.superseded_by == name) {
      out->add_replaces(EditionName(instrument.id, other.id));
    }
  }
  const auto life = known.editions.find(edition.id);
  const EditionLife* said =
      life == known.editions.end() ? nullptr : &life->second;
  if (said != nullptr) {
    for (const AdoptedStandard& one : said->adopts) {
      v1::Adoption* adoption = out->add_adoptions();
      adoption->set_number(one.number);
      adoption->set_degree(static_cast<v1::Adoption::Degree>(one.degree));
    }
  }
  if (at > 0) AddTransition(instrument, editions[at - 1], edition, said, out);
}

}  // namespace

CatalogEngine::Answer<v1::GetLifeCycleResponse> CatalogEngine::GetLifeCycle(
    const CallContext&, const v1::GetLifeCycleRequest& request) const {
  const auto id = ParseInstrumentName(request.name());
  if (!id.ok()) {
    return Problem(absl::StatusCode::kInvalidArgument, "NAME_MALFORMED")
        .Field("name", id.status().message());
  }
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  ASSIGN_OR_RETURN(const Instrument instrument, view.GetInstrument(*id));
  ASSIGN_OR_RETURN(
      const std::vector<Edition> editions,
      view.store().ListEditions(view.snapshot().commit, instrument.id));
  const InstrumentLife& known = tables_.life_cycles.Of(instrument.id);
  v1::GetLifeCycleResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  *response.mutable_instrument() = ToProto(instrument);
  response.mutable_ics()->Assign(known.ics.begin(), known.ics.end());
  response.set_ccs(known.ccs);
  for (size_t i = 0; i < editions.size(); ++i) {
    AddEdition(instrument, editions, i, known, view.as_of(), &response);
  }
  for (const Link& link : tables_.life_cycles.LinksOf(instrument.id)) {
    v1::InstrumentLink* out = response.add_links();
    out->set_kind(static_cast<v1::InstrumentLink::Kind>(link.kind));
    out->set_from(InstrumentName(link.from));
    out->set_to(InstrumentName(link.to));
    out->set_note(link.note);
  }
  return response;
}

}  // namespace zhiheng::catalog
