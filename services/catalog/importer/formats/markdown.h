// The three Markdown dialects of Chinese legal texts:
//   lawrefbook    header of events, <!-- INFO END -->, 第一条 and a space
//   just-laws     front matter optional, **第一条** and U+3000, codes in files
//   front-matter  YAML with title and dates in front; its dates are a web
//                 site's and are not trusted over the text
//
// Pure functions; thread-safe. They never fail: what a text lacks, its
// document lacks, with a diagnostic.
#ifndef SERVICES_CATALOG_IMPORTER_FORMATS_MARKDOWN_H_
#define SERVICES_CATALOG_IMPORTER_FORMATS_MARKDOWN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/importer/text/source_document.h"

namespace zhiheng::catalog {

struct NamedText {
  std::string name;
  std::string content;
};

// Files of one text, in any order: parts of a code are put in the order of
// their articles.
SourceDocument ReadLawrefbook(const std::vector<NamedText>& files);

// One document, or several when the file collects amendments (# 修正案).
std::vector<SourceDocument> ReadJustLaws(const std::vector<NamedText>& files);

SourceDocument ReadFrontMatter(const NamedText& file);

// Marks by which a dialect is known.
inline constexpr char kLawrefbookMark[] = "<!-- INFO END -->";
bool LooksLikeFrontMatter(absl::string_view content);
bool LooksLikeJustLaws(absl::string_view content);
// The text of the first # heading; empty when there is none.
std::string FirstTitle(absl::string_view content);
// True when the first # heading is a part of a code (第二编 物权, 附则, 序言).
bool IsPartOfCode(absl::string_view content);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FORMATS_MARKDOWN_H_
