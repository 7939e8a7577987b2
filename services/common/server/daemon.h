// What the main of every service does: flags, clock, tracing, serving.
//
//   int main(int argc, char** argv) {
//     Daemon daemon("catalog", "What the law is, and was.");
//     std::string data;
//     daemon.flags().add_option("--data", data, "Folder of …");
//     if (const auto exit = daemon.Parse(argc, argv)) return *exit;
//     CatalogService service(daemon.Skin("zhiheng.catalog.v1.CatalogService"));
//     return daemon.Serve({{"zhiheng.catalog.v1.CatalogService", &service}});
//   }
//
// Make it first thing in main (it blocks signals before threads start). For one
// thread. Exit codes: 0 served and stopped, 2 bad flags, 1 could not serve.
#ifndef SERVICES_COMMON_SERVER_DAEMON_H_
#define SERVICES_COMMON_SERVER_DAEMON_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/server/server_runner.h"
#include "services/common/server/service_call.h"
#include "services/common/server/signals.h"
#include "services/common/trace/span.h"

namespace CLI {
class App;
}

namespace zhiheng {

class Daemon {
 public:
  Daemon(const std::string& service, const std::string& description);
  ~Daemon();

  // To add flags of one's own; include "CLI/CLI.hpp" for that.
  CLI::App& flags() { return *flags_; }
  // Reads the command line. A value means: end with this exit code (--help, bad
  // flags), everything has been said.
  std::optional<int> Parse(int argc, char** argv);

  // After Parse().
  const ServerOptions& options() const { return options_; }
  const Clock* clock() const { return &clock_; }
  const Tracer* tracer() const { return tracer_.get(); }
  SkinOptions Skin(const std::string& rpc_service) const;

  // Says why on standard error and returns the exit code 1.
  int Fail(const absl::Status& status) const;
  // Listens, tells the address, serves until SIGTERM, drains, flushes spans.
  int Serve(const std::vector<HostedService>& services);

 private:
  SignalWaiter signals_;
  SystemClock clock_;
  ServerOptions options_;
  int drain_ms_ = 0;
  int grace_ms_ = 0;
  int deadline_ms_ = 0;
  bool no_reflection_ = false;
  std::unique_ptr<CLI::App> flags_;
  std::unique_ptr<SpanSink> sink_;
  std::unique_ptr<Tracer> tracer_;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_SERVER_DAEMON_H_
