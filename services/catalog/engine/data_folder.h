// Where the instrument files of this program are.
// Pure but for looking at the file system; thread-safe.
#ifndef SERVICES_CATALOG_ENGINE_DATA_FOLDER_H_
#define SERVICES_CATALOG_ENGINE_DATA_FOLDER_H_

#include <string>

#include "absl/status/statusor.h"

namespace zhiheng::catalog {

// The folder of instrument files that belongs to the running program: beside
// the sources it was built from (<binary>/../../services/catalog/data) or
// installed (<binary>/../share/zhiheng/catalog), else ./services/catalog/data.
// NOT_FOUND says which places were looked at.
absl::StatusOr<std::string> FindDataFolder();

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_DATA_FOLDER_H_
