// Words that name by place: 本法, 该条例, 同法, 本条, 前款, 前两款.
//
// Pure functions; thread-safe; nothing there is an empty optional.
#ifndef SERVICES_CATALOG_CITATION_RELATIVE_H_
#define SERVICES_CATALOG_CITATION_RELATIVE_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "services/catalog/citation/scan_text.h"
#include "services/catalog/model/provision_id.h"

namespace zhiheng::catalog {

struct RelativeWord {
  bool instrument = false;     // 本法; else a piece of it
  absl::string_view law_word;  // 法, 条例, 规定 …
  Unit unit = Unit::kArticle;  // 前款: a paragraph
  int back = 0;                // 前款: 1, 本款: 0
  size_t end = 0;
};

std::optional<RelativeWord> ReadRelativeWord(const ScanText& text, size_t at);

// From the provision where the word stands to the one it means. False when the
// path does not say enough: then it is the piece that surely holds it.
bool MoveInside(const RelativeWord& word, ProvisionPath* path);

// 合同第五条: an article of a contract, not of a law.
bool IsContractClause(const ScanText& text, size_t at);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_RELATIVE_H_
