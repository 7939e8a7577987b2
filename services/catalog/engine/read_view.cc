#include "services/catalog/engine/read_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

// Names looked through for "did you mean".
constexpr int kMaxNamesForHint = 1000;
// Provisions named in a hint.
constexpr int kMaxIdsInHint = 8;

std::string EditionList(const std::vector<Edition>& editions) {
  return absl::StrJoin(editions, ", ", [](std::string* out, const Edition& e) {
    absl::StrAppend(out, e.id, " ", e.InForce().ToString());
  });
}

const Provision* FormInForce(const std::vector<Provision>& forms,
                             const Edition& edition, CivilDate day) {
  for (const Provision& form : forms) {
    if (InForceOn(form, edition, day)) return &form;
  }
  return nullptr;
}

// A whole edition that nobody has summarised is still an answer.
Provision WholeEdition(const Edition& edition) {
  Provision whole;
  whole.instrument = edition.instrument;
  whole.edition = edition.id;
  whole.heading = edition.title.zh;
  whole.text_status = TextStatus::kAbsent;
  whole.source = edition.source;
  return whole;
}

}  // namespace

absl::StatusOr<Instrument> ReadView::GetInstrument(absl::string_view id) const {
  ASSIGN_OR_RETURN(std::optional<Instrument> found,
                   store_->GetInstrument(snapshot_.commit, id));
  if (found.has_value()) return *std::move(found);
  ASSIGN_OR_RETURN(const std::vector<Instrument> all,
                   store_->ListInstruments(snapshot_.commit, Kind::kUnspecified,
                                           "", kMaxNamesForHint));
  std::vector<std::string> ids;
  for (const Instrument& instrument : all) ids.push_back(instrument.id);
  const std::string near = NearestWord(id, ids);
  return Problem(absl::StatusCode::kNotFound, "INSTRUMENT_NOT_FOUND")
      .Say(absl::StrCat("there is no instrument \"", id, "\""))
      .Hint(near.empty() ? "ListInstruments lists those there are"
                         : absl::StrCat("did you mean \"", near, "\"?"))
      .With("instrument", id);
}

absl::StatusOr<std::optional<Edition>> ReadView::EditionInForce(
    absl::string_view instrument) const {
  ASSIGN_OR_RETURN(std::vector<Edition> editions,
                   store_->ListEditions(snapshot_.commit, instrument));
  std::optional<Edition> found;
  for (Edition& edition : editions) {
    if (edition.InForce().Contains(as_of_)) found = std::move(edition);
  }
  return found;
}

absl::StatusOr<Edition> ReadView::PickEdition(const Instrument& instrument,
                                              const ProvisionKey& key,
                                              Days days) const {
  ASSIGN_OR_RETURN(const std::optional<Edition> in_force,
                   EditionInForce(instrument.id));
  if (key.edition.empty() && in_force.has_value()) return *in_force;
  ASSIGN_OR_RETURN(const std::vector<Edition> editions,
                   store_->ListEditions(snapshot_.commit, instrument.id));
  const auto problem = [&](absl::StatusCode code, absl::string_view reason) {
    Problem out(code, reason);
    out.With("instrument", instrument.id)
        .With("edition", key.edition)
        .With("as_of", as_of_.ToString());
    return out;
  };
  if (key.edition.empty()) {
    return problem(absl::StatusCode::kFailedPrecondition,
                   "EDITION_NOT_IN_FORCE")
        .Say(absl::StrCat("no edition of ", instrument.id, " is in force on ",
                          as_of_.ToString()))
        .Hint(absl::StrCat("editions: ", EditionList(editions)));
  }
  for (const Edition& edition : editions) {
    if (edition.id != key.edition) continue;
    if (days == Days::kAny || edition.InForce().Contains(as_of_)) {
      return edition;
    }
    return problem(absl::StatusCode::kFailedPrecondition,
                   "EDITION_NOT_IN_FORCE")
        .Say(absl::StrCat("edition ", edition.id, " of ", instrument.id,
                          " is not in force on ", as_of_.ToString(), " but on ",
                          edition.InForce().ToString()))
        .Hint(in_force.has_value()
                  ? absl::StrCat("in force that day: ", in_force->id)
                  : "no edition is in force that day");
  }
  return problem(absl::StatusCode::kNotFound, "EDITION_NOT_FOUND")
      .Say(absl::StrCat("there is no edition \"", key.edition, "\" of ",
                        instrument.id))
      .Hint(absl::StrCat("editions: ", EditionList(editions)));
}

absl::Status ReadView::NoProvision(const Instrument& instrument,
                                   const Edition& edition,
                                   const ProvisionKey& key) const {
  // What stands in the same article, or nothing.
  const std::string article = key.provision.substr(0, key.provision.find('.'));
  ASSIGN_OR_RETURN(
      const std::vector<std::string> near,
      store_->ListProvisionIds(snapshot_.commit, instrument.id, edition.id,
                               article, kMaxIdsInHint));
  return Problem(absl::StatusCode::kNotFound, "PROVISION_NOT_FOUND")
      .Say(absl::StrCat("the catalog holds no provision \"", key.provision,
                        "\" of edition ", edition.id, " of ", instrument.id))
      .Hint(near.empty()
                ? "it may exist in law and not be loaded; import the text"
                : absl::StrCat("there is ", absl::StrJoin(near, ", ")))
      .With("instrument", instrument.id)
      .With("edition", edition.id)
      .With("provision", key.provision);
}

absl::StatusOr<FullProvision> ReadView::GetProvision(const ProvisionKey& key,
                                                     Days days) const {
  FullProvision full;
  ASSIGN_OR_RETURN(full.instrument, GetInstrument(key.instrument));
  ASSIGN_OR_RETURN(full.edition, PickEdition(full.instrument, key, days));
  ASSIGN_OR_RETURN(const std::vector<Provision> forms,
                   store_->GetProvisions(snapshot_.commit, key.instrument,
                                         full.edition.id, key.provision));
  if (forms.empty()) {
    if (!key.provision.empty()) {
      return NoProvision(full.instrument, full.edition, key);
    }
    full.provision = WholeEdition(full.edition);
    return full;
  }
  const Provision* form = FormInForce(forms, full.edition, as_of_);
  if (form == nullptr && days == Days::kInForceOnly) {
    if (const DateInterval* pause = SuspendedOn(forms.front(), as_of_)) {
      return Problem(absl::StatusCode::kFailedPrecondition,
                     "PROVISION_SUSPENDED")
          .Say(absl::StrCat("\"", key.provision, "\" of edition ",
                            full.edition.id, " of ", key.instrument,
                            " is suspended on ", as_of_.ToString(), ": on ",
                            pause->ToString()))
          .With("instrument", key.instrument)
          .With("edition", full.edition.id)
          .With("provision", key.provision)
          .With("as_of", as_of_.ToString());
    }
    return Problem(absl::StatusCode::kFailedPrecondition,
                   "PROVISION_NOT_IN_FORCE")
        .Say(absl::StrCat("\"", key.provision, "\" of edition ",
                          full.edition.id, " of ", key.instrument,
                          " is not in force on ", as_of_.ToString(), " but on ",
                          InForce(forms.front(), full.edition).ToString()))
        .With("instrument", key.instrument)
        .With("edition", full.edition.id)
        .With("provision", key.provision)
        .With("as_of", as_of_.ToString());
  }
  full.provision = form != nullptr ? *form : forms.front();
  return full;
}

}  // namespace zhiheng::catalog
