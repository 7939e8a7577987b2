// Tested by plan_test.cc.
#include "services/catalog/importer/plan/format.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/importer/formats/markdown.h"

namespace zhiheng::catalog {
namespace {

constexpr absl::string_view kWords[kFormatCount] = {
    "auto",         "lawrefbook", "just-laws", "docx",           "docx-chunks",
    "front-matter", "akn",        "relaton",   "standards-json", "house"};

}  // namespace

std::string FolderOf(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

std::string BaseOf(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::optional<Format> DetectFormat(const std::string& name,
                                   absl::string_view content) {
  if (absl::EndsWith(name, ".docx") || absl::EndsWith(name, ".doc")) {
    return Format::kDocx;
  }
  if (absl::EndsWith(name, ".jsonl")) return Format::kDocxChunks;
  if (absl::EndsWith(name, ".json")) {
    const absl::string_view head = content.substr(0, 4000);
    return absl::StrContains(head, "\"number\"") &&
                   absl::StrContains(head, "\"title_zh\"")
               ? std::optional<Format>(Format::kStandardsJson)
               : std::nullopt;
  }
  if (absl::EndsWith(name, ".xml")) {
    const absl::string_view head = content.substr(0, 20'000);
    if (absl::StrContains(head, "akomaNtoso")) return Format::kAkomaNtoso;
    if (absl::StrContains(head, "<bibdata") ||
        absl::StrContains(head, "<bibitem")) {
      return Format::kRelaton;
    }
    return std::nullopt;
  }
  if (absl::EndsWith(name, ".yaml") || absl::EndsWith(name, ".yml")) {
    if (absl::StartsWith(content, "instrument:") ||
        absl::StrContains(content, "\ninstrument:")) {
      // Tables of corresponding articles name their instrument too.
      return absl::StrContains(content, "\nkind:")
                 ? std::optional<Format>(Format::kHouse)
                 : std::nullopt;
    }
    if (absl::StartsWith(content, "docid:") ||
        absl::StrContains(content, "\ndocid:")) {
      return Format::kRelaton;
    }
    return std::nullopt;
  }
  if (absl::EndsWith(name, ".md") || absl::EndsWith(name, ".markdown")) {
    if (absl::StrContains(content, kLawrefbookMark) &&
        !FirstTitle(content).empty() && absl::StartsWith(content, "# ")) {
      return Format::kLawrefbook;
    }
    if (LooksLikeFrontMatter(content)) return Format::kFrontMatter;
    if (LooksLikeJustLaws(content)) return Format::kJustLaws;
  }
  return std::nullopt;
}

bool FitsFormat(Format format, const std::string& name) {
  const auto ends = [&name](absl::string_view end) {
    return absl::EndsWith(name, end);
  };
  switch (format) {
    case Format::kLawrefbook:
    case Format::kJustLaws:
    case Format::kFrontMatter:
      return ends(".md") || ends(".markdown");
    case Format::kDocx:
      return ends(".docx") || ends(".doc");
    case Format::kDocxChunks:
      return ends(".jsonl");
    case Format::kAkomaNtoso:
      return ends(".xml");
    case Format::kRelaton:
      return ends(".xml") || ends(".yaml") || ends(".yml");
    case Format::kStandardsJson:
      return ends(".json");
    default:
      return ends(".yaml") || ends(".yml");
  }
}

std::string CodeKey(Format format, const std::string& name,
                    absl::string_view content) {
  if (format == Format::kLawrefbook) {
    // # 中华人民共和国民法典, then # 物权编.
    const size_t second = content.find("\n# ");
    const size_t info = content.find(kLawrefbookMark);
    if (second != absl::string_view::npos && second < info) {
      return absl::StrCat(FolderOf(name), "|", FirstTitle(content));
    }
  }
  if (format == Format::kJustLaws &&
      (BaseOf(name) == "README.md" || IsPartOfCode(content))) {
    return absl::StrCat(FolderOf(name), "|");
  }
  return name;
}

absl::string_view FormatWord(Format format) {
  return kWords[static_cast<int>(format)];
}

std::optional<Format> FormatFromWord(absl::string_view word) {
  for (int i = 0; i < kFormatCount; ++i) {
    if (kWords[i] == word) return static_cast<Format>(i);
  }
  return std::nullopt;
}

}  // namespace zhiheng::catalog
