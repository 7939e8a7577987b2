// zhiheng: the client of the three services, and the one program that is all
// of them.
#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "services/catalog/engine/data_folder.h"
#include "services/cli/command/catalog_command.h"
#include "services/cli/command/cel_command.h"
#include "services/cli/command/check_command.h"
#include "services/cli/command/import_command.h"
#include "services/cli/command/packs_command.h"
#include "services/cli/command/packs_files.h"
#include "services/cli/command/parse.h"
#include "services/cli/command/sweep_command.h"
#include "services/cli/embedded/engines.h"
#include "services/cli/embedded/serve.h"
#include "services/common/base/clock.h"
#include "services/common/base/log.h"
#include "services/rules/engine/rules_engine.h"
#include "services/rules/schema/facts_types_reader.h"

namespace zhiheng::cli {
namespace {

// A service over gRPC when the command names a server, else in this process.
// A pack or data file that is wrong has its own exit code.
template <typename Service>
absl::StatusOr<std::unique_ptr<Service>> Reach(
    const CommandLine& line, Engines* engines,
    std::unique_ptr<Service> (*connect)(const std::string&),
    absl::StatusOr<std::unique_ptr<Service>> (*open)(Engines*)) {
  if (!line.server.empty()) return connect(line.server);
  return open(engines);
}

int FailToReach(const absl::Status& status, Console* console) {
  PrintStatus(status, console);
  return status.code() == absl::StatusCode::kFailedPrecondition
             ? kExitPackBroken
             : kExitUnexpected;
}

// The facts types that facts on the command line may have: those of --packs or
// --descriptors beside the built-in ones. null: a mistake, which was told.
std::shared_ptr<const rules::FactsTypes> ReadTypes(const CommandLine& line,
                                                   Engines* engines,
                                                   Console* console) {
  rules::Diagnostics diagnostics;
  rules::FactsTypesReader reader(&diagnostics);
  for (const std::string& file : line.descriptors)
    reader.Read(file, "--descriptors", {});
  if (!line.descriptors.empty()) {
    auto types = reader.Finish();
    for (const rules::Diagnostic& d : diagnostics.items()) {
      const auto text = reader.texts().find(d.file);
      console->err << rules::RenderDiagnostic(
          d, text == reader.texts().end() ? "" : text->second);
    }
    return diagnostics.has_errors() ? nullptr : types;
  }
  const bool local = line.command == Command::kCheck && line.server.empty() &&
                     !line.check.print_request;
  if (!local && line.packs_dir.empty()) return rules::BuiltInFactsTypes();
  const auto engine = engines->OpenRules();
  if (engine.ok()) return (*engine)->registry().Current()->types();
  PrintStatus(engine.status(), console);
  return nullptr;
}

int Check(const CommandLine& line, Engines* engines, Console* console) {
  const auto types = ReadTypes(line, engines, console);
  if (types == nullptr) return kExitPackBroken;
  FactsOptions facts;
  facts.pool = types->pool();
  facts.factory = types->factory();
  if (line.check.print_request)
    return RunCheck(line.check, nullptr, console, facts);
  auto gateway = Reach(line, engines, ConnectGateway, OpenLocalGateway);
  if (!gateway.ok()) return FailToReach(gateway.status(), console);
  if (line.check.sweep.empty())
    return RunCheck(line.check, gateway->get(), console, facts);
  const auto rules = engines->OpenRules();
  if (!rules.ok()) return FailToReach(rules.status(), console);
  return RunSweep(line.check, gateway->get(), *rules, console, facts);
}

int ReadCatalog(const CommandLine& line, Engines* engines, Console* console) {
  auto catalog = Reach(line, engines, ConnectCatalog, OpenLocalCatalog);
  if (!catalog.ok()) return FailToReach(catalog.status(), console);
  switch (line.command) {
    case Command::kCatalogSearch:
      return RunCatalogSearch(line.catalog, catalog->get(), console);
    case Command::kCatalogCite:
      return RunCatalogCite(line.catalog, catalog->get(), console);
    case Command::kCatalogDiff:
      return RunCatalogDiff(line.catalog, catalog->get(), console);
    case Command::kCatalogApplicable:
      return RunCatalogApplicable(line.catalog, catalog->get(), console);
    case Command::kCatalogWatch:
      return RunCatalogWatch(line.catalog, catalog->get(), console);
    default:
      return RunCatalogGet(line.catalog, catalog->get(), console);
  }
}

int Import(const CommandLine& line, const Clock* clock, Console* console) {
  std::string data = line.catalog_dir;
  if (data.empty()) {
    const auto folder = catalog::FindDataFolder();
    if (!folder.ok()) return FailToReach(folder.status(), console);
    data = *folder;
  }
  ImportCommandOptions options = line.import;
  options.progress = isatty(STDERR_FILENO) == 1;
  return RunCatalogImport(options, data, clock, console);
}

int ListPacks(const CommandLine& line, Engines* engines, Console* console) {
  auto rules = Reach(line, engines, ConnectRules, OpenLocalRules);
  if (!rules.ok()) return FailToReach(rules.status(), console);
  return RunPacksList(line.packs, rules->get(), console);
}

int LintPacks(const CommandLine& line, Engines* engines, Console* console) {
  if (!line.pack_files.catalog)
    return RunPacksLint(line.pack_files, nullptr, console);
  auto catalog = OpenLocalCatalog(engines);
  if (!catalog.ok()) return FailToReach(catalog.status(), console);
  return RunPacksLint(line.pack_files, catalog->get(), console);
}

int Cel(const CommandLine& line, Engines* engines, Console* console) {
  const auto types = ReadTypes(line, engines, console);
  return types == nullptr ? kExitUsage : RunCel(line.cel, types, console);
}

int Run(int argc, char** argv) {
  Console console = StandardConsole();
  const CommandLine line = ParseCommandLine(argc, argv, &console);
  if (line.exit.has_value()) return *line.exit;
  const EngineFolders folders{line.catalog_dir, line.packs_dir};
  if (line.command == Command::kServe) {
    return Serve(line.serve, folders, &console);
  }
  // A command's own words are enough; the log is for servers.
  SetLogThreshold(Severity::kWarning);
  const SystemClock clock;
  Engines engines(folders, &clock);
  switch (line.command) {
    case Command::kCheck:
      return Check(line, &engines, &console);
    case Command::kCatalogImport:
      return Import(line, &clock, &console);
    case Command::kPacksList:
      return ListPacks(line, &engines, &console);
    case Command::kPacksLint:
      return LintPacks(line, &engines, &console);
    case Command::kPacksTest:
      return RunPacksTest(line.pack_files, &console);
    case Command::kPacksCoverage:
      return RunPacksCoverage(line.pack_files, &console);
    case Command::kPacksFormat:
      return RunPacksFormat(line.pack_files, &console);
    case Command::kPacksSchema:
      return RunPacksSchema(line.pack_files, &console);
    case Command::kPacksExplain:
      return RunPacksExplain(line.pack_files, &console);
    case Command::kPacksNew:
      return RunPacksNew(line.pack_files, &console);
    case Command::kCel:
      return Cel(line, &engines, &console);
    case Command::kVersion:
      console.out << "zhiheng " << ZHIHENG_VERSION << "\n";
      return kExitOk;
    default:
      return ReadCatalog(line, &engines, &console);
  }
}

}  // namespace
}  // namespace zhiheng::cli

int main(int argc, char** argv) { return zhiheng::cli::Run(argc, argv); }
