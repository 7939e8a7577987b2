#include "tests/citations/corpora.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "services/catalog/citation/fold.h"

namespace zhiheng::citations {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kCountry = "中华人民共和国";

// `# 中华人民共和国商标法` is the first heading.
std::string TitleOf(const fs::path& path) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (absl::StartsWith(line, "# ")) return line.substr(2);
  }
  return "";
}

}  // namespace

std::string CorporaFolder() {
  std::string folder;
  if (const char* named = std::getenv("ZHIHENG_CORPORA")) {
    folder = named;
  } else if (const char* source = std::getenv("ZHIHENG_SOURCE_DIR")) {
    folder = (fs::path(source) / ".." / "shared" / "corpora").string();
  }
  std::error_code error;
  return fs::is_directory(folder, error) ? folder : "";
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::map<std::string, std::string> Decisions(const std::string& corpora) {
  std::map<std::string, std::string> out;
  std::error_code error;
  const fs::path folder = fs::path(corpora) / "penalty-decisions" / "text";
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    out[entry.path().stem().string()] = ReadFile(entry.path().string());
  }
  return out;
}

std::set<std::string> LawTitles(const std::string& corpora) {
  std::set<std::string> out;
  std::error_code error;
  for (const char* folder : {"lawrefbook", "just-laws"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(corpora) / folder, error)) {
      if (entry.path().extension() != ".md") continue;
      const std::string key = catalog::TitleKey(TitleOf(entry.path()));
      out.insert(key);
      if (absl::StartsWith(key, kCountry)) {
        out.insert(key.substr(kCountry.size()));
      }
    }
  }
  out.erase("");
  return out;
}

}  // namespace zhiheng::citations
