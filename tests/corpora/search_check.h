// Search over a filled catalog: titles and distinctive phrases, sampled from
// what it holds, must be found near the top and fast.
//
// For reports. The sample is the same for the same catalog: names are drawn by
// their hashes. Fails as the store does.
#ifndef TESTS_CORPORA_SEARCH_CHECK_H_
#define TESTS_CORPORA_SEARCH_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/store/catalog_store.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::corpora {

inline constexpr int kSearchSample = 500;
// Chinese characters of a phrase.
inline constexpr int kPhraseChars = 12;

struct SearchCase {
  std::string query;
  std::string instrument;  // id of what must be found
  std::string article;     // and its article; empty: a title
};

struct SearchSample {
  std::vector<SearchCase> titles;
  std::vector<SearchCase> phrases;  // each in one article of the catalog only
};

absl::StatusOr<SearchSample> SampleSearches(const catalog::CatalogStore& store,
                                            CivilDate as_of);

struct SearchScore {
  double mean_reciprocal_rank = 0;
  int first = 0;  // found at the top
  int missed = 0;
  std::vector<double> milliseconds;  // ascending
  std::vector<double> busy;          // of these, of its own thread; ascending
  std::vector<std::string> worst;    // queries not found at the top
  std::vector<std::vector<std::string>> answers;  // names, query by query
};

absl::StatusOr<SearchScore> RunSearches(const catalog::CatalogEngine& engine,
                                        const std::vector<SearchCase>& cases,
                                        CivilDate as_of);

double Percentile(const std::vector<double>& ascending, double share);

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_SEARCH_CHECK_H_
