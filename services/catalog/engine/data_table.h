// What the folders of small YAML tables have in common (correspondence/,
// applicability/, life_cycle/).
//
// Pure but for reading files; thread-safe.
#ifndef SERVICES_CATALOG_ENGINE_DATA_TABLE_H_
#define SERVICES_CATALOG_ENGINE_DATA_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"
#include "yaml-cpp/yaml.h"

namespace zhiheng::catalog {

using ParseTable =
    absl::FunctionRef<void(absl::string_view text, const std::string& file,
                           std::vector<Diagnostic>* diagnostics)>;

// Gives `parse` every *.yaml of `folder`, in the order of their names; a folder
// that is not there has none. FAILED_PRECONDITION with every diagnostic; `what`
// says what is not loaded.
absl::Status ReadTables(const std::string& folder, absl::string_view what,
                        ParseTable parse);

// The root of a file; nullopt after a diagnostic when it is no YAML.
std::optional<YAML::Node> ReadYaml(absl::string_view text,
                                   const std::string& file,
                                   std::vector<Diagnostic>* diagnostics);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_DATA_TABLE_H_
