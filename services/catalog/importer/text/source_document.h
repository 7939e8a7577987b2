// A text as a reader of one format hands it over: title, header and body lines
// with their places, and what the format itself says about dates and issuer.
// The recogniser of structure is the same for all of them.
//
// Value types; thread-safe when const.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_SOURCE_DOCUMENT_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_SOURCE_DOCUMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/model/records.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::catalog {

struct SourceLine {
  int file = 0;         // index into SourceDocument::files
  int line = 0;         // 1-based; paragraphs of a Word file count as lines
  std::string text;     // cleaned: see clean_line.h
  int heading = 0;      // number of #; 0: not marked as a heading
  bool marked = false;  // the format marks an article's label (**第一条**)
  bool auto_number = false;  // the number is the word processor's, and lost
};

// What the format says beside the text. Unset: it does not say.
struct SourceMetadata {
  std::optional<CivilDate> published;
  std::optional<CivilDate> effective;
  std::optional<CivilDate> superseded;
  std::string number;  // 文号, or the standard's number with its year
  std::string issuer;
  std::string region_code;
  Kind kind = Kind::kUnspecified;
};

struct SourceDocument {
  std::string origin;  // lawrefbook: who says so
  std::vector<std::string> files;
  std::string title;
  std::vector<SourceLine> header;
  std::vector<SourceLine> body;
  SourceMetadata metadata;
  std::vector<Diagnostic> diagnostics;

  void Report(int file, int line, Level level, absl::string_view code,
              absl::string_view message, absl::string_view hint = "");
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_SOURCE_DOCUMENT_H_
