// The provisions that findings cite, each once, in the order of first citation,
// and the calls to the catalog that fetch them. Pure, thread-safe.
#ifndef SERVICES_GATEWAY_ASSESS_CITATIONS_H_
#define SERVICES_GATEWAY_ASSESS_CITATIONS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/gateway/assess/options.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"
#include "zhiheng/rules/v1/finding.pb.h"
#include "zhiheng/type/v1/citation.pb.h"
#include "zhiheng/type/v1/date.pb.h"

namespace zhiheng::gateway {

using FindingList = google::protobuf::RepeatedPtrField<rules::v1::Finding>;

// Two citations with one key name the same provision. Without an edition the
// day decides which, so it belongs to the key.
std::string CitationKey(const type::v1::Citation& citation,
                        const type::v1::Date& day);

struct CitedOnce {
  std::string key;
  type::v1::Citation citation;
  type::v1::Date day;  // the day of the finding that cited it first
};

struct Citations {
  std::vector<CitedOnce> all;
  // Beyond AssessOptions::max_citations.
  size_t left_out = 0;
};

Citations CollectCitations(const FindingList& findings,
                           const AssessOptions& options);

// One call, and which of `all` each of its results belongs to.
struct ProvisionBatch {
  catalog::v1::BatchGetProvisionsRequest request;
  std::vector<size_t> indexes;
};

// Citations without an edition are grouped by day, `fallback` where a finding
// has none; every call reads exactly `snapshot_token`.
std::vector<ProvisionBatch> BatchCitations(const Citations& citations,
                                           const std::string& snapshot_token,
                                           const type::v1::Date& fallback,
                                           const AssessOptions& options);

// Names (`instruments/{instrument}`) of the instruments cited, in order.
std::vector<std::string> InstrumentsOf(const Citations& citations,
                                       const AssessOptions& options);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_CITATIONS_H_
