// Three steps: the instruments the words can mean, one edition of the one
// instrument, one provision of it. Each step that fails ends with an outcome.
// Tested by engine_test.cc.
#include "services/catalog/engine/resolver.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "re2/re2.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/model/provision_id.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

namespace pb = ::zhiheng::catalog::v1;
using Response = pb::ResolveCitationResponse;

constexpr int kMaxInstrumentsForHint = 1000;
constexpr int kMaxSiblings = 1000;

class Resolver {
 public:
  Resolver(const ReadView& view, ParsedCitation parsed,
           const CorrespondenceTable* correspondences, bool similar)
      : view_(view),
        parsed_(std::move(parsed)),
        correspondences_(correspondences),
        similar_(similar) {}

  absl::StatusOr<Response> Run() {
    ASSIGN_OR_RETURN(std::vector<Instrument> found, FindInstruments());
    if (found.empty()) return UnknownInstrument();
    if (found.size() > 1) return Ambiguous(found);
    full_.instrument = std::move(found.front());
    if (IsStandard(full_.instrument.kind)) ReadAsClauses(&parsed_.path);
    response_.mutable_citation()->set_instrument(full_.instrument.id);
    response_.mutable_citation()->set_provision(
        FormatProvisionId(parsed_.path));
    ASSIGN_OR_RETURN(const bool picked, PickEdition());
    if (!picked) return response_;
    return PickProvision();
  }

 private:
  int64_t commit() const { return view_.snapshot().commit; }
  const CatalogStore& store() const { return view_.store(); }

  absl::StatusOr<std::vector<Instrument>> FindInstruments() {
    if (!parsed_.document_number.empty()) {
      ASSIGN_OR_RETURN(
          const std::vector<Edition> editions,
          store().FindEditions(commit(), TitleKey(parsed_.document_number)));
      std::vector<Instrument> out;
      for (const Edition& edition : editions) {
        ASSIGN_OR_RETURN(Instrument one,
                         view_.GetInstrument(edition.instrument));
        if (out.empty() || !(out.back() == one)) out.push_back(std::move(one));
        if (parsed_.year.empty()) parsed_.year = edition.id;
      }
      if (!out.empty()) return out;
    }
    if (!parsed_.standard_number.empty()) {
      return store().FindInstruments(commit(),
                                     TitleKey(parsed_.standard_number));
    }
    ASSIGN_OR_RETURN(std::vector<Instrument> out, FindTitle());
    if (out.empty() && TakeTrailingYear()) return FindTitle();
    return out;
  }

  // With or without 中华人民共和国.
  absl::StatusOr<std::vector<Instrument>> FindTitle() const {
    ASSIGN_OR_RETURN(
        std::vector<Instrument> out,
        store().FindInstruments(commit(), TitleKey(parsed_.title)));
    if (out.empty() && !absl::StartsWith(parsed_.title, "中华人民共和国")) {
      return store().FindInstruments(
          commit(), TitleKey(absl::StrCat("中华人民共和国", parsed_.title)));
    }
    return out;
  }

  // Titles that contain the words, and the nearest by spelling.
  absl::StatusOr<std::vector<std::string>> SimilarNames() const {
    ASSIGN_OR_RETURN(const std::vector<Instrument> all,
                     store().ListInstruments(commit(), Kind::kUnspecified, "",
                                             kMaxInstrumentsForHint));
    const std::string key = TitleKey(parsed_.title);
    std::vector<std::string> names;
    std::vector<std::string> out;
    for (const Instrument& i : all) {
      const std::string name =
          i.short_names.empty() ? i.title.zh : i.short_names.front();
      names.push_back(IsStandard(i.kind) ? i.number : name);
      if (!key.empty() && absl::StrContains(TitleKey(i.title.zh), key) &&
          out.size() < kMaxCandidateNames) {
        out.push_back(names.back());
      }
    }
    const std::string near = NearestWord(
        parsed_.title.empty() ? parsed_.standard_number : parsed_.title, names);
    if (!near.empty() && out.size() < kMaxCandidateNames) out.push_back(near);
    return out;
  }

  absl::StatusOr<Response> UnknownInstrument() {
    response_.set_outcome(Response::OUTCOME_UNKNOWN_INSTRUMENT);
    const std::string what = !parsed_.standard_number.empty()
                                 ? parsed_.standard_number
                             : !parsed_.title.empty() ? parsed_.title
                                                      : parsed_.document_number;
    response_.set_hint(absl::StrCat("the catalog knows no \"", what, "\""));
    if (!similar_) return response_;
    // Very common: GB for GB/T and the reverse.
    std::string other = parsed_.standard_number;
    if (const size_t slash = other.find("/T "); slash != std::string::npos) {
      other.erase(slash, 2);
    } else if (const size_t space = other.find(' ');
               space != std::string::npos) {
      other.insert(space, "/T");
    }
    if (!other.empty()) {
      ASSIGN_OR_RETURN(const std::vector<Instrument> found,
                       store().FindInstruments(commit(), TitleKey(other)));
      if (!found.empty()) {
        response_.add_candidates(found.front().number);
        response_.set_hint(absl::StrCat(what,
                                        " is not a number in the "
                                        "catalog; the standard is ",
                                        found.front().number));
        return response_;
      }
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> names, SimilarNames());
    for (const std::string& name : names) response_.add_candidates(name);
    if (!names.empty()) {
      response_.set_hint(absl::StrCat(response_.hint(), "; did you mean ",
                                      absl::StrJoin(names, ", "), "?"));
    }
    return response_;
  }

  Response Ambiguous(const std::vector<Instrument>& found) {
    response_.set_outcome(Response::OUTCOME_AMBIGUOUS);
    for (const Instrument& i : found) {
      if (response_.candidates_size() == kMaxCandidateNames) break;
      response_.add_candidates(i.title.zh);
    }
    response_.set_hint(
        "several instruments have that name; give the full "
        "title or the number");
    return response_;
  }

  // `2019` means the edition 2019, or the one whose number ends so.
  bool MeansEdition(const Edition& edition) const {
    return edition.id == parsed_.year ||
           absl::EndsWith(edition.number, absl::StrCat("-", parsed_.year)) ||
           absl::EndsWith(edition.number, absl::StrCat(":", parsed_.year));
  }

  // Editions are known by a day when a year would not tell them apart.
  bool IsOfYear(const Edition& edition) const {
    return absl::StartsWith(edition.id, absl::StrCat(parsed_.year, "-")) ||
           (edition.published.has_value() &&
            absl::StrCat(edition.published->year()) == parsed_.year);
  }

  // 宪法修正案2004年: the year without its brackets. False when there is none.
  bool TakeTrailingYear() {
    static const RE2* const year = new RE2("^(.*[^0-9])((?:19|20)[0-9]{2})年$");
    std::string title;
    std::string number;
    if (!parsed_.year.empty() ||
        !RE2::FullMatch(parsed_.title, *year, &title, &number)) {
      return false;
    }
    parsed_.title = title;
    parsed_.year = number;
    return true;
  }

  // False when there is no edition to look into.
  absl::StatusOr<bool> PickEdition() {
    ASSIGN_OR_RETURN(const std::vector<Edition> editions,
                     store().ListEditions(commit(), full_.instrument.id));
    ASSIGN_OR_RETURN(const std::optional<Edition> in_force,
                     view_.EditionInForce(full_.instrument.id));
    std::optional<Edition> picked;
    if (parsed_.year.empty()) picked = in_force;
    for (const Edition& edition : editions) {
      if (picked.has_value()) break;
      if (!parsed_.year.empty() && MeansEdition(edition)) picked = edition;
    }
    for (size_t i = editions.size(); i-- > 0 && !picked.has_value();) {
      if (!parsed_.year.empty() && IsOfYear(editions[i])) picked = editions[i];
    }
    // Nothing in force: the last one that was, else the first to come.
    if (!picked.has_value() && parsed_.year.empty()) {
      for (const Edition& edition : editions) {
        if (!picked.has_value() || edition.InForce().from <= view_.as_of()) {
          picked = edition;
        }
      }
    }
    if (!picked.has_value()) {
      response_.set_outcome(Response::OUTCOME_NO_SUCH_PROVISION);
      for (const Edition& edition : editions) {
        response_.add_candidates(edition.id);
      }
      response_.set_hint(absl::StrCat(
          "there is no edition ", parsed_.year, " of ",
          full_.instrument.title.zh,
          "; editions: ", absl::StrJoin(response_.candidates(), ", ")));
      return false;
    }
    full_.edition = *picked;
    in_force_ = in_force;
    editions_ = editions;
    if (!picked->InForce().Contains(view_.as_of())) {
      not_in_force_ = absl::StrCat(
          "edition ", picked->id, " is in force on ",
          picked->InForce().ToString(), ", not on ", view_.as_of().ToString(),
          in_force.has_value()
              ? absl::StrCat("; in force that day: ", in_force->id)
              : "");
      over_ = IsOver(picked->InForce());
    }
    return true;
  }

  // The same address without 第一款, or with the one paragraph that has it:
  // people leave out the paragraph, or count the only one.
  absl::StatusOr<std::string> OtherAddress() const {
    const auto without_paragraph = [](ProvisionPath path) {
      std::erase_if(path, [](const Segment& segment) {
        return segment.unit == Unit::kParagraph;
      });
      return path;
    };
    if (parsed_.path.empty()) return std::string();
    const ProvisionPath bare = without_paragraph(parsed_.path);
    if (bare.empty()) return std::string();
    ASSIGN_OR_RETURN(const std::vector<std::string> siblings,
                     store().ListProvisionIds(
                         commit(), full_.instrument.id, full_.edition.id,
                         FormatProvisionId({bare.front()}), kMaxSiblings));
    const bool says_paragraph = bare.size() < parsed_.path.size();
    const bool says_first = says_paragraph && SaysFirstParagraphOnly();
    std::string found;
    for (const std::string& id : siblings) {
      ASSIGN_OR_RETURN(const ProvisionPath path, ParseProvisionId(id));
      if (path.empty() || !(path.front() == bare.front())) continue;
      const ProvisionPath other = without_paragraph(path);
      const bool has_paragraph = other.size() < path.size();
      if (says_first && has_paragraph) return std::string();
      if (!(other == bare)) continue;
      if (says_paragraph ? (says_first && !has_paragraph) : has_paragraph) {
        if (!found.empty()) return std::string();
        found = id;
      }
    }
    return found;
  }

  bool SaysFirstParagraphOnly() const {
    for (const Segment& segment : parsed_.path) {
      if (segment.unit == Unit::kParagraph && segment.number != "1") {
        return false;
      }
    }
    return true;
  }

  absl::StatusOr<Response> PickProvision() {
    ProvisionKey key{full_.instrument.id, full_.edition.id,
                     FormatProvisionId(parsed_.path)};
    absl::StatusOr<FullProvision> found = view_.GetProvision(key, Days::kAny);
    if (absl::IsNotFound(found.status())) {
      ASSIGN_OR_RETURN(const std::string other, OtherAddress());
      if (!other.empty()) {
        key.provision = other;
        found = view_.GetProvision(key, Days::kAny);
      }
    }
    response_.mutable_citation()->set_edition(full_.edition.id);
    if (absl::IsNotFound(found.status())) {
      response_.mutable_citation()->set_display(
          PrintCitation(full_.instrument, full_.edition, parsed_.path));
      response_.set_outcome(Response::OUTCOME_NO_SUCH_PROVISION);
      response_.set_hint(std::string(found.status().message()));
      if (parsed_.year.empty()) AddMoved(FormatProvisionId(parsed_.path));
      return response_;
    }
    RETURN_IF_ERROR(found.status());
    *response_.mutable_provision() = ToProto(*found);
    *response_.mutable_citation() = ToCitation(*found);
    const DateInterval days = InForce(found->provision, found->edition);
    if (not_in_force_.empty() && !days.Contains(view_.as_of())) {
      not_in_force_ =
          absl::StrCat("the provision is in force on ", days.ToString(),
                       ", not on ", view_.as_of().ToString());
      over_ = IsOver(days);
    }
    response_.set_outcome(not_in_force_.empty() ? Response::OUTCOME_RESOLVED
                          : over_               ? Response::OUTCOME_SUPERSEDED
                                  : Response::OUTCOME_EDITION_NOT_IN_FORCE);
    response_.set_hint(not_in_force_);
    if (over_) {
      AddSuccessors(*found);
    } else if (parsed_.year.empty() && not_in_force_.empty()) {
      AddMoved(found->provision.id);
    }
    return response_;
  }

  bool IsOver(const DateInterval& days) const {
    return days.until.has_value() && *days.until <= view_.as_of();
  }

  // What takes its place: provisions when recorded, else edition or instrument.
  void AddSuccessors(const FullProvision& found) {
    const Provision& p = found.provision;
    if (in_force_.has_value() && correspondences_ != nullptr && !p.id.empty()) {
      for (const ProvisionKey& key : correspondences_->Successors(
               {p.instrument, p.edition, p.id}, in_force_->id)) {
        AddSuccessor(key, *in_force_);
      }
    }
    if (response_.successors_size() > 0) return;
    if (in_force_.has_value()) {
      AddSuccessor({found.instrument.id, in_force_->id, ""}, *in_force_);
    } else if (!found.edition.superseded_by.empty()) {
      response_.add_successors()->set_display(found.edition.superseded_by);
    }
  }

  void AddSuccessor(const ProvisionKey& key, const Edition& edition) {
    const auto path = ParseProvisionId(key.provision);
    if (!path.ok()) return;
    type::v1::Citation* out = response_.add_successors();
    out->set_instrument(key.instrument);
    out->set_edition(key.edition);
    out->set_provision(key.provision);
    out->set_display(PrintCitation(full_.instrument, edition, *path));
  }

  // The number had other contents in the edition before: where are they now?
  void AddMoved(const std::string& provision) {
    if (correspondences_ == nullptr || provision.empty()) return;
    for (size_t i = 1; i < editions_.size(); ++i) {
      if (editions_[i].id != full_.edition.id) continue;
      const std::vector<ProvisionKey> now = correspondences_->Successors(
          {full_.instrument.id, editions_[i - 1].id, provision},
          full_.edition.id);
      for (const ProvisionKey& key : now) {
        if (key.provision != provision) {
          AddSuccessor(key, full_.edition);
        }
      }
    }
  }

  const ReadView& view_;
  ParsedCitation parsed_;
  const CorrespondenceTable* const correspondences_;
  const bool similar_;  // names are offered when nothing is called so
  FullProvision full_;  // instrument and edition, as they become known
  std::string not_in_force_;
  bool over_ = false;  // it was in force and no longer is
  std::optional<Edition> in_force_;
  std::vector<Edition> editions_;
  Response response_;
};

}  // namespace

absl::StatusOr<Response> Resolve(const ReadView& view, absl::string_view text,
                                 const CorrespondenceTable* correspondences) {
  ASSIGN_OR_RETURN(ParsedCitation parsed, ParseCitation(text));
  return Resolver(view, std::move(parsed), correspondences, true).Run();
}

absl::StatusOr<Response> ResolveParsed(
    const ReadView& view, const ParsedCitation& parsed,
    const CorrespondenceTable* correspondences) {
  return Resolver(view, parsed, correspondences, false).Run();
}

}  // namespace zhiheng::catalog
