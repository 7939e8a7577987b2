// Document numbers in running text: 法释〔2025〕5号,
// 国家市场监督管理总局令第56号, 国务院第412号令; not the numbers of cases
// (苍市监处罚〔2025〕110号).
//
// Pure function; thread-safe; bounded look-back.
#ifndef SERVICES_CATALOG_CITATION_DOCUMENT_NUMBERS_H_
#define SERVICES_CATALOG_CITATION_DOCUMENT_NUMBERS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "services/catalog/citation/scan_text.h"

namespace zhiheng::catalog {

struct ReadDocumentNumber {
  std::string number;
  size_t begin = 0;
  size_t end = 0;
};

// `at` is the 〔 or the 令 in the middle of it.
std::optional<ReadDocumentNumber> ReadDocumentNumberAt(const ScanText& text,
                                                       size_t at);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_DOCUMENT_NUMBERS_H_
