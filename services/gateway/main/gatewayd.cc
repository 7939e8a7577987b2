// gatewayd: the one address callers know.
#include <string>

#include "CLI/CLI.hpp"
#include "services/common/rpc/channel.h"
#include "services/common/server/daemon.h"
#include "services/gateway/assess/assessor.h"
#include "services/gateway/backends/grpc_backends.h"
#include "services/gateway/service/gateway_service.h"

int main(int argc, char** argv) {
  using namespace zhiheng;           // NOLINT: a main
  using namespace zhiheng::gateway;  // NOLINT

  Daemon daemon("gateway",
                "Checks facts: asks rules for findings and the catalog for the "
                "provisions they cite, under one deadline.");
  ChannelOptions rules, catalog;
  daemon.flags()
      .add_option("--rules", rules.target, "Address of rulesd, HOST:PORT")
      ->required();
  daemon.flags()
      .add_option("--catalog", catalog.target, "Address of catalogd, HOST:PORT")
      ->required();
  AssessOptions options;
  int refresh_ms =
      static_cast<int>(absl::ToInt64Milliseconds(options.pack_refresh));
  daemon.flags()
      .add_option("--pack-refresh-ms", refresh_ms,
                  "How old the list of live packs may be, milliseconds")
      ->check(CLI::Range(0, 3'600'000))
      ->capture_default_str();
  int margin_ms =
      static_cast<int>(absl::ToInt64Milliseconds(options.answer_margin));
  daemon.flags()
      .add_option("--answer-margin-ms", margin_ms,
                  "Kept back from the caller's deadline for the answer itself")
      ->check(CLI::Range(0, 60'000))
      ->capture_default_str();
  if (const std::optional<int> exit = daemon.Parse(argc, argv)) {
    return *exit;
  }
  options.answer_margin = absl::Milliseconds(margin_ms);
  options.pack_refresh = absl::Milliseconds(refresh_ms);

  const auto rules_backend = MakeGrpcRulesBackend(MakeChannel(rules));
  const auto catalog_backend = MakeGrpcCatalogBackend(MakeChannel(catalog));
  Assessor assessor(rules_backend.get(), catalog_backend.get(), options);
  const auto service =
      MakeGatewayService(&assessor, daemon.Skin(kGatewayService));
  return daemon.Serve({{kGatewayService, service.get()}});
}
