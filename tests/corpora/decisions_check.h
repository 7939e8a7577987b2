// Citations in penalty decisions, resolved at the day of each decision.
//
// For reports. Three checks that share nothing with the resolver: the list
// judged by hand (tests/citations/decisions.tsv), the title and number that
// stand in the text, and the words that a decision quotes behind a citation,
// which must be in the article it was resolved to.
#ifndef TESTS_CORPORA_DECISIONS_CHECK_H_
#define TESTS_CORPORA_DECISIONS_CHECK_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::corpora {

struct DecisionsResult {
  int decisions = 0;
  int citations = 0;
  std::map<std::string, int> outcomes;  // by their names
  std::map<std::string, int> slips;     // by kind

  int judged = 0;        // of the list judged by hand
  int judged_found = 0;  // at its place, as judged
  int judged_misprints = 0;
  int misprints_reported = 0;

  int resolved = 0;      // to a provision of the catalog
  int wrong_place = 0;   // to another title or number than was read
  int quoted = 0;        // followed by words in quotation marks
  int quotes_found = 0;  // which are in the article
  // Resolved where the words are not, but are in another article of the
  // edition: the decision's misprint or our mistake; each is printed.
  std::vector<std::string> elsewhere;
  std::vector<std::string> wrong;
};

absl::StatusOr<DecisionsResult> CheckDecisions(
    const catalog::CatalogEngine& engine, const std::string& corpora,
    const std::string& judged_list, CivilDate as_of);

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_DECISIONS_CHECK_H_
