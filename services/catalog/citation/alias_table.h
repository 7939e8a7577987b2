// Short names that a text defines: 《…》（以下简称《程序规定》）.
//
// For one text and one thread. Past kMaxAliases, further ones are not kept.
#ifndef SERVICES_CATALOG_CITATION_ALIAS_TABLE_H_
#define SERVICES_CATALOG_CITATION_ALIAS_TABLE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/scan_text.h"

namespace zhiheng::catalog {

class AliasTable {
 public:
  void Define(const std::vector<std::string>& names,
              const ParsedCitation& meant);

  // What `title` was defined to mean; null when nothing. Valid until the next
  // Define().
  const ParsedCitation* Find(absl::string_view title) const;

  // The names that stand at `at`, with where each ends.
  std::vector<std::pair<size_t, const ParsedCitation*>> At(const ScanText& text,
                                                           size_t at) const;

 private:
  absl::flat_hash_map<std::string, ParsedCitation> meanings_;  // by TitleKey
  // Names by their first character.
  absl::flat_hash_map<std::string, std::vector<std::string>> starts_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_ALIAS_TABLE_H_
