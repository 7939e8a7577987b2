// Tables inside Markdown, as HTML or with bars, to rows of text: one row a
// line, cells divided by " | ".
//
// For one thread; one per document. Never fails: tags are taken out whatever
// they are, and an HTML table that is never closed ends with the document.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_TABLE_TEXT_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_TABLE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

class TableText {
 public:
  // True when the line belongs to a table and was taken.
  bool Take(absl::string_view line);
  // The rows taken so far, and a new start; empty when there were none.
  std::string Finish();

 private:
  void TakeHtml(absl::string_view line);
  void EndRow();

  bool html_ = false;
  std::string row_;
  std::string cell_;
  std::string rows_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_TABLE_TEXT_H_
