// zhiheng packs fmt | schema.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/cli/command/packs_files.h"
#include "services/cli/command/packs_load.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/rules/authoring/pack_format.h"
#include "services/rules/authoring/pack_schema.h"

namespace zhiheng::cli {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<std::string>> YamlFiles(const std::string& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return std::vector{path};
  std::vector<std::string> out;
  fs::recursive_directory_iterator it(path, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    if (it->is_regular_file() && it->path().extension() == ".yaml")
      out.push_back(it->path().string());
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("cannot read '", path, "': ", error.message()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// True when the file was not in the usual form.
absl::StatusOr<bool> FormatFile(const std::string& file, bool only_check) {
  ASSIGN_OR_RETURN(const std::string text, ReadPackFile(file));
  const auto usual = rules::FormatPack(text);
  if (!usual.ok()) {
    return absl::Status(usual.status().code(),
                        absl::StrCat(file, ": ", usual.status().message()));
  }
  if (*usual == text || only_check) return *usual != text;
  // Beside it first: a full disk must not eat a pack.
  const std::string fresh = file + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << *usual;
  out.close();
  std::error_code error;
  if (out) fs::rename(fresh, file, error);
  if (!out || error)
    return absl::UnavailableError(absl::StrCat("cannot write ", file));
  return true;
}

}  // namespace

ExitCode RunPacksFormat(const PackFilesOptions& options, Console* console) {
  const auto folder = PacksFolder(options.folder);
  if (!folder.ok()) return CannotLoadPacks(folder.status(), console);
  const auto files = YamlFiles(*folder);
  if (!files.ok()) return CannotLoadPacks(files.status(), console);
  int changed = 0;
  int failed = 0;
  for (const std::string& file : *files) {
    const absl::StatusOr<bool> was = FormatFile(file, options.only_check);
    if (!was.ok()) {
      ++failed;
      console->err << "zhiheng: " << ToStd(was.status().message()) << "\n";
    } else if (*was) {
      ++changed;
      console->out << file << "\n";
    }
  }
  console->out << files->size() << " files, " << changed
               << (options.only_check ? " not in the usual form\n"
                                      : " rewritten\n");
  console->out.flush();
  return failed > 0 || (options.only_check && changed > 0) ? kExitPackBroken
                                                           : kExitOk;
}

ExitCode RunPacksSchema(const PackFilesOptions& options, Console* console) {
  console->out << rules::PackSchema(options.suite ? "suite" : "pack");
  console->out.flush();
  return kExitOk;
}

}  // namespace zhiheng::cli
