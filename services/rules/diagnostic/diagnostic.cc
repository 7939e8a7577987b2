#include "services/rules/diagnostic/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng::rules {
namespace {

// Longer lines are cut around the caret, so that one line of a generated file
// does not fill the terminal.
constexpr int kMaxShownColumns = 120;

auto Key(const Diagnostic& d) {
  return std::tie(d.file, d.position, d.code, d.sentence);
}

absl::string_view LineOf(absl::string_view text, int line) {
  size_t start = 0;
  for (int i = 1; i < line; ++i) {
    const size_t end = text.find('\n', start);
    if (end == absl::string_view::npos) return {};
    start = end + 1;
  }
  if (start >= text.size()) return {};
  absl::string_view found = text.substr(start, text.find('\n', start) - start);
  if (!found.empty() && found.back() == '\r') found.remove_suffix(1);
  return found;
}

std::string Excerpt(absl::string_view line, int column) {
  const int first = std::max(1, column - kMaxShownColumns / 2);
  std::string shown;
  std::string caret;
  int at = 1;
  for (size_t pos = 0; pos < line.size(); ++at) {
    const char32_t c = NextCodePoint(line, &pos);
    if (at < first || at >= first + kMaxShownColumns) continue;
    AppendUtf8(c == '\t' ? U' ' : c, &shown);
    if (at < column) caret.append(IsWideCharacter(c) ? 2 : 1, ' ');
  }
  if (at < column) caret.append(column - at, ' ');
  return absl::StrCat("  | ", shown, "\n  | ", caret, "^\n");
}

}  // namespace

void Diagnostics::Error(absl::string_view code, absl::string_view file,
                        Position position, std::string sentence,
                        std::string hint) {
  Add({.severity = Diagnostic::Severity::kError,
       .code = std::string(code),
       .file = std::string(file),
       .position = position,
       .sentence = std::move(sentence),
       .hint = std::move(hint)});
}

void Diagnostics::Warning(absl::string_view code, absl::string_view file,
                          Position position, std::string sentence,
                          std::string hint) {
  Add({.severity = Diagnostic::Severity::kWarning,
       .code = std::string(code),
       .file = std::string(file),
       .position = position,
       .sentence = std::move(sentence),
       .hint = std::move(hint)});
}

void Diagnostics::Add(Diagnostic diagnostic) {
  if (diagnostic.severity == Diagnostic::Severity::kError) ++errors_;
  items_.push_back(std::move(diagnostic));
}

void Diagnostics::Append(const Diagnostics& other) {
  for (const Diagnostic& d : other.items_) Add(d);
}

void Diagnostics::Sort() {
  std::stable_sort(
      items_.begin(), items_.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return Key(a) < Key(b); });
  const auto last = std::unique(items_.begin(), items_.end(),
                                [](const Diagnostic& a, const Diagnostic& b) {
                                  return Key(a) == Key(b);
                                });
  items_.erase(last, items_.end());
  errors_ = static_cast<int>(
      std::count_if(items_.begin(), items_.end(), [](const Diagnostic& d) {
        return d.severity == Diagnostic::Severity::kError;
      }));
}

std::string RenderDiagnostic(const Diagnostic& diagnostic,
                             absl::string_view text) {
  std::string out = diagnostic.file;
  if (diagnostic.position.line > 0) {
    absl::StrAppend(&out, ":", diagnostic.position.line, ":",
                    diagnostic.position.column);
  }
  absl::StrAppend(&out,
                  diagnostic.severity == Diagnostic::Severity::kError
                      ? ": error: "
                      : ": warning: ",
                  diagnostic.sentence, " [", diagnostic.code, "]\n");
  const absl::string_view line = LineOf(text, diagnostic.position.line);
  if (diagnostic.position.line > 0 && !line.empty()) {
    out += Excerpt(line, diagnostic.position.column);
  }
  if (!diagnostic.hint.empty()) {
    absl::StrAppend(&out, "  hint: ", diagnostic.hint, "\n");
  }
  return out;
}

}  // namespace zhiheng::rules
