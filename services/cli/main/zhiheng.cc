// zhiheng: the client of the three services, and the one program that is all
// of them.
#include <iostream>
#include <memory>
#include <utility>

#include "services/cli/command/catalog_command.h"
#include "services/cli/command/check_command.h"
#include "services/cli/command/packs_command.h"
#include "services/cli/command/packs_files.h"
#include "services/cli/command/parse.h"
#include "services/cli/embedded/engines.h"
#include "services/cli/embedded/serve.h"
#include "services/common/base/clock.h"
#include "services/common/base/log.h"

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

int Check(const CommandLine& line, Engines* engines, Console* console) {
  if (line.check.print_request) return RunCheck(line.check, nullptr, console);
  auto gateway = Reach(line, engines, ConnectGateway, OpenLocalGateway);
  if (!gateway.ok()) return FailToReach(gateway.status(), console);
  return RunCheck(line.check, gateway->get(), console);
}

int ReadCatalog(const CommandLine& line, Engines* engines, Console* console) {
  auto catalog = Reach(line, engines, ConnectCatalog, OpenLocalCatalog);
  if (!catalog.ok()) return FailToReach(catalog.status(), console);
  switch (line.command) {
    case Command::kCatalogSearch:
      return RunCatalogSearch(line.catalog, catalog->get(), console);
    case Command::kCatalogCite:
      return RunCatalogCite(line.catalog, catalog->get(), console);
    default:
      return RunCatalogGet(line.catalog, catalog->get(), console);
  }
}

int ListPacks(const CommandLine& line, Engines* engines, Console* console) {
  auto rules = Reach(line, engines, ConnectRules, OpenLocalRules);
  if (!rules.ok()) return FailToReach(rules.status(), console);
  return RunPacksList(line.packs, rules->get(), console);
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
    case Command::kPacksList:
      return ListPacks(line, &engines, &console);
    case Command::kPacksLint:
      return RunPacksLint(line.packs_dir, &console);
    case Command::kPacksTest:
      return RunPacksTest(line.packs_dir, line.filter, &console);
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
