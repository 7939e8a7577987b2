#include "services/cli/embedded/serve.h"

#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/service/catalog_service_impl.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/process/split_server.h"
#include "services/common/base/status_macros.h"
#include "services/common/server/server_runner.h"
#include "services/common/server/service_call.h"
#include "services/common/server/signals.h"
#include "services/common/telemetry/otel_sink.h"
#include "services/gateway/service/gateway_service.h"
#include "services/rules/engine/pack_reloader.h"
#include "services/rules/service/rules_service_impl.h"

namespace zhiheng::cli {
namespace {

// How often the packs are looked at; as rulesd does by default.
constexpr absl::Duration kReloadInterval = absl::Seconds(1);

absl::Status ServeInThreeProcesses(const ServeOptions& options,
                                   const EngineFolders& folders) {
  SplitOptions split;
  split.programs = FolderOfThisProgram();
  split.listen = options.listen;
  split.ready_file = options.ready_file;
  if (!folders.catalog.empty()) {
    split.catalog_flags = {"--data", folders.catalog};
  }
  if (!folders.packs.empty()) split.rules_flags = {"--packs", folders.packs};
  return ServeSplit(split);
}

absl::Status Announce(const std::string& ready_file,
                      const std::string& address) {
  if (ready_file.empty()) return absl::OkStatus();
  const std::string partial = ready_file + ".partial";
  std::ofstream(partial) << "gateway=" << address << "\ncatalog=" << address
                         << "\nrules=" << address << "\n";
  if (std::rename(partial.c_str(), ready_file.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", ready_file));
  }
  return absl::OkStatus();
}

absl::Status ServeInOneProcess(const ServeOptions& options,
                               const EngineFolders& folders,
                               const SignalWaiter& signals) {
  const SystemClock clock;
  const std::unique_ptr<SpanSink> sink =
      MakeOtelSink(TelemetryFromEnvironment("zhiheng"));
  const Tracer tracer(sink.get(), &clock);
  Engines engines(folders, &clock);
  ASSIGN_OR_RETURN(const catalog::CatalogEngine* catalog,
                   engines.OpenCatalog());
  ASSIGN_OR_RETURN(rules::RulesEngine * rules, engines.OpenRules());
  ASSIGN_OR_RETURN(gateway::Assessor * assessor, engines.OpenAssessor());

  ServerOptions server;
  server.service = "zhiheng";
  server.listen = options.listen;
  const auto skin = [&](const char* rpc_service, const char* domain) {
    return SkinOptions{.rpc_service = rpc_service,
                       .domain = domain,
                       .server = server,
                       .clock = &clock,
                       .tracer = &tracer};
  };
  const auto catalog_service = catalog::MakeCatalogService(
      catalog, skin(catalog::kCatalogService, "catalog.zhiheng"));
  const auto rules_service = rules::MakeRulesService(
      rules, skin(rules::kRulesService, "rules.zhiheng"));
  const auto gateway_service = gateway::MakeGatewayService(
      assessor, skin(gateway::kGatewayService, "gateway.zhiheng"));
  ASSIGN_OR_RETURN(
      const std::unique_ptr<ServerRunner> runner,
      ServerRunner::Start(server,
                          {{catalog::kCatalogService, catalog_service.get()},
                           {rules::kRulesService, rules_service.get()},
                           {gateway::kGatewayService, gateway_service.get()}}));
  ASSIGN_OR_RETURN(const std::string packs, engines.PacksFolder());
  // SIGHUP is left alone: a terminal that closes ends its program.
  const rules::PackWatcher watcher(
      rules::PackReloader(packs, &rules->registry(), &clock), kReloadInterval);
  RETURN_IF_ERROR(Announce(options.ready_file, runner->address()));
  RETURN_IF_ERROR(runner->ServeUntilSignal(signals));
  if (sink != nullptr) sink->Flush(kFlushAtExit);
  return absl::OkStatus();
}

}  // namespace

int Serve(const ServeOptions& options, const EngineFolders& folders,
          Console* console) {
  // First of all: threads inherit the blocked signals.
  const SignalWaiter signals;
  const absl::Status status =
      options.split ? ServeInThreeProcesses(options, folders)
                    : ServeInOneProcess(options, folders, signals);
  if (status.ok() || status.code() == absl::StatusCode::kCancelled) {
    return kExitOk;
  }
  PrintStatus(status, console);
  return status.code() == absl::StatusCode::kFailedPrecondition
             ? kExitPackBroken
             : kExitUnexpected;
}

}  // namespace zhiheng::cli
