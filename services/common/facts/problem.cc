#include "services/common/facts/problem.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/text.h"

namespace zhiheng {
namespace {

constexpr size_t kShownCharacters = 80;

absl::string_view LineOf(absl::string_view text, int line) {
  for (int i = 1; i < line; ++i) {
    const size_t end = text.find('\n');
    if (end == absl::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

// The part of a long line around `column`, and the padding that puts a caret
// under that column.
void CutLine(absl::string_view line, int column, std::string* shown,
             std::string* padding) {
  const int first = column > 60 ? column - 50 : 1;
  size_t pos = 0;
  for (int at = 1; pos < line.size() && at < first + 100; ++at) {
    const char32_t c = NextCodePoint(line, &pos);
    if (at < first) continue;
    AppendUtf8(c < 0x20 ? U' ' : c, shown);
    // A wide blank is as wide as the character above it.
    if (at < column) AppendUtf8(IsWideCharacter(c) ? U'\u3000' : U' ', padding);
  }
}

}  // namespace

std::string ShortValue(absl::string_view text) {
  std::string out;
  size_t pos = 0;
  for (size_t count = 0; pos < text.size(); ++count) {
    if (count == kShownCharacters) return out + "…";
    const char32_t c = NextCodePoint(text, &pos);
    if (c == U'\n') {
      out += "\\n";
    } else if (c < 0x20 || c == 0x7F) {
      absl::StrAppend(&out, absl::StrFormat("\\x%02x", static_cast<int>(c)));
    } else {
      AppendUtf8(c, &out);
    }
  }
  return out;
}

std::string ProblemSentence(const FactsProblem& problem) {
  std::string out;
  if (!problem.path.empty()) absl::StrAppend(&out, problem.path, ": ");
  if (!problem.value.empty())
    absl::StrAppend(&out, "\"", problem.value, "\": ");
  absl::StrAppend(&out, problem.rule);
  if (!problem.hint.empty()) absl::StrAppend(&out, "; ", problem.hint);
  return out;
}

std::string RenderProblem(const FactsProblem& problem, absl::string_view file,
                          absl::string_view text) {
  std::string out(file);
  if (problem.line > 0) {
    absl::StrAppend(&out, ":", problem.line, ":", problem.column);
  }
  absl::StrAppend(&out, ": ");
  if (!problem.path.empty()) absl::StrAppend(&out, problem.path, ": ");
  absl::StrAppend(&out, problem.rule, "\n");
  if (problem.line > 0) {
    const absl::string_view line = LineOf(text, problem.line);
    std::string shown, padding;
    CutLine(line, problem.column, &shown, &padding);
    if (!shown.empty()) {
      absl::StrAppend(&out, "    ", shown, "\n    ", padding, "^\n");
    }
  } else if (!problem.value.empty()) {
    absl::StrAppend(&out, "    written: ", problem.value, "\n");
  }
  if (!problem.hint.empty())
    absl::StrAppend(&out, "  hint: ", problem.hint, "\n");
  return out;
}

void SortProblems(std::vector<FactsProblem>* problems) {
  std::stable_sort(problems->begin(), problems->end(),
                   [](const FactsProblem& a, const FactsProblem& b) {
                     return std::tie(a.line, a.column, a.path) <
                            std::tie(b.line, b.column, b.path);
                   });
}

}  // namespace zhiheng
