#include "services/cli/command/import_command.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

using catalog::Diagnostic;
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

class Teller final : public catalog::ImportObserver {
 public:
  Teller(const ImportCommandOptions& options, Console* console)
      : options_(options), console_(*console) {}

  void OnDiagnostic(const Diagnostic& d) override {
    ++counts_[{d.level, d.code}];
    if (d.level == Level::kNote && !options_.notes) return;
    ClearLine();
    console_.err << Word(d.level) << ": " << d.ToString() << "\n";
  }

  bool OnProgress(const catalog::ImportProgress& p) override {
    if (!options_.progress) return true;
    // First pass: files read; second: instruments written.
    const bool second = p.instruments_total > 0;
    const int64_t done = second ? p.instruments_done : p.files_read;
    const int64_t total = second ? p.instruments_total : p.files_total;
    const int percent = total == 0 ? 100 : static_cast<int>(done * 100 / total);
    if (percent == shown_ && second == shown_second_) return true;
    shown_ = percent;
    shown_second_ = second;
    constexpr int kBar = 30;
    console_.err << "\r" << (second ? "writing " : "reading ") << "["
                 << std::string(static_cast<size_t>(percent * kBar / 100), '#')
                 << std::string(
                        static_cast<size_t>(kBar - percent * kBar / 100), '.')
                 << "] " << percent << " %" << std::flush;
    drawn_ = true;
    return true;
  }

  void Finish(const catalog::ImportSummary& r) {
    ClearLine();
    std::ostream& out = console_.out;
    out << (options_.validate_only ? "Checked " : "Imported ") << r.files
        << " files (" << r.skipped
        << " hold nothing to import): " << r.instruments << " instruments, "
        << r.editions << " editions, " << r.articles << " articles, "
        << r.provisions << " provisions.\n";
    if (!options_.validate_only) {
      out << "Rows: " << r.rows_added << " added, " << r.rows_changed
          << " changed, " << r.rows_removed << " removed. Snapshot "
          << r.snapshot << ".\n";
    }
    if (r.compared > 0) {
      out << "Two sources: " << r.compared << " editions compared, "
          << r.agreeing << " equal in every article.\n";
    }
    if (r.editions_refused > 0) {
      out << "Refused because of damage: " << r.editions_refused << ".\n";
    }
    for (const auto& [key, count] : counts_) {
      out << "  " << Word(key.first) << " " << key.second << ": " << count
          << "\n";
    }
  }

  bool AnyError() const {
    return std::any_of(counts_.begin(), counts_.end(), [](const auto& entry) {
      return entry.first.first == Level::kError;
    });
  }

 private:
  void ClearLine() {
    if (!drawn_) return;
    console_.err << "\r" << std::string(60, ' ') << "\r";
    drawn_ = false;
    shown_ = -1;
  }

  const ImportCommandOptions& options_;
  Console& console_;
  std::map<std::pair<Level, std::string>, int64_t> counts_;
  int shown_ = -1;
  bool shown_second_ = false;
  bool drawn_ = false;
};

absl::StatusOr<catalog::ImportSummary> Import(
    const ImportCommandOptions& options, const std::string& data_folder,
    const catalog::FileSource& files, const Clock* clock, Teller* teller) {
  if (options.db.empty() && !options.validate_only) {
    return absl::InvalidArgumentError(
        "--db FILE says where the catalog is kept; with --validate-only "
        "nothing is kept");
  }
  const auto format = catalog::FormatFromWord(options.format);
  if (!format.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", options.format, "\" is no format"));
  }
  ASSIGN_OR_RETURN(
      const auto engine,
      catalog::CatalogEngine::Create(
          {.data_folder = data_folder, .db_path = options.db}, clock));
  catalog::ImportOptions import;
  import.format = *format;
  import.strict = options.strict;
  import.validate_only = options.validate_only;
  return engine->Import(files, import, teller);
}

}  // namespace

ExitCode RunCatalogImport(const ImportCommandOptions& options,
                          const std::string& data_folder, const Clock* clock,
                          Console* console) {
  Teller teller(options, console);
  std::vector<Diagnostic> outside;
  const auto files = catalog::OpenFiles(options.paths, {}, &outside);
  if (!files.ok()) {
    PrintStatus(files.status(), console);
    return kExitUsage;
  }
  for (const Diagnostic& d : outside) teller.OnDiagnostic(d);
  const auto summary = Import(options, data_folder, **files, clock, &teller);
  if (!summary.ok()) {
    PrintStatus(summary.status(), console);
    return absl::IsInvalidArgument(summary.status()) ? kExitUsage
                                                     : kExitUnexpected;
  }
  teller.Finish(*summary);
  return teller.AnyError() ? kExitUsage : kExitOk;
}

}  // namespace zhiheng::cli
