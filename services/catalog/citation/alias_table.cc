// Tested by scanner_test.cc.
#include "services/catalog/citation/alias_table.h"

#include <algorithm>

#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/scanner.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {

void AliasTable::Define(const std::vector<std::string>& names,
                        const ParsedCitation& meant) {
  for (const std::string& name : names) {
    if (meanings_.size() >= kMaxAliases) return;
    const std::string key = TitleKey(name);
    if (key.empty()) continue;
    meanings_[key] = meant;
    // The first character; names of titles begin with three bytes.
    starts_[key.substr(0, std::min<size_t>(3, key.size()))].push_back(key);
  }
}

const ParsedCitation* AliasTable::Find(absl::string_view title) const {
  if (meanings_.empty()) return nullptr;
  const auto at = meanings_.find(TitleKey(title));
  return at == meanings_.end() ? nullptr : &at->second;
}

std::vector<std::pair<size_t, const ParsedCitation*>> AliasTable::At(
    const ScanText& text, size_t at) const {
  std::vector<std::pair<size_t, const ParsedCitation*>> out;
  if (meanings_.empty()) return out;
  const auto names = starts_.find(text.Utf8(at, at + 1));
  if (names == starts_.end()) return out;
  for (const std::string& name : names->second) {
    const size_t end = at + Utf8Length(name);
    if (text.Utf8(at, end) == name) out.push_back({end, &meanings_.at(name)});
  }
  return out;
}

}  // namespace zhiheng::catalog
