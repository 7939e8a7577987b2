// A real gRPC server on a free loopback port, in the test's own process.
//
//   InProcessServer server({{"zhiheng.catalog.v1.CatalogService", &service}});
//   auto stub = CatalogService::NewStub(server.Channel());
//
// The services must outlive it. Fails the test when it cannot listen. Test
// only.
#ifndef SERVICES_COMMON_TESTING_IN_PROCESS_SERVER_H_
#define SERVICES_COMMON_TESTING_IN_PROCESS_SERVER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/rpc/channel.h"
#include "services/common/server/server_runner.h"

namespace zhiheng::testing {

class InProcessServer {
 public:
  explicit InProcessServer(const std::vector<HostedService>& services,
                           ServerOptions options = QuickOptions()) {
    auto runner = ServerRunner::Start(options, services);
    EXPECT_TRUE(runner.ok()) << runner.status().ToString();
    if (runner.ok()) {
      runner_ = *std::move(runner);
    }
  }

  static ServerOptions QuickOptions() {
    ServerOptions options;
    options.shutdown_grace = absl::Seconds(1);
    return options;
  }

  std::string address() const {
    return runner_ == nullptr ? "127.0.0.1:1" : runner_->address();
  }
  std::shared_ptr<grpc::Channel> Channel() const {
    ChannelOptions options;
    options.target = address();
    return MakeChannel(options);
  }
  void Stop() { runner_->Stop(); }

 private:
  std::unique_ptr<ServerRunner> runner_;
};

}  // namespace zhiheng::testing

#endif  // SERVICES_COMMON_TESTING_IN_PROCESS_SERVER_H_
