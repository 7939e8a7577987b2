// Finds every citation in running Chinese text: names in 《》 and bare, short
// names that the text defines (以下简称…), lists and ranges, 本法, 前款,
// 该条例, standards, document numbers.
//
// Spelling and context only; which instrument a title means, and whether there
// is such an article, is the engine's question. Pure; thread-safe as long as
// `known` is; linear in the text. RESOURCE_EXHAUSTED never: what is beyond a
// limit is left out and `complete_until` says from where.
#ifndef SERVICES_CATALOG_CITATION_SCANNER_H_
#define SERVICES_CATALOG_CITATION_SCANNER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/scan_text.h"
#include "services/catalog/citation/slip.h"

namespace zhiheng::catalog {

// Characters of a title, of what stands in brackets behind it, and of a name
// without 《》.
inline constexpr size_t kMaxTitleChars = 120;
inline constexpr size_t kMaxQualifierChars = 60;
inline constexpr size_t kMaxBareTitleChars = 40;
// Characters, quotations not counted, after which 第五条 alone no longer means
// the instrument named last.
inline constexpr size_t kMaxContextChars = 120;
// Quotations inside quotations, short names of one text, citations of one text.
inline constexpr size_t kMaxQuoteDepth = 16;
inline constexpr size_t kMaxAliases = 256;
inline constexpr size_t kMaxCitations = 20'000;

// How the text names the instrument.
enum class NamedBy {
  kTitle,     // 《商标法》 or 商标法
  kAlias,     // a short name that the text defined
  kNumber,    // of a standard or document
  kRelative,  // 本法, 该条例, 前款, 本条
  kContext,   // not at all: 第五条 after another citation
  kNothing,   // 第五条, and nothing before it says of what
};

struct FoundCitation {
  TextSpan span;
  NamedBy named_by = NamedBy::kTitle;
  ParsedCitation parsed;
  ProvisionPath until;  // of a range: its last member
  // 前款 where the text does not say in which paragraph it stands.
  bool inexact = false;
  Slips slips;
};

struct ScanOptions {
  // Whether a title, folded, is one the catalog knows; may be empty.
  std::function<bool(absl::string_view)> known = {};
  // What 本法 and 第五条 mean outside quotations, for a text of law.
  ParsedCitation own = {};
};

struct ScanResult {
  std::vector<FoundCitation> citations;  // in the order of the text
  size_t complete_until = 0;             // bytes that were looked at
};

ScanResult ScanCitations(absl::string_view text, const ScanOptions& options);

// 商标法 art57.item1, GB 18382-2021 cl7.3: for lists and tests. 中华人民共和国
// in front of a title is left out.
std::string CanonicalForm(const FoundCitation& citation);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_SCANNER_H_
