#include "services/catalog/importer/text/table_text.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace zhiheng::catalog {
namespace {

// |---|:--:|
bool IsRule(absl::string_view line) {
  return line.find_first_not_of("|-: ") == absl::string_view::npos;
}

}  // namespace

void TableText::EndRow() {
  const std::string cell(absl::StripAsciiWhitespace(cell_));
  if (!cell.empty()) absl::StrAppend(&row_, row_.empty() ? "" : " | ", cell);
  cell_.clear();
  if (row_.empty()) return;
  absl::StrAppend(&rows_, rows_.empty() ? "" : "\n", row_);
  row_.clear();
}

void TableText::TakeHtml(absl::string_view line) {
  while (!line.empty()) {
    const size_t open = line.find('<');
    absl::StrAppend(&cell_, line.substr(0, open));
    if (open == absl::string_view::npos) break;
    line.remove_prefix(open);
    const size_t close = line.find('>');
    const absl::string_view tag = line.substr(0, close);
    if (absl::StartsWith(tag, "</td") || absl::StartsWith(tag, "</th")) {
      const std::string cell(absl::StripAsciiWhitespace(cell_));
      absl::StrAppend(&row_, row_.empty() ? "" : " | ", cell);
      cell_.clear();
    } else if (absl::StartsWith(tag, "</tr")) {
      EndRow();
    } else if (absl::StartsWith(tag, "</table")) {
      EndRow();
      html_ = false;
    }
    if (close == absl::string_view::npos) break;
    line.remove_prefix(close + 1);
  }
}

bool TableText::Take(absl::string_view line) {
  if (html_ || absl::StartsWith(line, "<table")) {
    html_ = true;
    TakeHtml(line);
    return true;
  }
  if (!absl::StartsWith(line, "|") || line.size() < 3) return false;
  if (IsRule(line)) return true;
  for (absl::string_view cell : absl::StrSplit(line.substr(1), '|')) {
    cell = absl::StripAsciiWhitespace(cell);
    if (!cell.empty()) absl::StrAppend(&row_, row_.empty() ? "" : " | ", cell);
  }
  EndRow();
  return true;
}

std::string TableText::Finish() {
  EndRow();
  html_ = false;
  return std::exchange(rows_, std::string());
}

}  // namespace zhiheng::catalog
