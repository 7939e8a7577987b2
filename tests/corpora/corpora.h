// Where the real collections are: $ZHIHENG_CORPORA, else ../shared/corpora
// beside the checkout. Tests that want them skip when they are not there.
#ifndef TESTS_CORPORA_CORPORA_H_
#define TESTS_CORPORA_CORPORA_H_

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace zhiheng::corpora {

inline std::string CorporaFolder() {
  if (const char* folder = std::getenv("ZHIHENG_CORPORA")) return folder;
  const char* source = std::getenv("ZHIHENG_SOURCE_DIR");
  std::filesystem::path at =
      source != nullptr ? source : std::filesystem::current_path().string();
  // The checkout itself may lie a folder deeper.
  for (int up = 0; up < 3; ++up) {
    at = at.parent_path();
    const std::filesystem::path candidate = at / "shared" / "corpora";
    if (std::filesystem::exists(candidate)) return candidate.string();
  }
  return "";
}

// The folders with laws and standards in them.
inline std::vector<std::string> ImportFolders(const std::string& corpora) {
  std::vector<std::string> out;
  for (const char* folder : {"lawrefbook", "just-laws", "just-laws-history",
                             "market-regulations-docx", "nmpa-regulations",
                             "nmpa-standards", "relaton-gb", "akoma-ntoso"}) {
    out.push_back(corpora + "/" + folder);
  }
  return out;
}

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_CORPORA_H_
