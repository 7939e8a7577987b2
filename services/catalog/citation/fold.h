// One spelling for the many ways the same citation is typed.
//
// Pure functions; thread-safe; never fail: ill-formed bytes become U+FFFD.
#ifndef SERVICES_CATALOG_CITATION_FOLD_H_
#define SERVICES_CATALOG_CITATION_FOLD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// Full-width letters, digits and brackets to ASCII; every dash to '-'; every
// space to one ' ', none at the ends; zero-width characters dropped; the
// misprint 笫 to 第; other double brackets to 《》, other year brackets to
// 〔〕.
std::string FoldCitation(absl::string_view text);

// One character so folded; whether it takes no room; whether it is white space.
char32_t FoldCitationChar(char32_t c);
bool IsZeroWidthChar(char32_t c);
bool IsBlankChar(char32_t c);

// For comparing titles: FoldCitation without spaces, quotation marks and 《》,
// ASCII in lower case.
std::string TitleKey(absl::string_view title);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_FOLD_H_
