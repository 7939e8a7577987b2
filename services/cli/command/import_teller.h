// What a person sees of an import: findings as they come, a progress line when
// `progress` says that `err` is a terminal, and a closing summary.
//
// For one thread. Borrows options and console, which outlive it.
#ifndef SERVICES_CLI_COMMAND_IMPORT_TELLER_H_
#define SERVICES_CLI_COMMAND_IMPORT_TELLER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "services/catalog/importer/plan/import_run.h"
#include "services/cli/command/console.h"
#include "services/cli/command/import_options.h"

namespace zhiheng::cli {

class ImportTeller final : public catalog::ImportObserver {
 public:
  ImportTeller(const ImportCommandOptions& options, Console* console)
      : options_(options), console_(*console) {}

  void OnDiagnostic(const catalog::Diagnostic& diagnostic) override;
  bool OnProgress(const catalog::ImportProgress& progress) override;
  // `done` of `total` in whole percent, after `word`.
  void DrawProgress(const char* word, int64_t done, int64_t total);
  void Finish(const catalog::ImportSummary& summary);

  bool any_error() const { return any_error_; }

 private:
  void ClearLine();

  const ImportCommandOptions& options_;
  Console& console_;
  std::map<std::pair<catalog::Level, std::string>, int64_t> counts_;
  bool any_error_ = false;
  std::string shown_;  // the progress line; empty: none
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_IMPORT_TELLER_H_
