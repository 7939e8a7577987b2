// rulesd: what follows from facts. Refuses to start with a broken pack.
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/common/server/daemon.h"
#include "services/common/server/signals.h"
#include "services/rules/engine/pack_reloader.h"
#include "services/rules/engine/rules_engine.h"
#include "services/rules/service/rules_service_impl.h"

int main(int argc, char** argv) {
  using namespace zhiheng;         // NOLINT: a main
  using namespace zhiheng::rules;  // NOLINT

  Daemon daemon("rules", "What follows from facts, by packs of rules.");
  std::string packs;
  daemon.flags().add_option("--packs", packs,
                            "Folder of packs; without it the packs that came "
                            "with this program");
  int reload_ms = 1000;
  daemon.flags()
      .add_option("--reload-interval-ms", reload_ms,
                  "Look so often whether the packs changed; 0: only on SIGHUP")
      ->check(CLI::Range(0, 3'600'000))
      ->capture_default_str();
  // Before any thread starts, as the daemon itself.
  HangupListener hangups;
  if (const auto exit = daemon.Parse(argc, argv)) return *exit;

  if (packs.empty()) {
    absl::StatusOr<std::string> folder = FindLibraryFolder();
    if (!folder.ok()) return daemon.Fail(folder.status());
    packs = *std::move(folder);
  }
  const auto engine = RulesEngine::Create(packs);
  if (!engine.ok()) return daemon.Fail(engine.status());
  PackWatcher watcher(
      PackReloader(packs, &(*engine)->registry(), daemon.clock()),
      reload_ms == 0 ? absl::Hours(24 * 365) : absl::Milliseconds(reload_ms));
  hangups.Start([&watcher] { watcher.Nudge(); });
  const auto service =
      MakeRulesService(engine->get(), daemon.Skin(kRulesService));
  const int exit = daemon.Serve({{kRulesService, service.get()}});
  hangups.Stop();  // it calls the watcher, which goes first
  return exit;
}
