// Which instruments apply to which products, as recorded in
// data/applicability/*.yaml:
//
//   instrument: gb-18382
//   rules:
//     - categories: [fertilizer]
//       role: labelling
//       except:
//         state: [raw-material]
//       when:
//         sales_channel: [retail, online]
//       region: "110000"
//       because: {zh: 肥料标识应当符合本标准, en: Marks of fertilizers follow
//       it}
//
// A rule applies when a category matches, every `when` fact has one of its
// values and no `except` fact has. `>=36`, `<50` compare numbers.
// Immutable, thread-safe. Load() fails with FAILED_PRECONDITION and every
// diagnostic; a folder that is not there is an empty table.
#ifndef SERVICES_CATALOG_ENGINE_APPLICABILITY_H_
#define SERVICES_CATALOG_ENGINE_APPLICABILITY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// Of one product.
inline constexpr int kMaxProductCategories = 32;
inline constexpr int kMaxProductAttributes = 64;

struct Product {
  std::vector<std::string> categories;
  std::map<std::string, std::string> attributes;
  std::string region_code;
};

// Facts by name, each with the values that will do.
using Conditions = std::map<std::string, std::vector<std::string>>;

struct ApplicabilityRule {
  std::string instrument;
  std::vector<std::string> categories;
  std::string role;
  Conditions when;
  Conditions except;
  std::string region_code;
  Text because;
};

struct Applicable {
  const ApplicabilityRule* rule = nullptr;
  std::vector<std::string> needs;  // facts that could still exclude it
};

class ApplicabilityTable {
 public:
  static absl::StatusOr<ApplicabilityTable> Load(const std::string& folder);
  void Parse(absl::string_view text, const std::string& file,
             std::vector<Diagnostic>* diagnostics);

  // At most one for an instrument: the first rule that surely applies, else the
  // first that may. In the order of the files. The table must outlive them.
  std::vector<Applicable> For(const Product& product) const;

 private:
  std::vector<ApplicabilityRule> rules_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_APPLICABILITY_H_
