// The catalog as a library: every call of CatalogService, without gRPC.
//
//   auto engine = CatalogEngine::Create({.data_folder = folder}, &clock);
//   (*engine)->GetProvision(call, request);
//
// Thread-safe. Borrows the clock, which must outlive it. Create() fails with
// FAILED_PRECONDITION and every diagnostic when the data files are wrong, and
// with the store's error when it cannot be opened. Calls fail as their protos
// say, with a reason and a hint.
#ifndef SERVICES_CATALOG_ENGINE_CATALOG_ENGINE_H_
#define SERVICES_CATALOG_ENGINE_CATALOG_ENGINE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/catalog/engine/data_tables.h"
#include "services/catalog/engine/name_index.h"
#include "services/catalog/engine/page_token.h"
#include "services/catalog/engine/read_view.h"
#include "services/catalog/importer/plan/import_run.h"
#include "services/catalog/store/catalog_store.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/call_context.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::catalog {

// Citations of one batch: what fits a message with texts, and a second.
inline constexpr int kMaxBatch = 1000;
// Calls of WatchChanges at once: each holds a thread of the server.
inline constexpr int kMaxWatchers = 64;
// Changes of one message of WatchChanges; names it may be asked for.
inline constexpr int kMaxChangesPerMessage = 100;
inline constexpr int kMaxWatchedInstruments = 1000;

struct EngineOptions {
  // Folder of instrument files, read at the start, with its subfolders
  // correspondence/, applicability/ and life_cycle/; empty: none.
  std::string data_folder = {};
  // What OpenStore() takes: FILE, sqlite:FILE, postgres:CONNINFO; empty: in
  // memory.
  std::string db_path = {};
};

class CatalogEngine {
 public:
  template <typename T>
  using Answer = absl::StatusOr<T>;

  static absl::StatusOr<std::unique_ptr<CatalogEngine>> Create(
      const EngineOptions& options, const Clock* clock);
  // Over a store that is already filled.
  CatalogEngine(std::unique_ptr<CatalogStore> store, const Clock* clock)
      : CatalogEngine(std::move(store), clock, {}) {}
  // With what the data folder says beside the store.
  CatalogEngine(std::unique_ptr<CatalogStore> store, const Clock* clock,
                DataTables tables)
      : store_(std::move(store)), clock_(clock), tables_(std::move(tables)) {}

  Answer<v1::GetInstrumentResponse> GetInstrument(
      const CallContext& call, const v1::GetInstrumentRequest& request) const;
  Answer<v1::ListInstrumentsResponse> ListInstruments(
      const CallContext& call, const v1::ListInstrumentsRequest& request) const;
  Answer<v1::ListEditionsResponse> ListEditions(
      const CallContext& call, const v1::ListEditionsRequest& request) const;
  Answer<v1::GetProvisionResponse> GetProvision(
      const CallContext& call, const v1::GetProvisionRequest& request) const;
  Answer<v1::BatchGetProvisionsResponse> BatchGetProvisions(
      const CallContext& call,
      const v1::BatchGetProvisionsRequest& request) const;
  Answer<v1::ResolveCitationResponse> ResolveCitation(
      const CallContext& call, const v1::ResolveCitationRequest& request) const;
  Answer<v1::SearchProvisionsResponse> SearchProvisions(
      const CallContext& call,
      const v1::SearchProvisionsRequest& request) const;
  // Writes to the store; the engine itself stays as it is. ABORTED while
  // another import runs: what each writes depends on what it found.
  absl::StatusOr<ImportSummary> Import(const FileSource& files,
                                       const ImportOptions& options,
                                       ImportObserver* observer) const;
  Answer<v1::ImportEditionsResponse> ImportEditions(
      const CallContext& call, const v1::ImportSettings& settings,
      const FileSource& files) const;

  Answer<v1::AnnotateTextResponse> AnnotateText(
      const CallContext& call, const v1::AnnotateTextRequest& request) const;
  Answer<v1::ListCorrespondencesResponse> ListCorrespondences(
      const CallContext& call,
      const v1::ListCorrespondencesRequest& request) const;
  Answer<v1::DiffEditionsResponse> DiffEditions(
      const CallContext& call, const v1::DiffEditionsRequest& request) const;
  Answer<v1::ResolveApplicableResponse> ResolveApplicable(
      const CallContext& call,
      const v1::ResolveApplicableRequest& request) const;
  Answer<v1::GetLifeCycleResponse> GetLifeCycle(
      const CallContext& call, const v1::GetLifeCycleRequest& request) const;

  // Calls `send` until it returns false (OK), the call ends (CANCELLED or
  // DEADLINE_EXCEEDED) or the store fails. Looks for news a few times a second.
  absl::Status WatchChanges(
      const CallContext& call, const v1::WatchChangesRequest& request,
      absl::FunctionRef<bool(const v1::WatchChangesResponse&)> send) const;

 private:
  absl::StatusOr<ReadView> View(const v1::ReadOptions& read) const;
  // The view of the first page when there is a token, and where to go on.
  absl::StatusOr<ReadView> PageView(const v1::ReadOptions& read,
                                    const std::string& page_token,
                                    const std::string& request,
                                    PageToken* from) const;

  const std::unique_ptr<CatalogStore> store_;
  const Clock* const clock_;
  mutable std::atomic<bool> importing_ = false;
  const DataTables tables_;
  mutable NameIndexCache names_;
  mutable std::atomic<int> watchers_{0};
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_CATALOG_ENGINE_H_
