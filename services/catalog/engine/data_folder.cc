#include "services/catalog/engine/data_folder.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace zhiheng::catalog {

absl::StatusOr<std::string> FindDataFolder() {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> places;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path folder = binary.parent_path();
    places.push_back(folder / "../../services/catalog/data");
    places.push_back(folder / "../share/zhiheng/catalog");
  }
  places.push_back("services/catalog/data");
  std::vector<std::string> looked;
  for (const fs::path& place : places) {
    const fs::path normal = place.lexically_normal();
    if (fs::is_directory(normal, error)) return normal.string();
    looked.push_back(normal.string());
  }
  return absl::NotFoundError(
      absl::StrCat("no folder of instrument files; looked at ",
                   absl::StrJoin(looked, ", "), "; name one with --data"));
}

}  // namespace zhiheng::catalog
