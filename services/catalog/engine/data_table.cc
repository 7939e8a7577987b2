// Tested by life_cycle_test.cc.
#include "services/catalog/engine/data_table.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/catalog/importer/instrument_file.h"

namespace zhiheng::catalog {

absl::Status ReadTables(const std::string& folder, absl::string_view what,
                        ParseTable parse) {
  std::error_code error;
  std::set<std::filesystem::path> files;
  for (std::filesystem::directory_iterator it(folder, error), end;
       !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".yaml") files.insert(it->path());
  }
  std::vector<Diagnostic> diagnostics;
  for (const std::filesystem::path& path : files) {
    const std::string name = path.filename().string();
    std::ifstream in(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.size() > kMaxInstrumentFileBytes) {
      diagnostics.push_back(
          {name, 0, 0, "too-large", "the file is too large", "split it"});
      continue;
    }
    parse(text, name, &diagnostics);
  }
  if (diagnostics.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(what, " are not loaded; ", diagnostics.size(),
                   " mistakes:\n", Render(diagnostics)));
}

std::optional<YAML::Node> ReadYaml(absl::string_view text,
                                   const std::string& file,
                                   std::vector<Diagnostic>* diagnostics) {
  try {
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& e) {
    diagnostics->push_back({file, e.mark.line + 1, e.mark.column + 1,
                            "not-yaml", e.msg, "check quotes and indents"});
    return std::nullopt;
  }
}

}  // namespace zhiheng::catalog
