#include "services/catalog/importer/text/source_document.h"

#include <string>

namespace zhiheng::catalog {

void SourceDocument::Report(int file, int line, Level level,
                            absl::string_view code, absl::string_view message,
                            absl::string_view hint) {
  const std::string name =
      file >= 0 && file < static_cast<int>(files.size()) ? files[file] : "";
  diagnostics.push_back({name, line, line > 0 ? 1 : 0, std::string(code),
                         std::string(message), std::string(hint), level});
}

}  // namespace zhiheng::catalog
