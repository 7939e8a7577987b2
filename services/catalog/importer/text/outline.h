// Where in the outline of a text a line stands: part, sub-part, chapter,
// section, annex; and the provisions that the headings themselves are.
//
// For one thread. Never fails.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_OUTLINE_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_OUTLINE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/importer/text/line_mark.h"
#include "services/catalog/model/provision_id.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

class Outline {
 public:
  // Enters the heading; false when a heading of that number stands there
  // already.
  bool Enter(const LineMark& mark, absl::string_view line,
             std::set<std::string>* taken, std::vector<Provision>* out);

  // 附件二: annexes follow one another whatever number they carry.
  int EnterAnnex();
  int annex() const { return annex_; }
  // The path that articles stand under: annexes only.
  ProvisionPath ArticleBase() const;

 private:
  int part_ = 0;
  int subpart_ = 0;
  int chapter_ = 0;
  int section_ = 0;
  int annex_ = 0;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_OUTLINE_H_
