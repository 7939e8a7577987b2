// What the `source` of an edition says about imports, in words that a reader
// and the next import both understand:
//   imported from just-laws, lawrefbook; day in force from the last article
//   articles read (V-15); text imported from lawrefbook
// The first is an edition that only imports know; the second one that our own
// files describe, whose dates are then ours.
//
// Pure; thread-safe; never fails.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_PROVENANCE_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_PROVENANCE_H_

#include <string>
#include <vector>

#include "services/catalog/importer/text/legal_events.h"
#include "services/catalog/model/records.h"
#include "services/catalog/store/catalog_store.h"

namespace zhiheng::catalog {

struct Provenance {
  std::string own;  // what our own file says; empty: imports only
  std::vector<std::string> origins;  // the first one's text answers
  InForceBasis basis = InForceBasis::kUnknown;

  static Provenance Parse(const std::string& source);
  std::string ToString() const;
  bool Has(const std::string& origin) const;
};

// For loading our own files over a store that imports have filled: dates that
// the file leaves out and the names of the origins stay as they are.
absl::Status KeepWhatImportsAdded(const CatalogStore& store, Batch* batch);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_PROVENANCE_H_
