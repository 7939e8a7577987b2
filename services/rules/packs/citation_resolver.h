// The citations of a pack: `TM19 57(1)` to the edition's ids, its printed form
// and its days.
//
// One thread. The source must outlive it. What cannot be resolved is reported
// and left out.
#ifndef SERVICES_RULES_PACKS_CITATION_RESOLVER_H_
#define SERVICES_RULES_PACKS_CITATION_RESOLVER_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

class CitationResolver {
 public:
  explicit CitationResolver(const PackSource& source);

  std::vector<PackCitation> Resolve(const std::vector<Written>& cites,
                                    Diagnostics* diagnostics);
  // Some citation used the key.
  bool Used(const std::string& key) const { return used_.contains(key); }

 private:
  const InstrumentSource* Find(const Written& cite, const std::string& key,
                               Diagnostics* diagnostics) const;

  const PackSource& source_;
  std::map<std::string, const InstrumentSource*> instruments_;
  std::set<std::string> used_;
};

// 《商标法》(2019) for articles, GB 18382-2021 for clauses.
std::string PrintedEdition(const InstrumentSource& instrument);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_CITATION_RESOLVER_H_
