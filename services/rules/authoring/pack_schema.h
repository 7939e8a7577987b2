// The JSON Schema of packs and suites, for editors: made from the tables that
// the readers use.
//
// Pure functions, thread-safe; the same bytes each time.
#ifndef SERVICES_RULES_AUTHORING_PACK_SCHEMA_H_
#define SERVICES_RULES_AUTHORING_PACK_SCHEMA_H_

#include <string>

namespace zhiheng::rules {

// `root` is "pack" or "suite". Draft 2020-12.
std::string PackSchema(const std::string& root);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_PACK_SCHEMA_H_
