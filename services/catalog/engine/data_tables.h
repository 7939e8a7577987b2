// The tables that stand beside the store: where provisions went, what applies
// to which product, how standards live. Read once, with the data folder.
//
// Value type; const calls are thread-safe. Load() fails with
// FAILED_PRECONDITION and every diagnostic.
#ifndef SERVICES_CATALOG_ENGINE_DATA_TABLES_H_
#define SERVICES_CATALOG_ENGINE_DATA_TABLES_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/catalog/engine/applicability.h"
#include "services/catalog/engine/correspondence.h"
#include "services/catalog/engine/life_cycle_table.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {

struct DataTables {
  CorrespondenceTable correspondences;
  ApplicabilityTable applicability;
  LifeCycleTable life_cycles;

  // From the subfolders of the data folder; empty: none.
  static absl::StatusOr<DataTables> Load(const std::string& folder) {
    DataTables out;
    if (folder.empty()) return out;
    ASSIGN_OR_RETURN(out.correspondences,
                     CorrespondenceTable::Load(folder + "/correspondence"));
    ASSIGN_OR_RETURN(out.applicability,
                     ApplicabilityTable::Load(folder + "/applicability"));
    ASSIGN_OR_RETURN(out.life_cycles,
                     LifeCycleTable::Load(folder + "/life_cycle"));
    return out;
  }
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_DATA_TABLES_H_
