// CatalogEngine::Import and ImportEditions: files into the engine's store.
// Tested by import_call_test.cc.
#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/importer/plan/import_run.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

// Findings of one level in one answer: what a person reads, and fits a message.
constexpr int kMaxDiagnosticsPerLevel = 1000;

v1::ImportDiagnostic::Level ToProto(Level level) {
  switch (level) {
    case Level::kError:
      return v1::ImportDiagnostic::LEVEL_ERROR;
    case Level::kDamage:
      return v1::ImportDiagnostic::LEVEL_DAMAGE;
    case Level::kNote:
      return v1::ImportDiagnostic::LEVEL_NOTE;
  }
  return v1::ImportDiagnostic::LEVEL_UNSPECIFIED;
}

// Puts findings into the answer, and stops when the call does.
class Collector final : public ImportObserver {
 public:
  Collector(const CallContext& call, v1::ImportEditionsResponse* out)
      : call_(call), out_(*out) {}

  void OnDiagnostic(const Diagnostic& d) override {
    if (++counts_[d.level] > kMaxDiagnosticsPerLevel) {
      out_.set_more_diagnostics(out_.more_diagnostics() + 1);
      return;
    }
    v1::ImportDiagnostic& to = *out_.add_diagnostics();
    to.set_file(d.file);
    to.set_line(d.line);
    to.set_code(d.code);
    to.set_message(d.message);
    to.set_hint(d.hint);
    to.set_level(ToProto(d.level));
  }
  bool OnProgress(const ImportProgress&) override { return call_.Check().ok(); }

 private:
  const CallContext& call_;
  v1::ImportEditionsResponse& out_;
  std::map<Level, int> counts_;
};

absl::StatusOr<ImportOptions> FromProto(const v1::ImportSettings& settings) {
  ImportOptions options;
  options.strict = settings.strict();
  options.validate_only = settings.validate_only();
  if (settings.format().empty()) return options;
  const auto format = FormatFromWord(settings.format());
  if (!format.has_value()) {
    std::vector<absl::string_view> words;
    for (int i = 0; i < kFormatCount; ++i) {
      words.push_back(FormatWord(static_cast<Format>(i)));
    }
    return Problem(absl::StatusCode::kInvalidArgument, "BAD_IMPORT_SETTINGS")
        .Field("settings.format",
               absl::StrCat("\"", settings.format(), "\" is no format; one of ",
                            absl::StrJoin(words, ", ")));
  }
  options.format = *format;
  return options;
}

void Fill(const ImportSummary& summary, v1::ImportEditionsResponse* out) {
  out->set_files(summary.files);
  out->set_skipped(summary.skipped);
  out->set_instruments(summary.instruments);
  out->set_editions(summary.editions);
  out->set_articles(summary.articles);
  out->set_provisions(summary.provisions);
  out->set_rows_added(summary.rows_added);
  out->set_rows_changed(summary.rows_changed);
  out->set_rows_removed(summary.rows_removed);
  out->set_editions_refused(summary.editions_refused);
  out->set_compared(summary.compared);
  out->set_agreeing(summary.agreeing);
  out->set_snapshot(summary.snapshot);
}

// Says that an import runs, until it goes out of scope.
class Turn {
 public:
  explicit Turn(std::atomic<bool>* taken)
      : taken_(*taken), mine_(!taken_.exchange(true)) {}
  ~Turn() {
    if (mine_) taken_ = false;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool mine() const { return mine_; }

 private:
  std::atomic<bool>& taken_;
  const bool mine_;
};

}  // namespace

absl::StatusOr<ImportSummary> CatalogEngine::Import(
    const FileSource& files, const ImportOptions& options,
    ImportObserver* observer) const {
  const Turn turn(&importing_);
  if (!turn.mine()) {
    return Problem(absl::StatusCode::kAborted, "IMPORT_RUNNING")
        .Say("another import into this catalog is running")
        .Hint("try again when it has ended");
  }
  return RunImport(files, options, store_.get(), clock_->Now(), observer);
}

CatalogEngine::Answer<v1::ImportEditionsResponse> CatalogEngine::ImportEditions(
    const CallContext& call, const v1::ImportSettings& settings,
    const FileSource& files) const {
  ASSIGN_OR_RETURN(const ImportOptions options, FromProto(settings));
  v1::ImportEditionsResponse out;
  Collector collector(call, &out);
  const absl::StatusOr<ImportSummary> summary =
      Import(files, options, &collector);
  // The caller's deadline is the reason, not the stop it led to.
  RETURN_IF_ERROR(call.Check());
  RETURN_IF_ERROR(summary.status());
  Fill(*summary, &out);
  return out;
}

}  // namespace zhiheng::catalog
