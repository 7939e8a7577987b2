#include "services/rules/cel/syntax/issue.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng::cel {
namespace {

size_t LineStart(absl::string_view text, size_t offset) {
  offset = std::min(offset, text.size());
  while (offset > 0 && text[offset - 1] != '\n') {
    --offset;
  }
  return offset;
}

size_t CodePoints(absl::string_view text) {
  size_t count = 0;
  for (size_t pos = 0; pos < text.size();) {
    NextCodePoint(text, &pos);
    ++count;
  }
  return count;
}

}  // namespace

void PlaceIssue(absl::string_view text, Issue* issue) {
  const size_t offset =
      std::min(static_cast<size_t>(std::max(issue->offset, 0)), text.size());
  const size_t start = LineStart(text, offset);
  issue->line = 1 + static_cast<int>(
                        std::count(text.begin(), text.begin() + start, '\n'));
  issue->column =
      1 + static_cast<int>(CodePoints(text.substr(start, offset - start)));
}

void SortIssues(std::vector<Issue>* issues) {
  const auto key = [](const Issue& i) {
    return std::tie(i.offset, i.code, i.message);
  };
  std::sort(issues->begin(), issues->end(),
            [&](const Issue& a, const Issue& b) { return key(a) < key(b); });
  issues->erase(std::unique(issues->begin(), issues->end(),
                            [&](const Issue& a, const Issue& b) {
                              return key(a) == key(b);
                            }),
                issues->end());
}

std::string RenderIssue(absl::string_view text, const Issue& issue) {
  std::string out = absl::StrCat(issue.line, ":", issue.column, ": ",
                                 issue.message, " [", issue.code, "]");
  const size_t offset =
      std::min(static_cast<size_t>(std::max(issue.offset, 0)), text.size());
  const size_t start = LineStart(text, offset);
  const absl::string_view line =
      text.substr(start, text.substr(start).find('\n'));
  absl::StrAppend(&out, "\n | ", line, "\n | ");
  // Wide characters take two columns on a terminal, so their dots do too.
  const absl::string_view before = text.substr(start, offset - start);
  for (size_t pos = 0; pos < before.size();) {
    out += NextCodePoint(before, &pos) >= 0x1100 ? ".." : ".";
  }
  out += '^';
  if (!issue.hint.empty()) {
    absl::StrAppend(&out, "\n hint: ", issue.hint);
  }
  return out;
}

}  // namespace zhiheng::cel
