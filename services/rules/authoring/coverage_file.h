// rows.yml: what a library of packs is asked to answer, row by row, beside the
// packs themselves.
//
//   rows:                  # every row, and how far recorded facts decide it:
//     FERT-NAME-001: Y     # Y yes, P partly, N not at all, "-" a definition
//   covered_by:            # rows whose rules have other ids
//     PROMO-10: [AUC-PRIZE]
//   not_checkable:         # rows that no rule can answer, and why
//     CAL-01: {zh: …, en: …}
//   provisions:            # provisions that no rule rests on, and why
//     trademark-law@2019: {art3: {zh: …, en: …}}
//
// A row is answered by the rule of its own id, or by those under covered_by.
//
// Stateless, thread-safe. What is wrong is a diagnostic; the rest is read.
#ifndef SERVICES_RULES_AUTHORING_COVERAGE_FILE_H_
#define SERVICES_RULES_AUTHORING_COVERAGE_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/pack_source.h"

namespace zhiheng::rules {

// The name of the file, in the folder of the packs. Not *.yaml: no pack.
inline constexpr char kCoverageFile[] = "rows.yml";

struct CoverageFile {
  struct Row {
    Written id;
    char letter = '-';  // Y P N -
  };
  struct CoveredBy {
    Written row;
    std::vector<Written> rules;
  };
  struct Reason {
    Written name;         // of a row, or of a provision: art3
    std::string edition;  // trademark-law@2019; empty for a row
    WrittenTexts why;
  };

  std::string name;
  std::vector<Row> rows;  // in the order of the file
  std::vector<CoveredBy> covered_by;
  std::vector<Reason> not_checkable;
  std::vector<Reason> provisions;
};

CoverageFile ReadCoverageFile(const std::string& name, const std::string& text,
                              Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_COVERAGE_FILE_H_
