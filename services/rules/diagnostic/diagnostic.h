// A mistake in something an author wrote: what, where, what to do about it.
// Diagnostics are data: they are collected, sorted and shown, never thrown and
// never turned into a Status.
//
// Value types; not synchronised. Nothing here fails.
#ifndef SERVICES_RULES_DIAGNOSTIC_DIAGNOSTIC_H_
#define SERVICES_RULES_DIAGNOSTIC_DIAGNOSTIC_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::rules {

// A place in a text file. Lines and columns count from 1; columns count code
// points. Line 0: no particular place in the file.
struct Position {
  int line = 0;
  int column = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

struct Diagnostic {
  enum class Severity { kWarning, kError };

  Severity severity = Severity::kError;
  // Stable name of the kind of mistake, as `unknown-key`.
  std::string code = "";
  std::string file = "";
  Position position = {};
  // What is wrong, in one sentence without a full stop.
  std::string sentence = "";
  // What to do about it; may be empty.
  std::string hint = "";
};

// Collects the diagnostics of one or several files.
class Diagnostics {
 public:
  void Error(absl::string_view code, absl::string_view file, Position position,
             std::string sentence, std::string hint = "");
  void Warning(absl::string_view code, absl::string_view file,
               Position position, std::string sentence, std::string hint = "");
  void Add(Diagnostic diagnostic);
  void Append(const Diagnostics& other);

  // By file, position, code; the order of adding decides what is left equal.
  // Exact repetitions are dropped.
  void Sort();

  const std::vector<Diagnostic>& items() const { return items_; }
  bool empty() const { return items_.empty(); }
  int error_count() const { return errors_; }
  bool has_errors() const { return errors_ > 0; }

 private:
  std::vector<Diagnostic> items_;
  int errors_ = 0;
};

// `file:line:column: error: sentence [code]`, then the line of `text` with a
// caret under the column when `text` (the content of the file) has it, then
// the hint. Ends with a newline.
std::string RenderDiagnostic(const Diagnostic& diagnostic,
                             absl::string_view text);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_DIAGNOSTIC_DIAGNOSTIC_H_
