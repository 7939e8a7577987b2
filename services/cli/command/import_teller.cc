#include "services/cli/command/import_teller.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace zhiheng::cli {
namespace {

using catalog::Level;

const char* Word(Level level) {
  switch (level) {
    case Level::kError:
      return "error";
    case Level::kDamage:
      return "damage";
    case Level::kNote:
      return "note";
  }
  return "";
}

}  // namespace

void ImportTeller::OnDiagnostic(const catalog::Diagnostic& d) {
  ++counts_[{d.level, d.code}];
  any_error_ = any_error_ || d.level == Level::kError;
  if (d.level == Level::kNote && !options_.notes) return;
  ClearLine();
  console_.err << Word(d.level) << ": " << d.ToString() << "\n";
}

bool ImportTeller::OnProgress(const catalog::ImportProgress& p) {
  // First pass: files read; second: instruments written.
  if (p.instruments_total > 0) {
    DrawProgress("writing", p.instruments_done, p.instruments_total);
  } else {
    DrawProgress("reading", p.files_read, p.files_total);
  }
  return true;
}

void ImportTeller::DrawProgress(const char* word, int64_t done, int64_t total) {
  if (!options_.progress) return;
  constexpr int64_t kBar = 30;
  const int64_t percent = total == 0 ? 100 : done * 100 / total;
  const auto filled = static_cast<size_t>(percent * kBar / 100);
  const std::string line =
      absl::StrCat(word, " [", std::string(filled, '#'),
                   std::string(static_cast<size_t>(kBar) - filled, '.'), "] ",
                   percent, " %");
  if (line == shown_) return;
  shown_ = line;
  console_.err << "\r" << line << std::flush;
}

void ImportTeller::ClearLine() {
  if (shown_.empty()) return;
  console_.err << "\r" << std::string(shown_.size(), ' ') << "\r";
  shown_.clear();
}

void ImportTeller::Finish(const catalog::ImportSummary& s) {
  ClearLine();
  std::ostream& out = console_.out;
  out << (options_.validate_only ? "Checked " : "Imported ") << s.files
      << " files (" << s.skipped
      << " hold nothing to import): " << s.instruments << " instruments, "
      << s.editions << " editions, " << s.articles << " articles, "
      << s.provisions << " provisions.\n";
  if (!options_.validate_only) {
    out << "Rows: " << s.rows_added << " added, " << s.rows_changed
        << " changed, " << s.rows_removed << " removed. Snapshot " << s.snapshot
        << ".\n";
  }
  if (s.compared > 0) {
    out << "Two sources: " << s.compared << " editions compared, " << s.agreeing
        << " equal in every article.\n";
  }
  if (s.editions_refused > 0) {
    out << "Refused because of damage: " << s.editions_refused << ".\n";
  }
  for (const auto& [key, count] : counts_) {
    out << "  " << Word(key.first) << " " << key.second << ": " << count
        << "\n";
  }
}

}  // namespace zhiheng::cli
