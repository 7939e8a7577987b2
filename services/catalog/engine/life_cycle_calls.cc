// The calls about whole texts, editions and products; the others are in
// catalog_engine.cc.
#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/catalog/engine/annotator.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/engine/edition_diff.h"
#include "services/catalog/engine/text_diff.h"
#include "services/catalog/model/provision_id.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

constexpr int kMaxProvisionsOfEdition = 20'000;

absl::Status Malformed(absl::string_view field, absl::string_view message) {
  return Problem(absl::StatusCode::kInvalidArgument, "NAME_MALFORMED")
      .Field(field, message);
}

// `instruments/{i}/editions/{e}`.
absl::StatusOr<ProvisionKey> ParseEditionName(absl::string_view name,
                                              absl::string_view field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "instruments" ||
      parts[2] != "editions") {
    return Malformed(field, absl::StrCat("\"", name,
                                         "\" is not instruments/{instrument}/"
                                         "editions/{edition}"));
  }
  const absl::Status instrument = CheckInstrumentId(parts[1]);
  if (!instrument.ok()) return Malformed(field, instrument.message());
  const absl::Status edition = CheckEditionId(parts[3]);
  if (!edition.ok()) return Malformed(field, edition.message());
  return ProvisionKey{parts[1], parts[3], ""};
}

absl::StatusOr<std::string> InstrumentId(absl::string_view name,
                                         absl::string_view field) {
  auto id = ParseInstrumentName(name);
  if (!id.ok()) return Malformed(field, id.status().message());
  return *std::move(id);
}

// The provisions of an edition, most reliable texts, in order.
absl::StatusOr<std::vector<Provision>> ProvisionsOf(const CallContext& call,
                                                    const ReadView& view,
                                                    const ProvisionKey& key) {
  const int64_t commit = view.snapshot().commit;
  ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      view.store().ListProvisionIds(commit, key.instrument, key.edition, "",
                                    kMaxProvisionsOfEdition));
  std::vector<Provision> out;
  for (const std::string& id : ids) {
    if (id.empty()) continue;
    if (out.size() % 256 == 0) RETURN_IF_ERROR(call.Check());
    ASSIGN_OR_RETURN(
        const std::vector<Provision> forms,
        view.store().GetProvisions(commit, key.instrument, key.edition, id));
    if (!forms.empty()) out.push_back(forms.front());
  }
  return out;
}

absl::StatusOr<type::v1::Citation> CitationOf(const ReadView& view,
                                              const ProvisionKey& key) {
  if (key.provision.empty()) return type::v1::Citation();
  const auto full = view.GetProvision(key, Days::kAny);
  if (full.ok()) return ToCitation(*full);
  type::v1::Citation out;  // recorded, and its text is not held
  out.set_instrument(key.instrument);
  out.set_edition(key.edition);
  out.set_provision(key.provision);
  return out;
}

bool Touches(absl::string_view id, absl::string_view asked) {
  return asked.empty() || id == asked ||
         absl::StartsWith(id, absl::StrCat(asked, "."));
}

void AddSpans(const Provision& from, const Provision& to,
              v1::ProvisionChange* out) {
  for (const DiffPiece& piece : DiffTexts(from.text.zh, to.text.zh)) {
    v1::DiffSpan* span = out->add_spans();
    span->set_kind(
        static_cast<v1::DiffSpan::Kind>(static_cast<int>(piece.kind) + 1));
    span->set_text(piece.text);
  }
}

FullProvision Whole(const Instrument& instrument, const Edition& edition,
                    const Provision& provision) {
  return {instrument, edition, provision};
}

// Laws bind; so do mandatory standards. The rest is followed by choice.
v1::ApplicableInstrument::Force ForceOf(Kind kind) {
  switch (kind) {
    case Kind::kLaw:
    case Kind::kRegulation:
    case Kind::kDepartmentalRule:
    case Kind::kLocalRule:
    case Kind::kJudicialInterpretation:
    case Kind::kMandatoryStandard:
      return v1::ApplicableInstrument::FORCE_MANDATORY;
    default:
      return v1::ApplicableInstrument::FORCE_RECOMMENDED;
  }
}

absl::StatusOr<Product> ReadProduct(const v1::ProductProfile& profile) {
  const auto refuse = [](absl::string_view field, int count, int most) {
    return Problem(absl::StatusCode::kInvalidArgument, "PRODUCT_INVALID")
        .Field(field, absl::StrCat(count, " given; at most ", most,
                                   " are allowed, and one category at least"));
  };
  if (profile.categories().empty() ||
      profile.categories_size() > kMaxProductCategories) {
    return refuse("product.categories", profile.categories_size(),
                  kMaxProductCategories);
  }
  if (profile.attributes().size() >
      static_cast<size_t>(kMaxProductAttributes)) {
    return refuse("product.attributes",
                  static_cast<int>(profile.attributes().size()),
                  kMaxProductAttributes);
  }
  Product out;
  out.categories.assign(profile.categories().begin(),
                        profile.categories().end());
  for (const auto& [name, value] : profile.attributes()) {
    out.attributes[name] = value;
  }
  out.region_code = profile.region_code();
  return out;
}

}  // namespace

CatalogEngine::Answer<v1::AnnotateTextResponse> CatalogEngine::AnnotateText(
    const CallContext& call, const v1::AnnotateTextRequest& request) const {
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  ASSIGN_OR_RETURN(const std::shared_ptr<const NameIndex> names,
                   names_.Get(*store_, view.snapshot().commit));
  return Annotate(call, view, *names, tables_.correspondences, request);
}

CatalogEngine::Answer<v1::ListCorrespondencesResponse>
CatalogEngine::ListCorrespondences(
    const CallContext& call,
    const v1::ListCorrespondencesRequest& request) const {
  ASSIGN_OR_RETURN(const std::string id,
                   InstrumentId(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  RETURN_IF_ERROR(view.GetInstrument(id).status());
  v1::ListCorrespondencesResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  for (const CorrespondencePair& pair : tables_.correspondences.Of(id)) {
    if (!Touches(pair.from.provision, request.provision()) &&
        !Touches(pair.to.provision, request.provision())) {
      continue;
    }
    RETURN_IF_ERROR(call.Check());
    v1::Correspondence* out = response.add_correspondences();
    ASSIGN_OR_RETURN(*out->mutable_from(), CitationOf(view, pair.from));
    ASSIGN_OR_RETURN(*out->mutable_to(), CitationOf(view, pair.to));
    out->set_relation(static_cast<v1::Correspondence::Relation>(pair.relation));
    out->set_note(pair.note);
  }
  return response;
}

CatalogEngine::Answer<v1::DiffEditionsResponse> CatalogEngine::DiffEditions(
    const CallContext& call, const v1::DiffEditionsRequest& request) const {
  ASSIGN_OR_RETURN(const ProvisionKey from,
                   ParseEditionName(request.from(), "from"));
  ASSIGN_OR_RETURN(const ProvisionKey to, ParseEditionName(request.to(), "to"));
  if (from.instrument != to.instrument) {
    return Problem(absl::StatusCode::kInvalidArgument, "DIFFERENT_INSTRUMENTS")
        .Field("to", absl::StrCat(to.instrument, " is not ", from.instrument),
               "compare two editions of one instrument");
  }
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  ASSIGN_OR_RETURN(const FullProvision old_one,
                   view.GetProvision(from, Days::kAny));
  ASSIGN_OR_RETURN(const FullProvision new_one,
                   view.GetProvision(to, Days::kAny));
  ASSIGN_OR_RETURN(const std::vector<Provision> a,
                   ProvisionsOf(call, view, from));
  ASSIGN_OR_RETURN(const std::vector<Provision> b,
                   ProvisionsOf(call, view, to));
  std::vector<CorrespondencePair> recorded;
  for (CorrespondencePair& pair : tables_.correspondences.Of(from.instrument)) {
    if (pair.from.edition == from.edition && pair.to.edition == to.edition) {
      recorded.push_back(std::move(pair));
    }
  }
  v1::DiffEditionsResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  for (const Change& change : DiffProvisions(a, b, recorded)) {
    RETURN_IF_ERROR(call.Check());
    const bool same = change.kind == ChangeKind::kUnchanged;
    response.set_unchanged(response.unchanged() + (same ? 1 : 0));
    if (same && !request.include_unchanged()) continue;
    v1::ProvisionChange* out = response.add_changes();
    out->set_kind(static_cast<v1::ProvisionChange::Kind>(change.kind));
    out->set_similarity(change.similarity);
    out->set_recorded(change.recorded);
    const Provision* p = change.from.has_value() ? &a[*change.from] : nullptr;
    const Provision* q = change.to.has_value() ? &b[*change.to] : nullptr;
    if (p != nullptr) {
      *out->mutable_from() =
          ToCitation(Whole(old_one.instrument, old_one.edition, *p));
    }
    if (q != nullptr) {
      *out->mutable_to() =
          ToCitation(Whole(new_one.instrument, new_one.edition, *q));
    }
    if (!same) AddSpans(p ? *p : Provision(), q ? *q : Provision(), out);
  }
  return response;
}

CatalogEngine::Answer<v1::ResolveApplicableResponse>
CatalogEngine::ResolveApplicable(
    const CallContext& call,
    const v1::ResolveApplicableRequest& request) const {
  ASSIGN_OR_RETURN(const Product product, ReadProduct(request.product()));
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  std::vector<v1::ApplicableInstrument> found;
  for (const Applicable& one : tables_.applicability.For(product)) {
    RETURN_IF_ERROR(call.Check());
    const auto instrument = view.GetInstrument(one.rule->instrument);
    if (absl::IsNotFound(instrument.status())) continue;  // not in this catalog
    RETURN_IF_ERROR(instrument.status());
    ASSIGN_OR_RETURN(const std::optional<Edition> edition,
                     view.EditionInForce(instrument->id));
    ASSIGN_OR_RETURN(
        const std::vector<Edition> editions,
        store_->ListEditions(view.snapshot().commit, instrument->id));
    v1::ApplicableInstrument out;
    for (const Edition& later : editions) {
      if (view.as_of() < later.InForce().from && !out.has_upcoming() &&
          (!later.published.has_value() || *later.published <= view.as_of())) {
        *out.mutable_upcoming() = ToProto(later, view.as_of());
      }
    }
    if (!edition.has_value() && !out.has_upcoming()) continue;  // repealed
    if (edition.has_value()) {
      *out.mutable_edition() = ToProto(*edition, view.as_of());
    }
    *out.mutable_instrument() = ToProto(*instrument);
    out.set_force(ForceOf(instrument->kind));
    out.set_role(one.rule->role);
    out.mutable_reason()->set_zh(one.rule->because.zh);
    out.mutable_reason()->set_en(one.rule->because.en);
    for (const std::string& need : one.needs) out.add_needs(need);
    found.push_back(std::move(out));
  }
  const auto order = [](const v1::ApplicableInstrument& one) {
    return std::make_tuple(static_cast<int>(one.force()), !one.has_edition(),
                           one.needs_size() > 0, one.instrument().name());
  };
  std::sort(found.begin(), found.end(),
            [&](const auto& a, const auto& b) { return order(a) < order(b); });
  v1::ResolveApplicableResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  for (v1::ApplicableInstrument& one : found) {
    *response.add_instruments() = std::move(one);
  }
  return response;
}

}  // namespace zhiheng::catalog
