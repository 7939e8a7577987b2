// The formats that can be imported, and how a file shows which it is.
//
// Pure functions; thread-safe; never fail.
#ifndef SERVICES_CATALOG_IMPORTER_PLAN_FORMAT_H_
#define SERVICES_CATALOG_IMPORTER_PLAN_FORMAT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

enum class Format {
  kAuto,  // by extension and content
  kLawrefbook,
  kJustLaws,
  kDocx,
  kDocxChunks,
  kFrontMatter,
  kAkomaNtoso,
  kRelaton,
  kStandardsJson,
  kHouse,  // our own YAML
};
inline constexpr int kFormatCount = 10;
// `lawrefbook`, `just-laws` …: the words of the command line.
absl::string_view FormatWord(Format format);
std::optional<Format> FormatFromWord(absl::string_view word);

// What a file is, by its name and what it begins with; nullopt: nothing to
// import.
std::optional<Format> DetectFormat(const std::string& name,
                                   absl::string_view content);

// Whether a file can be of `format`, by its extension.
bool FitsFormat(Format format, const std::string& name);

// Files that are parts of one code share a key; other files have their own.
std::string CodeKey(Format format, const std::string& name,
                    absl::string_view content);

// laws/a.md -> laws and a.md.
std::string FolderOf(const std::string& name);
std::string BaseOf(const std::string& name);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_PLAN_FORMAT_H_
