// What standards and laws say of themselves beside their texts, as recorded in
// data/life_cycle/*.yaml:
//
//   instrument: gb-18382
//   ics: ["65.080"]
//   ccs: G20
//   editions:
//     "2021":
//       adopts: [{number: "ISO 7409:2018", degree: NEQ}]
//       sale_until: 2024-05-01   # for goods made under the edition before
//   links:
//     - {kind: refers_to, to: gb-t-6274, note: terms}
//
// degree: IDT, MOD, NEQ. kind: implements, refers_to, based_on.
// Immutable, thread-safe; held in memory, read at the start, and no part of
// snapshots. Load() fails with FAILED_PRECONDITION and every diagnostic.
#ifndef SERVICES_CATALOG_ENGINE_LIFE_CYCLE_TABLE_H_
#define SERVICES_CATALOG_ENGINE_LIFE_CYCLE_TABLE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::catalog {

// Values equal those of zhiheng.catalog.v1.
enum class AdoptionDegree { kIdentical = 1, kModified, kNotEquivalent };
enum class LinkKind { kImplements = 1, kRefersTo, kBasedOn };

struct AdoptedStandard {
  std::string number;
  AdoptionDegree degree = AdoptionDegree::kIdentical;
};

struct EditionLife {
  std::vector<AdoptedStandard> adopts;
  std::optional<CivilDate> sale_until;
};

struct Link {
  LinkKind kind = LinkKind::kImplements;
  std::string from;  // ids of instruments
  std::string to;
  std::string note;
};

struct InstrumentLife {
  std::vector<std::string> ics;
  std::string ccs;
  std::map<std::string, EditionLife> editions;
};

class LifeCycleTable {
 public:
  static absl::StatusOr<LifeCycleTable> Load(const std::string& folder);
  // One file's text; what is wrong goes to `diagnostics`.
  void Parse(absl::string_view text, const std::string& file,
             std::vector<Diagnostic>* diagnostics);

  // Empty when nothing is recorded.
  const InstrumentLife& Of(absl::string_view instrument) const;
  // From and to it.
  std::vector<Link> LinksOf(absl::string_view instrument) const;

 private:
  std::map<std::string, InstrumentLife, std::less<>> instruments_;
  std::vector<Link> links_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_LIFE_CYCLE_TABLE_H_
