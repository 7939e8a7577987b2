// A mistake in a file somebody wrote: where, what, and what to do about it.
// Value type; thread-safe when const.
#ifndef SERVICES_CATALOG_IMPORTER_DIAGNOSTIC_H_
#define SERVICES_CATALOG_IMPORTER_DIAGNOSTIC_H_

#include <compare>
#include <string>
#include <vector>

namespace zhiheng::catalog {

// How much a finding matters.
enum class Level {
  kError,   // nothing of the file can be used
  kDamage,  // usable, but not whole; --strict refuses it
  kNote,    // worth knowing
};

struct Diagnostic {
  std::string file;
  int line = 0;  // 1-based; 0: the whole file
  int column = 0;
  std::string code;  // `unknown-key`; stable, for tools
  std::string message;
  std::string hint;
  Level level = Level::kError;

  // `trademark-law.yaml:3:5: unknown-key: there is no "titel"; did you mean
  // "title"?`
  std::string ToString() const;
  friend auto operator<=>(const Diagnostic&, const Diagnostic&) = default;
};

// One a line, by file, line and column; at most `limit`, then how many more.
std::string Render(std::vector<Diagnostic> diagnostics, size_t limit = 20);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_DIAGNOSTIC_H_
