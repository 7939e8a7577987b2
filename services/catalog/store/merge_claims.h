// What the catalog says of an instrument or edition when several origins say
// something: for each field the first origin that says anything. Our own files
// come first, the others in the order of their names, so that the answer does
// not depend on who was read last.
//
// Pure functions; thread-safe; never fail. REQUIRES: at least one claim.
#ifndef SERVICES_CATALOG_STORE_MERGE_CLAIMS_H_
#define SERVICES_CATALOG_STORE_MERGE_CLAIMS_H_

#include <map>
#include <string>

#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// Origin of the files that come with the program.
inline constexpr char kHouseOrigin[] = "zhiheng";

// Short names are those of all, each once.
Instrument MergeClaims(const std::map<std::string, Instrument>& by_origin);
Edition MergeClaims(const std::map<std::string, Edition>& by_origin);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_MERGE_CLAIMS_H_
