// Builds, runs and stops one gRPC server in the order that loses no call:
// health NOT_SERVING, drain delay, Shutdown with a grace, Wait, destroy.
//
// Services and whatever they use must outlive the runner (the server does not
// own them): declare them before it. Thread-safe. Start() returns UNAVAILABLE
// when the address is taken, INVALID_ARGUMENT when it is not one; Stop() does
// not fail and may be called twice. The destructor stops.
#ifndef SERVICES_COMMON_SERVER_SERVER_RUNNER_H_
#define SERVICES_COMMON_SERVER_SERVER_RUNNER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server.h"
#include "services/common/base/mutex.h"
#include "services/common/server/server_options.h"
#include "services/common/server/signals.h"

namespace grpc {
class Service;
}

namespace zhiheng {

// A service and the full name under which health knows it.
struct HostedService {
  std::string name;  // as `zhiheng.catalog.v1.CatalogService`
  grpc::Service* service;
};

class ServerRunner {
 public:
  static absl::StatusOr<std::unique_ptr<ServerRunner>> Start(
      const ServerOptions& options, const std::vector<HostedService>& services);
  ~ServerRunner();

  int port() const { return port_; }
  // `127.0.0.1:40001`, ready to connect to.
  std::string address() const;

  // Prints `listening service=… address=…` on standard output (and the port
  // file), waits for SIGTERM or SIGINT, and stops.
  absl::Status ServeUntilSignal(const SignalWaiter& signals);

  void Stop();

 private:
  ServerRunner(const ServerOptions& options,
               std::vector<HostedService> services);
  absl::Status Listen();
  void SetServing(bool serving);
  absl::Status Announce() const;

  const ServerOptions options_;
  const std::vector<HostedService> services_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  Mutex stop_mutex_;
  bool stopped_ ABSL_GUARDED_BY(stop_mutex_) = false;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_SERVER_SERVER_RUNNER_H_
