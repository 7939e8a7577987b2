// Finds the structure of a Chinese legal text: 编, 分编, 章, 节, 条 (with
// 之一), 款, 项, 目, preamble, annexes with articles of their own, tables; for
// texts without articles the sections 一、 二、; clauses 1.2 of a standard.
//
// Pure; thread-safe; cost is linear in the text. Never fails: what looks
// damaged is a diagnostic of the document, with place, what was expected and
// what was done, and the text is kept.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_STRUCTURE_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_STRUCTURE_H_

#include <string>
#include <vector>

#include "services/catalog/importer/text/source_document.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

struct Structure {
  // In the order of the text; instrument and edition are not filled in.
  std::vector<Provision> provisions;
  int articles = 0;
  int headings = 0;
  int annexes = 0;
  int tables = 0;
  std::vector<std::string> closing;  // texts of the last articles, oldest first
};

// Diagnostics go to `document`.
Structure RecogniseStructure(SourceDocument* document);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_STRUCTURE_H_
