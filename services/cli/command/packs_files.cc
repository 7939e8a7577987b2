#include "services/cli/command/packs_files.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "services/cli/command/packs_catalog.h"
#include "services/cli/command/packs_load.h"
#include "services/cli/command/test_report.h"
#include "services/rules/authoring/examples.h"
#include "services/rules/authoring/lint.h"
#include "services/rules/authoring/pack_cost.h"
#include "services/rules/authoring/suites.h"
#include "services/rules/proof/proofs.h"

namespace zhiheng::cli {
namespace {

using rules::LoadedLibrary;

void PrintCosts(const LoadedLibrary& library, Console* console) {
  for (const auto& pack : library.set->packs()) {
    for (const rules::RuleCost& cost : rules::CostsOf(*pack)) {
      console->out << pack->id << "/" << cost.rule << "  "
                   << cost.bound.AtEqual(cel::kAssumedListSize)
                   << " steps at most with " << cel::kAssumedListSize
                   << " elements in each list: " << cost.bound.ToString()
                   << "\n";
    }
  }
}

const char* WordOf(rules::Proof::State state) {
  switch (state) {
    case rules::Proof::State::kProved:
      return "proved";
    case rules::Proof::State::kRefuted:
      return "WRONG";
    case rules::Proof::State::kNotCovered:
      return "not covered";
  }
  return "";
}

// What was proved, and what was not; each proof where that is asked for.
class ProofReport {
 public:
  explicit ProofReport(bool all) : all_(all) {}

  void Add(const rules::CompiledPack& pack, rules::Diagnostics* diagnostics,
           Console* console) {
    for (const rules::Proof& proof : rules::ProvePack(pack, diagnostics)) {
      ++counts_[proof.state];
      if (!all_) continue;
      console->out << pack.id << ":" << proof.at.line << ": "
                   << WordOf(proof.state) << ": " << proof.about
                   << (proof.detail.empty() ? "" : " – " + proof.detail)
                   << "\n";
    }
  }

  void Print(Console* console) {
    if (all_) console->out << rules::kProofsLeaveOut << "\n";
    console->out << counts_[rules::Proof::State::kProved] << " proofs, "
                 << counts_[rules::Proof::State::kRefuted] << " wrong, "
                 << counts_[rules::Proof::State::kNotCovered] << " not covered"
                 << (all_ ? "" : " (packs lint --proofs says which)") << "\n";
  }

 private:
  const bool all_;
  std::map<rules::Proof::State, int> counts_;
};

absl::Status RunSuites(const PackFilesOptions& options, LoadedLibrary* library,
                       TestReport* report) {
  const auto suites = rules::FindSuites(options.folder);
  if (!suites.ok()) return suites.status();
  for (const std::string& file : *suites) {
    const auto text = ReadPackFile(file);
    if (!text.ok()) return text.status();
    library->texts[file] = *text;
    const rules::SuiteResult suite = rules::RunSuite(
        file, *text, *library->set, options.filter, &library->diagnostics);
    for (const rules::ExampleResult& result : suite.results)
      report->Add(suite.pack, result);
  }
  return absl::OkStatus();
}

}  // namespace

ExitCode RunPacksLint(const PackFilesOptions& options, Catalog* catalog,
                      Console* console) {
  auto library = LoadPacks(options.folder);
  if (!library.ok()) return CannotLoadPacks(library.status(), console);
  ProofReport proofs(options.proofs);
  for (const auto& pack : library->set->packs()) {
    rules::LintPack(*pack, &library->diagnostics);
    rules::LintCosts(*pack, &library->diagnostics);
    proofs.Add(*pack, &library->diagnostics, console);
    if (catalog == nullptr) continue;
    const absl::Status status =
        LintCitations(*pack, catalog, &library->diagnostics);
    if (!status.ok()) return CannotLoadPacks(status, console);
  }
  if (options.costs) PrintCosts(*library, console);
  PrintPackDiagnostics(&*library, console);
  proofs.Print(console);
  const size_t mistakes = library->diagnostics.items().size();
  console->out << library->set->packs().size() << " packs, " << mistakes
               << (mistakes == 1 ? " mistake" : " mistakes") << "\n";
  console->out.flush();
  return mistakes == 0 ? kExitOk : kExitPackBroken;
}

ExitCode RunPacksTest(const PackFilesOptions& asked, Console* console) {
  PackFilesOptions options = asked;
  auto folder = PacksFolder(options.folder);
  if (!folder.ok()) return CannotLoadPacks(folder.status(), console);
  options.folder = *folder;
  auto library = LoadPacks(options.folder);
  if (!library.ok()) return CannotLoadPacks(library.status(), console);
  TestReport report;
  for (const auto& pack : library->set->packs()) {
    for (const rules::ExampleResult& result :
         rules::RunExamples(*pack, library->set->calendar(),
                            &library->diagnostics, options.filter)) {
      report.Add(pack->id, result);
    }
  }
  absl::Status status = RunSuites(options, &*library, &report);
  if (status.ok() && !options.junit.empty())
    status = report.WriteJUnit(options.junit);
  if (!status.ok()) return CannotLoadPacks(status, console);
  report.PrintFailures(console);
  if (options.coverage) report.PrintCoverage(*library->set, console);
  PrintPackDiagnostics(&*library, console);
  console->out << report.passed() << " passed, " << report.failed()
               << " failed\n";
  console->out.flush();
  if (library->diagnostics.has_errors()) return kExitPackBroken;
  if (report.passed() + report.failed() == 0) {
    console->err << "zhiheng: no example was run"
                 << (options.filter.empty() ? ""
                                            : "; does --filter match a rule?")
                 << "\n";
  }
  return report.failed() > 0 || report.passed() == 0 ? kExitTestsFailed
                                                     : kExitOk;
}

}  // namespace zhiheng::cli
