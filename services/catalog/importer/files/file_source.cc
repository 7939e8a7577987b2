// Tested by files_test.cc.
#include "services/catalog/importer/files/file_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

namespace fs = std::filesystem;

class DiskFiles final : public FileSource {
 public:
  explicit DiskFiles(FileLimits limits) : limits_(limits) {}

  absl::Status AddPath(const std::string& path,
                       std::vector<Diagnostic>* diagnostics) {
    std::error_code error;
    const fs::path root = fs::canonical(path, error);
    if (error) {
      return absl::NotFoundError(
          absl::StrCat("there is no \"", path, "\": ", error.message()));
    }
    if (!fs::is_directory(root, error)) {
      return Keep(path, root);
    }
    return Walk(path, root, diagnostics);
  }

  void Sort() {
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  }

  const std::vector<std::string>& names() const override { return names_; }

  absl::StatusOr<std::string> Read(const std::string& name) const override {
    const auto found = places_.find(name);
    if (found == places_.end()) {
      return absl::NotFoundError(absl::StrCat(name, " is not in the import"));
    }
    std::ifstream in(found->second, std::ios::binary);
    if (!in) {
      return absl::NotFoundError(
          absl::StrCat("cannot read ", name, ": ", std::strerror(errno)));
    }
    // Read up to the limit, whatever size the file says it has.
    std::string content;
    std::vector<char> block(1u << 16);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) ||
           in.gcount() > 0) {
      content.append(block.data(), static_cast<size_t>(in.gcount()));
      if (content.size() > limits_.max_file_bytes) {
        return absl::ResourceExhaustedError(absl::StrCat(
            name, " has more than ", limits_.max_file_bytes,
            " bytes (max_file_bytes); split it, or raise the limit"));
      }
    }
    return content;
  }

 private:
  absl::Status Keep(const std::string& name, const fs::path& place) {
    if (names_.size() >= limits_.max_files) {
      return absl::ResourceExhaustedError(
          absl::StrCat("more than ", limits_.max_files,
                       " files (max_files); import folder by folder"));
    }
    if (places_.emplace(name, place.string()).second) names_.push_back(name);
    return absl::OkStatus();
  }

  static void Refuse(const std::string& name, absl::string_view code,
                     absl::string_view message, absl::string_view hint,
                     std::vector<Diagnostic>* diagnostics) {
    diagnostics->push_back({name, 0, 0, std::string(code), std::string(message),
                            std::string(hint), Level::kError});
  }

  absl::Status Walk(const std::string& path, const fs::path& root,
                    std::vector<Diagnostic>* diagnostics) {
    std::error_code error;
    fs::recursive_directory_iterator it(
        root, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::recursive_directory_iterator();
         it.increment(error)) {
      const fs::path& at = it->path();
      const std::string name =
          (fs::path(path) / at.lexically_relative(root)).generic_string();
      if (at.filename().string().front() == '.') {
        if (it->is_directory(error)) it.disable_recursion_pending();
        continue;
      }
      if (it.depth() >= limits_.max_depth && it->is_directory(error)) {
        Refuse(name, "too-deep",
               absl::StrCat("more than ", limits_.max_depth,
                            " folders inside one another (max_depth)"),
               "not looked into", diagnostics);
        it.disable_recursion_pending();
        continue;
      }
      if (it->is_directory(error)) continue;
      const fs::path target = fs::canonical(at, error);
      if (error) {
        Refuse(name, "broken-link", "the link leads nowhere", "skipped",
               diagnostics);
        error.clear();
        continue;
      }
      if (!absl::StartsWith(target.string(),
                            absl::StrCat(root.string(), "/"))) {
        Refuse(name, "outside-folder",
               "the link leads out of the folder that is imported",
               "skipped; give the file itself as a path", diagnostics);
        continue;
      }
      if (!fs::is_regular_file(target, error)) {
        Refuse(name, "not-a-file", "this is neither a file nor a folder",
               "skipped", diagnostics);
        continue;
      }
      RETURN_IF_ERROR(Keep(name, target));
    }
    return absl::OkStatus();
  }

  const FileLimits limits_;
  std::vector<std::string> names_;
  std::map<std::string, std::string> places_;
};

absl::string_view LooksLike(absl::string_view content) {
  if (absl::StartsWith(content, "PK\x03\x04")) return "an archive or Word file";
  if (absl::StartsWith(content, "\xD0\xCF\x11\xE0")) return "an old Word file";
  if (absl::StartsWith(content, "%PDF")) return "a PDF";
  if (absl::StartsWith(content, "\x89PNG") ||
      absl::StartsWith(content, "\xFF\xD8")) {
    return "a picture";
  }
  return "no text";
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileSource>> OpenFiles(
    const std::vector<std::string>& paths, const FileLimits& limits,
    std::vector<Diagnostic>* diagnostics) {
  auto files = std::make_unique<DiskFiles>(limits);
  for (const std::string& path : paths) {
    RETURN_IF_ERROR(files->AddPath(path, diagnostics));
  }
  files->Sort();
  return std::unique_ptr<FileSource>(std::move(files));
}

absl::Status CheckRelativeName(absl::string_view name) {
  const auto bad = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("file name \"", name, "\" ", why,
                     "; give it relative to the folder, as laws/a.md"));
  };
  if (name.empty() || name.size() > 4096) return bad("is empty or too long");
  if (!IsValidUtf8(name)) return bad("is not UTF-8");
  if (name.front() == '/') return bad("is absolute");
  if (name.find('\\') != absl::string_view::npos ||
      name.find('\0') != absl::string_view::npos) {
    return bad("holds \\ or NUL");
  }
  for (absl::string_view part : absl::StrSplit(name, '/')) {
    if (part == "..") return bad("climbs out with ..");
    if (part.empty() || part == ".") return bad("has an empty part");
  }
  return absl::OkStatus();
}

absl::Status MemoryFiles::Add(const std::string& name, std::string content,
                              const FileLimits& limits) {
  RETURN_IF_ERROR(CheckRelativeName(name));
  if (content.size() > limits.max_file_bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat(name, " has more than ", limits.max_file_bytes,
                     " bytes (max_file_bytes)"));
  }
  if (names_.size() >= limits.max_files) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", limits.max_files, " files (max_files)"));
  }
  if (!contents_.emplace(name, std::move(content)).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("file ", name, " was sent twice"));
  }
  names_.insert(std::upper_bound(names_.begin(), names_.end(), name), name);
  return absl::OkStatus();
}

absl::StatusOr<std::string> MemoryFiles::Read(const std::string& name) const {
  const auto found = contents_.find(name);
  if (found == contents_.end()) {
    return absl::NotFoundError(absl::StrCat(name, " is not in the import"));
  }
  return found->second;
}

absl::Status CheckTextFile(absl::string_view content,
                           const FileLimits& limits) {
  if (content.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the file is ", LooksLike(content), ", where a text file is expected"));
  }
  int line = 1;
  size_t begin = 0;
  while (begin < content.size()) {
    size_t end = content.find('\n', begin);
    if (end == absl::string_view::npos) end = content.size();
    if (end - begin > limits.max_line_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("line ", line, " has ", end - begin, " bytes; at most ",
                       limits.max_line_bytes, " are read (max_line_bytes)"));
    }
    begin = end + 1;
    ++line;
  }
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
