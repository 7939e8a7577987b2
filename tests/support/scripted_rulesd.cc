// A rules service that can be told to be slow, as the real one never is:
// `--evaluate-ms N` waits so long in Evaluate, or until it is cancelled.
#include "CLI/CLI.hpp"
#include "services/common/server/daemon.h"
#include "tests/support/scripted_services.h"

int main(int argc, char** argv) {
  zhiheng::Daemon daemon("rules", "A rules service that does as a test says.");
  int evaluate_ms = 0;
  daemon.flags().add_option("--evaluate-ms", evaluate_ms,
                            "Time that each call takes");
  if (const auto exit = daemon.Parse(argc, argv)) return *exit;
  zhiheng::testing::ScriptedRules rules(daemon.tracer());
  zhiheng::testing::Hanger hanger;
  rules.SetBefore([&](const zhiheng::CallContext& call) {
    if (evaluate_ms > 0) {
      hanger.Wait(call.WithBudget(absl::Milliseconds(evaluate_ms)));
    }
    return absl::OkStatus();
  });
  return daemon.Serve({{zhiheng::testing::kRulesService, &rules}});
}
