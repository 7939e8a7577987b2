// The three binaries on loopback, wired to each other, and a client. Test only.
#ifndef TESTS_E2E_THREE_SERVICES_H_
#define TESTS_E2E_THREE_SERVICES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"
#include "tests/support/process.h"
#include "zhiheng/gateway/v1/gateway_service.grpc.pb.h"

namespace zhiheng::testing {

// Of the build: the real rulesd.
#ifndef ZHIHENG_RULESD
#define ZHIHENG_RULESD "rulesd"
#endif

struct ThreeOptions {
  std::map<std::string, std::string> environment = {};
  std::string rules_binary = ZHIHENG_RULESD;
  std::vector<std::string> rules_flags = {};
  std::vector<std::string> gateway_flags = {};
};

class ThreeServices {
 public:
  explicit ThreeServices(const ThreeOptions& options = {})
      : catalog(BuiltBinary("catalogd"), {}, options.environment),
        rules(BuiltBinary(options.rules_binary), options.rules_flags,
              options.environment),
        gateway(BuiltBinary("gatewayd"), GatewayFlags(options.gateway_flags),
                options.environment),
        channel_(Channel(gateway.address())),
        stub_(gateway::v1::GatewayService::NewStub(channel_)) {}

  static gateway::v1::CheckRequest LabelRequest() {
    gateway::v1::CheckRequest request;
    request.mutable_subject()->set_id("e2e");
    request.mutable_subject()->mutable_label();
    return request;
  }

  absl::StatusOr<gateway::v1::CheckResponse> Check(
      const gateway::v1::CheckRequest& request, absl::Duration timeout,
      CallContext* used = nullptr) {
    const CallContext call = CallContext::Root(&clock_, timeout);
    if (used != nullptr) *used = call;
    const auto context = MakeClientContext(call);
    gateway::v1::CheckResponse response;
    RETURN_IF_ERROR(
        FromGrpcStatus(stub_->Check(context.get(), request, &response)));
    return response;
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const Clock* clock() const { return &clock_; }

 private:
  static std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
    ChannelOptions options;
    options.target = address;
    return MakeChannel(options);
  }
  std::vector<std::string> GatewayFlags(
      const std::vector<std::string>& more) const {
    std::vector<std::string> flags = {"--catalog", catalog.address(), "--rules",
                                      rules.address()};
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
  }

  SystemClock clock_;

 public:
  Process catalog;
  Process rules;
  Process gateway;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<gateway::v1::GatewayService::Stub> stub_;
};

}  // namespace zhiheng::testing

#endif  // TESTS_E2E_THREE_SERVICES_H_
