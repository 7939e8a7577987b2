#include "services/catalog/engine/catalog_engine.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/engine/open_store.h"
#include "services/catalog/engine/page_token.h"
#include "services/catalog/engine/resolver.h"
#include "services/catalog/engine/search.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/catalog/importer/plan/provenance.h"
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

}  // namespace

absl::StatusOr<std::unique_ptr<CatalogEngine>> CatalogEngine::Create(
    const EngineOptions& options, const Clock* clock) {
  ASSIGN_OR_RETURN(std::unique_ptr<CatalogStore> store,
                   OpenStore(options.db_path));
  if (!options.data_folder.empty()) {
    RETURN_IF_ERROR(LoadData(options.data_folder, clock->Now(), store.get()));
  }
  ASSIGN_OR_RETURN(DataTables tables, DataTables::Load(options.data_folder));
  return std::make_unique<CatalogEngine>(std::move(store), clock,
                                         std::move(tables));
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
      Resolve(view, request.text(), &tables_.correspondences);
  RETURN_IF_ERROR(InField(response.status(), "CITATION_MALFORMED", "text"));
  response->set_snapshot_token(view.snapshot().Token());
  return response;
}

CatalogEngine::Answer<v1::SearchProvisionsResponse>
CatalogEngine::SearchProvisions(
    const CallContext& call, const v1::SearchProvisionsRequest& request) const {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size()));
  // Everything but the page says which search it is.
  v1::SearchProvisionsRequest bound = request;
  bound.clear_page_size();
  bound.clear_page_token();
  const std::string search = "search " + bound.ShortDebugString();
  PageToken from;
  ASSIGN_OR_RETURN(
      const ReadView view,
      PageView(request.read(), request.page_token(), search, &from));
  const int64_t offset = from.offset;
  ASSIGN_OR_RETURN(const std::shared_ptr<const NameIndex> names,
                   names_.Get(*store_, view.snapshot().commit));
  ASSIGN_OR_RETURN(const SearchResults found,
                   Search(call, view, names->titles(), request));
  const std::vector<SearchResult>& hits = found.results;
  v1::SearchProvisionsResponse response;
  response.set_snapshot_token(view.snapshot().Token());
  response.set_complete(found.complete);
  for (size_t i = static_cast<size_t>(offset); i < hits.size(); ++i) {
    if (response.hits_size() == size) {
      response.set_next_page_token(EncodePageToken(
          {response.snapshot_token(), view.as_of(), offset + size}, search));
      break;
    }
    v1::SearchHit* hit = response.add_hits();
    *hit->mutable_provision() = ToProto(hits[i].full);
    hit->set_snippet(found.Snippet(hits[i]));
  }
  return response;
}

}  // namespace zhiheng::catalog
