// The words of an officer to provisions, best first.
//
// A query that names an instrument or a provision (商标法, 商标法第五十七条,
// gb18382, GB 18382—2021) is answered with what it names first; then come the
// editions whose titles hold it, and the provisions that match its words, as
// search/ranking scores them. At most kMaxTitles instruments and kMaxCandidates
// provisions are scored: the store gives those with matches in titles and
// headings first, then the newest; `complete` says whether there were more.
// Pure over a ReadView; thread-safe. INVALID_ARGUMENT names the field.
#ifndef SERVICES_CATALOG_ENGINE_SEARCH_H_
#define SERVICES_CATALOG_ENGINE_SEARCH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/engine/read_view.h"
#include "services/catalog/engine/title_index.h"
#include "services/catalog/search/tokenizer.h"
#include "services/catalog/store/catalog_store.h"
#include "services/common/rpc/call_context.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::catalog {

// Provisions ranked for one query; what matches worse is not looked at.
inline constexpr int kMaxCandidates = 200;
// Instruments whose titles hold the query.
inline constexpr int kMaxTitles = 20;

struct SearchResult {
  double score = 0;
  FullProvision full;
};

struct SearchResults {
  std::vector<SearchResult> results;
  bool complete = true;
  Ranker ranker;

  // A result's text around the match, the matches between 【 and 】.
  std::string Snippet(const SearchResult& result) const;
};

absl::StatusOr<SearchResults> Search(
    const CallContext& call, const ReadView& view, const TitleIndex& titles,
    const zhiheng::catalog::v1::SearchProvisionsRequest& request);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_SEARCH_H_
