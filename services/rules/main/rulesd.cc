// rulesd: what follows from facts. Refuses to start with a broken pack.
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/common/server/daemon.h"
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
  if (const auto exit = daemon.Parse(argc, argv)) return *exit;

  if (packs.empty()) {
    absl::StatusOr<std::string> folder = FindLibraryFolder();
    if (!folder.ok()) return daemon.Fail(folder.status());
    packs = *std::move(folder);
  }
  const auto engine = RulesEngine::Create(packs);
  if (!engine.ok()) return daemon.Fail(engine.status());
  const auto service =
      MakeRulesService(engine->get(), daemon.Skin(kRulesService));
  return daemon.Serve({{kRulesService, service.get()}});
}
