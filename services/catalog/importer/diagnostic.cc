#include "services/catalog/importer/diagnostic.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {

std::string Diagnostic::ToString() const {
  std::string out = file;
  if (line > 0) absl::StrAppend(&out, ":", line, ":", column);
  absl::StrAppend(&out, ": ", code, ": ", message);
  if (!hint.empty()) absl::StrAppend(&out, "; ", hint);
  return out;
}

std::string Render(std::vector<Diagnostic> diagnostics, size_t limit) {
  std::sort(diagnostics.begin(), diagnostics.end());
  std::string out;
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    if (i == limit) {
      absl::StrAppend(&out, "… and ", diagnostics.size() - limit, " more\n");
      break;
    }
    absl::StrAppend(&out, diagnostics[i].ToString(), "\n");
  }
  return out;
}

}  // namespace zhiheng::catalog
