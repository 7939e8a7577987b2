#include "services/common/server/server_runner.h"

#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/common/rpc/channel.h"

namespace zhiheng {
namespace {

// Both are switches of the process and not thread-safe; the first server sets
// them, whatever thread it is made on.
void EnableProcessWideServices(bool reflection) {
  static Mutex mutex;
  MutexLock lock(&mutex);
  grpc::EnableDefaultHealthCheckService(true);
  static bool reflecting = false;
  if (reflection && !reflecting) {
    reflecting = true;
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  }
}

std::string HostOf(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  const std::string host = listen.substr(0, colon);
  return host.empty() || host == "0.0.0.0" || host == "[::]" ? "127.0.0.1"
                                                             : host;
}

// For each queue. Those beyond the calls that come in wait without cost.
constexpr int kWaitingThreads = 32;

void Configure(const ServerOptions& options, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(options.max_request_bytes *
                                    options.receive_factor);
  builder->SetMaxSendMessageSize(options.max_send_bytes);
  // gRPC keeps two waiting threads for each queue by default and ends every
  // other once its call is answered, to start a new one for the next. What this
  // alone saves was too little to measure on a busy machine.
  builder->SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS,
                               kWaitingThreads);
  // Two servers on one port would share the calls without an error.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder->AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      static_cast<int>(absl::ToInt64Milliseconds(kMinPingInterval)));
  grpc::ResourceQuota quota(options.service);
  quota.SetMaxThreads(options.max_threads);
  builder->SetResourceQuota(quota);
}

}  // namespace

ServerRunner::ServerRunner(const ServerOptions& options,
                           std::vector<HostedService> services)
    : options_(options), services_(std::move(services)) {}

ServerRunner::~ServerRunner() { Stop(); }

absl::StatusOr<std::unique_ptr<ServerRunner>> ServerRunner::Start(
    const ServerOptions& options, const std::vector<HostedService>& services) {
  if (options.listen.rfind(':') == std::string::npos) {
    return Problem(absl::StatusCode::kInvalidArgument, "LISTEN_ADDRESS")
        .Field("listen", absl::StrCat("'", options.listen, "' has no port"),
               "write HOST:PORT, with port 0 for a free one");
  }
  auto runner =
      std::unique_ptr<ServerRunner>(new ServerRunner(options, services));
  RETURN_IF_ERROR(runner->Listen());
  return runner;
}

absl::Status ServerRunner::Listen() {
  EnableProcessWideServices(options_.reflection);
  grpc::ServerBuilder builder;
  Configure(options_, &builder);
  builder.AddListeningPort(options_.listen, grpc::InsecureServerCredentials(),
                           &port_);
  for (const HostedService& hosted : services_) {
    builder.RegisterService(hosted.service);
  }
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return Problem(absl::StatusCode::kUnavailable, "CANNOT_LISTEN")
        .Say(absl::StrCat("cannot listen on ", options_.listen))
        .With("listen", options_.listen)
        .Hint("is the port taken? 0 takes a free one");
  }
  SetServing(true);
  return absl::OkStatus();
}

std::string ServerRunner::address() const {
  return absl::StrCat(HostOf(options_.listen), ":", port_);
}

void ServerRunner::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  if (health == nullptr) {
    return;
  }
  for (const HostedService& hosted : services_) {
    health->SetServingStatus(hosted.name, serving);
  }
  health->SetServingStatus(serving);
}

absl::Status ServerRunner::Announce() const {
  std::printf("listening service=%s address=%s\n", options_.service.c_str(),
              address().c_str());
  std::fflush(stdout);
  if (options_.port_file.empty()) {
    return absl::OkStatus();
  }
  const std::string partial = options_.port_file + ".partial";
  std::ofstream(partial) << address() << "\n";
  if (std::rename(partial.c_str(), options_.port_file.c_str()) != 0) {
    return absl::InternalError(
        absl::StrCat("cannot write the port file ", options_.port_file));
  }
  return absl::OkStatus();
}

absl::Status ServerRunner::ServeUntilSignal(const SignalWaiter& signals) {
  RETURN_IF_ERROR(Announce());
  Log(Severity::kInfo, "listening",
      {{"service", options_.service}, {"address", address()}});
  const std::string name = signals.Wait();
  Log(Severity::kInfo, "draining",
      {{"service", options_.service}, {"signal", name}});
  Stop();
  Log(Severity::kInfo, "stopped", {{"service", options_.service}});
  return absl::OkStatus();
}

void ServerRunner::Stop() {
  MutexLock lock(&stop_mutex_);
  if (stopped_ || server_ == nullptr) {
    return;
  }
  stopped_ = true;
  SetServing(false);
  if (options_.drain_delay > absl::ZeroDuration()) {
    absl::SleepFor(options_.drain_delay);
  }
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.shutdown_grace));
  server_->Wait();
}

}  // namespace zhiheng
