#include "tests/corpora/heading_counter.h"

#include <re2/re2.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/catalog/importer/files/zip_reader.h"

namespace zhiheng::corpora {
namespace {

int CountMatches(const std::string& text, const char* pattern) {
  const re2::RE2 expression(pattern);
  re2::StringPiece rest(text);
  int count = 0;
  while (re2::RE2::FindAndConsume(&rest, expression)) ++count;
  return count;
}

constexpr char kLine[] =
    "(?m)^[ \\t\\x{3000}\\x{200B}]*(?:\\*\\*)?[第笫][ \\x{3000}]*"
    "[零〇一二三四五六七八九十百千0-9]+[ \\x{3000}]*条"
    "(?:之[一二三四五六七八九十]+)?(?:\\*\\*|[ \\x{3000}\\x{00A0}\\x{2002}"
    "\\x{200B}]|$)";

}  // namespace

int CountArticleHeadings(const std::string& name, const std::string& content) {
  if (absl::EndsWith(name, ".md")) {
    const size_t info = content.find("<!-- INFO END -->");
    return CountMatches(
        info == std::string::npos ? content : content.substr(info), kLine);
  }
  if (absl::EndsWith(name, ".jsonl")) {
    return CountMatches(content, "\"article\": ?\"第");
  }
  if (absl::EndsWith(name, ".xml")) {
    return CountMatches(content, "<(?:article|section)[ >]");
  }
  if (absl::EndsWith(name, ".docx")) {
    const auto xml = catalog::ReadZipMember(content, "word/document.xml", {});
    if (!xml.ok()) return 0;
    std::string text = *xml;
    re2::RE2::GlobalReplace(&text, "</w:p>", "\n");
    re2::RE2::GlobalReplace(&text, "<[^>]*>", "");
    return CountMatches(text, kLine);
  }
  return 0;
}

std::vector<std::string> ExpectedCodes(const std::string& content) {
  static constexpr struct {
    const char* code;
    const char* pattern;
  } kSigns[] = {
      {"zero-width", "\\x{200B}"},
      {"misprint", "(?m)^笫[零一二三四五六七八九十百千]+条"},
      {"space-in-number",
       "(?m)^第[零一二三四五六七八九十百千]+[ \\x{3000}]+条"},
  };
  std::vector<std::string> out;
  for (const auto& sign : kSigns) {
    if (CountMatches(content, sign.pattern) > 0) out.push_back(sign.code);
  }
  return out;
}

}  // namespace zhiheng::corpora
