// Reads fields of a YAML map and collects what is wrong with them, each with
// its position, so that an author sees every slip at once.
//
// For one thread; must not outlive the diagnostics it writes to. A field that
// is wrong reads as empty.
#ifndef SERVICES_CATALOG_IMPORTER_YAML_READER_H_
#define SERVICES_CATALOG_IMPORTER_YAML_READER_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/importer/diagnostic.h"
#include "services/catalog/model/records.h"
#include "yaml-cpp/yaml.h"

namespace zhiheng::catalog {

// Characters of one text: no provision we know comes near.
inline constexpr size_t kMaxTextChars = 100'000;

class YamlReader {
 public:
  YamlReader(std::string file, std::vector<Diagnostic>* diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  void Report(const YAML::Node& at, absl::string_view code,
              absl::string_view message, absl::string_view hint = "");

  // False, with a diagnostic, when `node` is no map, has a key twice or one
  // that is not in `known` ("did you mean").
  bool CheckMap(const YAML::Node& node, absl::string_view what,
                const std::vector<std::string>& known);
  // As above, any key.
  bool CheckAnyMap(const YAML::Node& node, absl::string_view what);

  // The text of a key; empty when it is not there.
  std::string String(const YAML::Node& map, const char* key,
                     bool required = false);
  std::vector<std::string> Strings(const YAML::Node& map, const char* key);
  std::optional<CivilDate> Date(const YAML::Node& map, const char* key);
  // {zh: …, en: …}, both said.
  Text Localized(const YAML::Node& map, const char* key, bool required = false);

 private:
  std::optional<std::string> Scalar(const YAML::Node& node,
                                    absl::string_view what);
  const std::string file_;
  std::vector<Diagnostic>* const diagnostics_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_YAML_READER_H_
