// What one source says about one edition: the common result of every format.
//
// Value types; thread-safe when const. FinishText() is pure.
#ifndef SERVICES_CATALOG_IMPORTER_FORMATS_IMPORTED_EDITION_H_
#define SERVICES_CATALOG_IMPORTER_FORMATS_IMPORTED_EDITION_H_

#include <optional>
#include <string>
#include <vector>

#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/importer/text/legal_events.h"
#include "services/catalog/importer/text/source_document.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

struct ImportedEdition {
  std::string origin;  // lawrefbook
  std::string file;    // the first of its files
  std::string title;   // as printed, without marks and revision notes
  std::string title_en;
  Kind kind = Kind::kUnspecified;
  std::string number;      // of a standard, without its year: GB 18382
  std::string title_year;  // of a note in the title: 2025 of （2025年版）
  std::string edition_number;  // 文号, or the number with its year
  std::string issuer;
  std::string region_code;
  std::optional<CivilDate> published;
  std::optional<CivilDate> effective;
  std::optional<CivilDate> superseded;
  InForceBasis basis = InForceBasis::kUnknown;
  std::string replaces;  // number of the standard it takes the place of
  // Instrument and edition are not filled in.
  std::vector<Provision> provisions;
  int articles = 0;
  std::vector<Diagnostic> diagnostics;

  bool Damaged() const;  // a diagnostic of kDamage or kError
};

// 中华人民共和国产品质量法（2018年修正） -> 产品质量法: without the country's
// name, outer 《》, wrappers (《…》的通知) and revision notes. 试行 stays.
std::string ShortTitle(absl::string_view title);
// As printed, without outer 《》, wrappers and revision notes.
std::string CleanTitle(absl::string_view title);

// 2025 of 规范（2025年版）; empty when the title has no such note.
std::string YearInTitle(absl::string_view title);

// From the title and the words of the header; unspecified when they say
// nothing.
Kind GuessKind(absl::string_view title, absl::string_view header);
// From the prefix of a standard's number: GB, GB/T, DB11/T, T/, ISO, YY.
Kind KindOfStandard(absl::string_view number);

// Structure, dates, kind and title of a text; its diagnostics go along.
ImportedEdition FinishText(SourceDocument document);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FORMATS_IMPORTED_EDITION_H_
