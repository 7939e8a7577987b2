// What stands in brackets beside a title and says which text is meant: a year,
// a document number, the number of a standard.
//
// Pure functions; thread-safe; failure is false.
#ifndef SERVICES_CATALOG_CITATION_QUALIFIER_H_
#define SERVICES_CATALOG_CITATION_QUALIFIER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/catalog/citation/citation.h"

namespace zhiheng::catalog {

// The inside of one pair of brackets, folded: 2019年修正, 法释〔2004〕19号,
// GB 18382-2021, 国家市场监督管理总局令第56号. False for anything else, as
// 试行.
bool ReadQualifier(absl::string_view inside, ParsedCitation* out);

// 法释〔2004〕19号 at the beginning of `folded`, with any kind of bracket; a
// leading zero of the serial (〔2000〕005号) is kept. Moves `folded` behind it.
bool ConsumeDocumentNumber(absl::string_view* folded, std::string* number);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_QUALIFIER_H_
