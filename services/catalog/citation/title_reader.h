// Reads the name of an instrument in running text: in 《》 with what stands in
// brackets behind it, or without 《》 before a given place.
//
// Pure functions over a ScanText; thread-safe; bounded look-ahead and
// look-back.
#ifndef SERVICES_CATALOG_CITATION_TITLE_READER_H_
#define SERVICES_CATALOG_CITATION_TITLE_READER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/citation/citation.h"
#include "services/catalog/citation/scan_text.h"
#include "services/catalog/citation/slip.h"

namespace zhiheng::catalog {

struct ReadTitle {
  ParsedCitation parsed;             // title, year, numbers; no path
  std::vector<std::string> aliases;  // (以下简称《…》)
  size_t title_end = 0;              // behind 》
  size_t end = 0;                    // behind the brackets
  Slips slips;
};

// `at` is a 《. nullopt when there is no title to read.
std::optional<ReadTitle> ReadQuotedTitle(const ScanText& text, size_t at);

// Reads (2019年修正)(以下简称商标法) at `at` into `title`.
void ReadBrackets(const ScanText& text, size_t at, ReadTitle* title);

// Where the bare name that ends at `end` begins: the longest that `known`
// takes, else from a word like 根据 to a last word like 法. nullopt when there
// is none.
std::optional<size_t> FindBareTitle(
    const ScanText& text, size_t end,
    const std::function<bool(absl::string_view)>& known);

// True for the names of laws, rules and standards, as told by their last word:
// 商标法, 行政处罚程序规定; not 询问笔录.
bool SoundsLikeLaw(absl::string_view title);

// The last word of such a name (法, 条例, 规定 …); empty when there is none.
absl::string_view LawWordOf(absl::string_view title);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_TITLE_READER_H_
