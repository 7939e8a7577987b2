// What the query names, then what matches; filters that the store does not know
// are applied to its candidates. Tested by engine_test.cc and
// search_call_test.cc.
#include "services/catalog/engine/search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/standard_number.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/engine/resolver.h"
#include "services/catalog/model/provision_id.h"
#include "services/catalog/search/ranking.h"
#include "services/catalog/store/provision_words.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

namespace pb = ::zhiheng::catalog::v1;

// Above every score of words.
constexpr double kNamedScore = 1e6;

absl::Status Invalid(absl::string_view reason, absl::string_view field,
                     absl::string_view message) {
  return Problem(absl::StatusCode::kInvalidArgument, reason)
      .Field(field, message);
}

// What the titles of an edition say of all its provisions.
struct TitleScores {
  double words = 0;
  double share = 0;  // of a title that is the query
};

class Searcher {
 public:
  Searcher(const CallContext& call, const ReadView& view,
           const TitleIndex& titles, const pb::SearchProvisionsRequest& request,
           SearchQuery query)
      : call_(call),
        view_(view),
        titles_(titles),
        request_(request),
        query_(std::move(query)),
        ranker_(query_) {}

  absl::StatusOr<SearchResults> Run() {
    RETURN_IF_ERROR(ReadFilter());
    RETURN_IF_ERROR(AddNamed());
    RETURN_IF_ERROR(AddTitles());
    ASSIGN_OR_RETURN(std::vector<FullProvision> candidates, Candidates());
    RETURN_IF_ERROR(call_.Check());
    const bool complete =
        candidates.size() < static_cast<size_t>(kMaxCandidates);
    for (FullProvision& full : candidates) Add(std::move(full), 0);
    return SearchResults{Sorted(), complete, std::move(ranker_)};
  }

 private:
  absl::Status ReadFilter() {
    filter_.as_of = view_.as_of();
    for (const int kind : request_.kinds()) {
      if (kind <= 0 || kind >= kKindCount) {
        return Invalid("KIND_UNKNOWN", "kinds",
                       absl::StrCat(kind, " is no kind of instrument"));
      }
      filter_.kinds.push_back(static_cast<Kind>(kind));
    }
    for (const int status : request_.statuses()) {
      if (status <= 0 || !pb::Edition::Status_IsValid(status)) {
        return Invalid("STATUS_UNKNOWN", "statuses",
                       absl::StrCat(status, " is no status of an edition"));
      }
      statuses_.insert(status);
    }
    if (statuses_.empty()) statuses_.insert(pb::Edition::STATUS_IN_FORCE);
    filter_.any_day = statuses_ != std::set<int>{pb::Edition::STATUS_IN_FORCE};
    if (const auto path = ParseProvisionId(request_.provision()); !path.ok()) {
      return Invalid("PROVISION_MALFORMED", "provision",
                     path.status().message());
    }
    if (request_.instrument().empty()) return absl::OkStatus();
    auto id = ParseInstrumentName(request_.instrument());
    if (!id.ok()) {
      return Invalid("NAME_MALFORMED", "instrument", id.status().message());
    }
    filter_.instrument = *std::move(id);
    return absl::OkStatus();
  }

  // What the whole query names.
  absl::Status AddNamed() {
    const auto parsed = ParseCitation(request_.query());
    if (!parsed.ok()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const pb::ResolveCitationResponse named,
                     ResolveParsed(view_, *parsed, nullptr));
    if (!named.has_provision()) return absl::OkStatus();
    const type::v1::Citation& c = named.citation();
    auto full = view_.GetProvision({c.instrument(), c.edition(), c.provision()},
                                   Days::kAny);
    if (full.ok()) Add(*std::move(full), kNamedScore);
    return absl::OkStatus();
  }

  // Whole editions of the instruments that are called so.
  absl::Status AddTitles() {
    if (!request_.provision().empty()) return absl::OkStatus();
    for (const TitleHit& hit : titles_.Find(ranker_, kMaxTitles)) {
      const auto instrument = view_.GetInstrument(hit.instrument);
      if (absl::IsNotFound(instrument.status())) continue;  // known since
      RETURN_IF_ERROR(instrument.status());
      ASSIGN_OR_RETURN(
          const std::vector<Edition> editions,
          view_.store().ListEditions(view_.snapshot().commit, hit.instrument));
      for (const Edition& edition : editions) {
        if (statuses_.count(StatusOn(edition, view_.as_of())) == 0) continue;
        auto full =
            view_.GetProvision({hit.instrument, edition.id, ""}, Days::kAny);
        RETURN_IF_ERROR(full.status());
        Add(*std::move(full), hit.share);
      }
    }
    return absl::OkStatus();
  }

  void Add(FullProvision full, double bonus) {
    if (!Wanted(full)) return;
    const double score = bonus + ScoreOf(full);
    results_.push_back({score, std::move(full)});
  }

  absl::StatusOr<std::vector<FullProvision>> Candidates() {
    const int64_t commit = view_.snapshot().commit;
    ASSIGN_OR_RETURN(
        std::vector<FullProvision> found,
        view_.store().FindCandidates(commit, query_, filter_, kMaxCandidates));
    if (!found.empty()) return found;
    filter_.any_token = true;
    return view_.store().FindCandidates(commit, query_, filter_,
                                        kMaxCandidates);
  }

  bool Wanted(const FullProvision& full) const {
    if (statuses_.count(StatusOn(full.edition, view_.as_of())) == 0) {
      return false;
    }
    const Instrument& i = full.instrument;
    if (!filter_.kinds.empty() &&
        std::find(filter_.kinds.begin(), filter_.kinds.end(), i.kind) ==
            filter_.kinds.end()) {
      return false;
    }
    if (!filter_.instrument.empty() && filter_.instrument != i.id) return false;
    if (!request_.issuer().empty() && request_.issuer() != i.issuer) {
      return false;
    }
    if (!HoldsIn(i.region_code, request_.region_code())) return false;
    const std::string& below = request_.provision();
    return below.empty() || full.provision.id == below ||
           absl::StartsWith(full.provision.id, absl::StrCat(below, ".")) ||
           // cl7 holds cl7.3.
           (absl::StartsWith(below, "cl") &&
            absl::StartsWith(full.provision.id, absl::StrCat(below, ".")));
  }

  // Nationwide, the region itself, or what it lies in.
  static bool HoldsIn(absl::string_view holds, absl::string_view asked) {
    if (asked.empty() || holds.empty()) return true;
    while (absl::EndsWith(holds, "00")) holds.remove_suffix(2);
    return absl::StartsWith(asked, holds);
  }

  double ScoreOf(const FullProvision& full) {
    const Provision& p = full.provision;
    const TitleScores& titles = TitlesOf(full);
    return ranker_.Score({AddressText(p.id), p.heading,
                          absl::StrCat(p.text.zh, "\n", p.text.en)}) +
           titles.words + Ranker::TitleBonus(titles.share, p.id.empty());
  }

  // Of an edition, for all of its provisions.
  const TitleScores& TitlesOf(const FullProvision& full) {
    const auto [at, added] = title_scores_.try_emplace(
        std::make_pair(full.instrument.id, full.edition.id));
    if (!added) return at->second;
    at->second.words =
        ranker_.TitlesScore(TitlesText(full.instrument, full.edition));
    for (const std::u32string& name : FoldedNames(full.instrument)) {
      at->second.share = std::max(at->second.share, ranker_.TitleShare(name));
    }
    return at->second;
  }

  std::vector<SearchResult> Sorted() {
    // Better first; equal ones in the order of the law.
    const auto place = [](const FullProvision& f) {
      return std::tie(f.instrument.id, f.edition.id, f.provision.ordinal,
                      f.provision.id, f.provision.text_status);
    };
    std::sort(results_.begin(), results_.end(),
              [&](const SearchResult& a, const SearchResult& b) {
                if (a.score != b.score) return a.score > b.score;
                return place(a.full) < place(b.full);
              });
    // Of several texts of one provision the most reliable answers.
    std::set<std::string> seen;
    std::erase_if(results_, [&](const SearchResult& one) {
      const Provision& p = one.full.provision;
      return !seen.insert(ProvisionName({p.instrument, p.edition, p.id}))
                  .second;
    });
    return std::move(results_);
  }

  const CallContext& call_;
  const ReadView& view_;
  const TitleIndex& titles_;
  const pb::SearchProvisionsRequest& request_;
  const SearchQuery query_;
  Ranker ranker_;
  SearchFilter filter_;
  std::set<int> statuses_;
  std::map<std::pair<std::string, std::string>, TitleScores> title_scores_;
  std::vector<SearchResult> results_;
};

}  // namespace

std::string SearchResults::Snippet(const SearchResult& result) const {
  const Text& text = result.full.provision.text;
  const bool in_zh = ranker.Score({"", "", text.zh}) > 0;
  const bool in_en = ranker.Score({"", "", text.en}) > 0;
  return ranker.Snippet(!in_zh && in_en ? text.en : text.zh);
}

absl::StatusOr<SearchResults> Search(
    const CallContext& call, const ReadView& view, const TitleIndex& titles,
    const pb::SearchProvisionsRequest& request) {
  auto query = ParseSearchQuery(request.query());
  if (!query.ok()) {
    return Invalid("QUERY_INVALID", "query", query.status().message());
  }
  return Searcher(call, view, titles, request, *std::move(query)).Run();
}

}  // namespace zhiheng::catalog
