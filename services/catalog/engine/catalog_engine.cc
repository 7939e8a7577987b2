#include "services/catalog/engine/catalog_engine.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/engine/open_store.h"
#include "services/catalog/engine/page_token.h"
#include "services/catalog/engine/resolver.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/catalog/importer/plan/provenance.h"
#include "services/catalog/search/ranking.h"
#include "services/catalog/store/provision_words.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/common/problem/rpc_status.h"

namespace zhiheng::catalog {
namespace {

constexpr char kDomain[] = "catalog.zhiheng";

// Gives an argument error of a lower room the field it is about.
absl::Status InField(const absl::Status& status, absl::string_view reason,
                     absl::string_view field) {
  if (!absl::IsInvalidArgument(status) || !ReasonOf(status).empty()) {
    return status;
  }
  return Problem(absl::StatusCode::kInvalidArgument, reason)
      .Field(field, status.message());
}

absl::Status LoadData(const std::string& folder, absl::Time now,
                      CatalogStore* store) {
  ASSIGN_OR_RETURN(const ParsedFolder parsed, ParseInstrumentFolder(folder));
  if (!parsed.diagnostics.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the catalog's data are not loaded; ", parsed.diagnostics.size(),
        " mistakes:\n", Render(parsed.diagnostics)));
  }
  int changed = 0;
  for (Batch batch : parsed.batches) {
    RETURN_IF_ERROR(KeepWhatImportsAdded(*store, &batch));
    ASSIGN_OR_RETURN(const CommitResult result, store->Commit(batch, now));
    changed += result.Unchanged() ? 0 : 1;
  }
  Log(Severity::kDebug, "catalog data loaded",
      {{"instruments", absl::StrCat(parsed.batches.size())},
       {"changed", absl::StrCat(changed)}});
  return absl::OkStatus();
}

struct Hit {
  double score = 0;
  FullProvision full;
};

// Better first; equal ones in the order of the law.
bool Better(const Hit& a, const Hit& b) {
  if (a.score != b.score) return a.score > b.score;
  const auto place = [](const FullProvision& f) {
    return std::tie(f.instrument.id, f.edition.id, f.provision.ordinal,
                    f.provision.id, f.provision.text_status);
  };
  return place(a.full) < place(b.full);
}

std::vector<Hit> Rank(const SearchQuery& query,
                      std::vector<FullProvision> candidates) {
  std::vector<Hit> hits;
  for (FullProvision& full : candidates) {
    const std::string citation =
        CitationText(full.instrument, full.edition, full.provision.id);
    const std::string text =
        absl::StrCat(full.provision.text.zh, "\n", full.provision.text.en);
    const double score = Score(query, {citation, full.provision.heading, text});
    hits.push_back({score, std::move(full)});
  }
  std::sort(hits.begin(), hits.end(), Better);
  // Of several texts of one provision the most reliable answers.
  std::set<std::string> seen;
  std::erase_if(hits, [&](const Hit& hit) {
    const Provision& p = hit.full.provision;
    return !seen.insert(ProvisionName({p.instrument, p.edition, p.id})).second;
  });
  return hits;
}

std::string SnippetOf(const SearchQuery& query, const Text& text) {
  const bool in_zh = Score(query, {"", "", text.zh}) > 0;
  const bool in_en = Score(query, {"", "", text.en}) > 0;
  return Snippet(query, !in_zh && in_en ? text.en : text.zh);
}

absl::StatusOr<SearchFilter> FilterOf(
    const v1::SearchProvisionsRequest& request, CivilDate as_of) {
  SearchFilter filter;
  filter.as_of = as_of;
  for (const int kind : request.kinds()) {
    if (kind <= 0 || kind >= kKindCount) {
      return Problem(absl::StatusCode::kInvalidArgument, "KIND_UNKNOWN")
          .Field("kinds", absl::StrCat(kind, " is no kind of instrument"));
    }
    filter.kinds.push_back(static_cast<Kind>(kind));
  }
  if (!request.instrument().empty()) {
    auto id = ParseInstrumentName(request.instrument());
    RETURN_IF_ERROR(InField(id.status(), "NAME_MALFORMED", "instrument"));
    filter.instrument = *std::move(id);
  }
  return filter;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CatalogEngine>> CatalogEngine::Create(
    const EngineOptions& options, const Clock* clock) {
  ASSIGN_OR_RETURN(std::unique_ptr<CatalogStore> store,
                   OpenStore(options.db_path));
  if (!options.data_folder.empty()) {
    RETURN_IF_ERROR(LoadData(options.data_folder, clock->Now(), store.get()));
  }
  return std::make_unique<CatalogEngine>(std::move(store), clock);
}

absl::StatusOr<ReadView> CatalogEngine::View(
    const v1::ReadOptions& read) const {
  ASSIGN_OR_RETURN(const std::optional<CivilDate> as_of, AsOf(read));
  ASSIGN_OR_RETURN(const SnapshotQuery query, FromProto(read));
  absl::StatusOr<Snapshot> snapshot = store_->Open(query);
  if (absl::IsFailedPrecondition(snapshot.status())) {
    return Problem(absl::StatusCode::kFailedPrecondition,
                   "SNAPSHOT_NOT_AVAILABLE")
        .Say(snapshot.status().message());
  }
  RETURN_IF_ERROR(
      InField(snapshot.status(), "SNAPSHOT_TOKEN_INVALID",
              query.exactly.empty() ? "read.at_least" : "read.exactly"));
  return ReadView(store_.get(), *std::move(snapshot),
                  as_of.value_or(CivilDate::InShanghai(clock_->Now())));
}

absl::StatusOr<ReadView> CatalogEngine::PageView(const v1::ReadOptions& read,
                                                 const std::string& page_token,
                                                 const std::string& request,
                                                 PageToken* from) const {
  if (page_token.empty()) return View(read);
  ASSIGN_OR_RETURN(*from, DecodePageToken(page_token, request));
  v1::ReadOptions pinned;
  pinned.set_exactly(from->snapshot);
  ASSIGN_OR_RETURN(const ReadView view, View(pinned));
  return ReadView(store_.get(), view.snapshot(), from->as_of);
}

CatalogEngine::Answer<v1::GetInstrumentResponse> CatalogEngine::GetInstrument(
    const CallContext&, const v1::GetInstrumentRequest& request) const {
  const auto id = ParseInstrumentName(request.name());
  RETURN_IF_ERROR(InField(id.status(), "NAME_MALFORMED", "name"));
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  ASSIGN_OR_RETURN(const Instrument instrument, view.GetInstrument(*id));
  v1::GetInstrumentResponse response;
  *response.mutable_instrument() = ToProto(instrument);
  response.set_snapshot_token(view.snapshot().Token());
  return response;
}

CatalogEngine::Answer<v1::ListInstrumentsResponse>
CatalogEngine::ListInstruments(
    const CallContext&, const v1::ListInstrumentsRequest& request) const {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size()));
  if (request.kind() < 0 || request.kind() >= kKindCount) {
    return Problem(absl::StatusCode::kInvalidArgument, "KIND_UNKNOWN")
        .Field("kind", absl::StrCat(static_cast<int>(request.kind()),
                                    " is no kind of instrument"));
  }
  const std::string bound =
      absl::StrCat("instruments ", static_cast<int>(request.kind()),
                   request.read().exactly());
  PageToken from;
  ASSIGN_OR_RETURN(
      const ReadView view,
      PageView(request.read(), request.page_token(), bound, &from));
  // One more tells whether there is a next page.
  ASSIGN_OR_RETURN(std::vector<Instrument> page,
                   store_->ListInstruments(view.snapshot().commit,
                                           static_cast<Kind>(request.kind()),
                                           from.after, size + 1));
  v1::ListInstrumentsResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  if (static_cast<int>(page.size()) > size) {
    page.resize(static_cast<size_t>(size));
    response.set_next_page_token(EncodePageToken(
        {response.snapshot_token(), view.as_of(), 0, page.back().id}, bound));
  }
  for (const Instrument& instrument : page) {
    *response.add_instruments() = ToProto(instrument);
  }
  return response;
}

CatalogEngine::Answer<v1::ListEditionsResponse> CatalogEngine::ListEditions(
    const CallContext&, const v1::ListEditionsRequest& request) const {
  const auto id = ParseInstrumentName(request.parent());
  RETURN_IF_ERROR(InField(id.status(), "NAME_MALFORMED", "parent"));
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size()));
  const std::string bound =
      absl::StrCat("editions ", *id, " ", request.read().exactly());
  PageToken from;
  ASSIGN_OR_RETURN(
      const ReadView view,
      PageView(request.read(), request.page_token(), bound, &from));
  const int64_t offset = from.offset;
  RETURN_IF_ERROR(view.GetInstrument(*id).status());
  ASSIGN_OR_RETURN(const std::vector<Edition> editions,
                   store_->ListEditions(view.snapshot().commit, *id));
  v1::ListEditionsResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  for (size_t i = static_cast<size_t>(offset); i < editions.size(); ++i) {
    if (response.editions_size() == size) {
      response.set_next_page_token(EncodePageToken(
          {response.snapshot_token(), view.as_of(), offset + size}, bound));
      break;
    }
    *response.add_editions() = ToProto(editions[i], view.as_of());
  }
  return response;
}

CatalogEngine::Answer<v1::GetProvisionResponse> CatalogEngine::GetProvision(
    const CallContext&, const v1::GetProvisionRequest& request) const {
  ASSIGN_OR_RETURN(const ProvisionKey key, FromProto(request.citation()));
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  ASSIGN_OR_RETURN(const FullProvision full,
                   view.GetProvision(key, Days::kInForceOnly));
  v1::GetProvisionResponse response;
  *response.mutable_provision() = ToProto(full);
  *response.mutable_edition() = ToProto(full.edition, view.as_of());
  response.set_snapshot_token(view.snapshot().Token());
  return response;
}

CatalogEngine::Answer<v1::BatchGetProvisionsResponse>
CatalogEngine::BatchGetProvisions(
    const CallContext& call,
    const v1::BatchGetProvisionsRequest& request) const {
  if (request.citations().empty() || request.citations_size() > kMaxBatch) {
    return Problem(absl::StatusCode::kInvalidArgument, "BATCH_SIZE")
        .Field("citations",
               absl::StrCat(request.citations_size(), " citations; 1 to ",
                            kMaxBatch, " are allowed"),
               "send larger lists in several calls with one snapshot");
  }
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  v1::BatchGetProvisionsResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  for (const type::v1::Citation& citation : request.citations()) {
    RETURN_IF_ERROR(call.Check());
    v1::ProvisionResult* result = response.add_results();
    const auto read = [&]() -> absl::StatusOr<FullProvision> {
      ASSIGN_OR_RETURN(const ProvisionKey key, FromProto(citation));
      return view.GetProvision(
          key, key.edition.empty() ? Days::kInForceOnly : Days::kAny);
    };
    const absl::StatusOr<FullProvision> full = read();
    if (full.ok()) {
      *result->mutable_provision() = ToProto(*full);
      continue;
    }
    const absl::StatusCode code = full.status().code();
    if (code != absl::StatusCode::kNotFound &&
        code != absl::StatusCode::kFailedPrecondition &&
        code != absl::StatusCode::kInvalidArgument) {
      return full.status();  // the store failed, not the citation
    }
    *result->mutable_error() = ToRpcStatus(full.status(), kDomain);
  }
  return response;
}

CatalogEngine::Answer<v1::ResolveCitationResponse>
CatalogEngine::ResolveCitation(
    const CallContext&, const v1::ResolveCitationRequest& request) const {
  ASSIGN_OR_RETURN(const ReadView view, View(request.read()));
  absl::StatusOr<v1::ResolveCitationResponse> response =
      Resolve(view, request.text());
  RETURN_IF_ERROR(InField(response.status(), "CITATION_MALFORMED", "text"));
  response->set_snapshot_token(view.snapshot().Token());
  return response;
}

CatalogEngine::Answer<v1::SearchProvisionsResponse>
CatalogEngine::SearchProvisions(
    const CallContext& call, const v1::SearchProvisionsRequest& request) const {
  const auto query = ParseSearchQuery(request.query());
  RETURN_IF_ERROR(InField(query.status(), "QUERY_INVALID", "query"));
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size()));
  const std::string bound = absl::StrCat(
      "search ", request.query(), "\n", request.instrument(), "\n",
      absl::StrJoin(request.kinds(), ","), "\n", request.read().exactly());
  PageToken from;
  ASSIGN_OR_RETURN(
      const ReadView view,
      PageView(request.read(), request.page_token(), bound, &from));
  const int64_t offset = from.offset;
  ASSIGN_OR_RETURN(SearchFilter filter, FilterOf(request, view.as_of()));
  ASSIGN_OR_RETURN(std::vector<FullProvision> candidates,
                   store_->FindCandidates(view.snapshot().commit, *query,
                                          filter, kMaxCandidates));
  if (candidates.empty()) {
    filter.any_token = true;
    ASSIGN_OR_RETURN(candidates,
                     store_->FindCandidates(view.snapshot().commit, *query,
                                            filter, kMaxCandidates));
  }
  RETURN_IF_ERROR(call.Check());
  const std::vector<Hit> hits = Rank(*query, std::move(candidates));
  v1::SearchProvisionsResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  for (size_t i = static_cast<size_t>(offset); i < hits.size(); ++i) {
    if (response.hits_size() == size) {
      response.set_next_page_token(EncodePageToken(
          {response.snapshot_token(), view.as_of(), offset + size}, bound));
      break;
    }
    v1::SearchHit* hit = response.add_hits();
    *hit->mutable_provision() = ToProto(hits[i].full);
    hit->set_snippet(SnippetOf(*query, hits[i].full.provision.text));
  }
  return response;
}

}  // namespace zhiheng::catalog
