#include "services/common/server/daemon.h"

#include <cstdio>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "services/common/base/log.h"
#include "services/common/telemetry/otel_sink.h"

namespace zhiheng {

Daemon::Daemon(const std::string& service, const std::string& description)
    : flags_(std::make_unique<CLI::App>(description, service + "d")) {
  // Debian builds Abseil with the detector on; gRPC pays for it at every lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  options_.service = service;
  drain_ms_ = static_cast<int>(absl::ToInt64Milliseconds(options_.drain_delay));
  grace_ms_ =
      static_cast<int>(absl::ToInt64Milliseconds(options_.shutdown_grace));
  deadline_ms_ =
      static_cast<int>(absl::ToInt64Milliseconds(options_.default_deadline));
  flags_
      ->add_option("--listen", options_.listen,
                   "HOST:PORT to listen on; port 0 takes a free one")
      ->capture_default_str();
  flags_->add_option("--port-file", options_.port_file,
                     "File to write the address to once listening");
  flags_
      ->add_option("--max-request-bytes", options_.max_request_bytes,
                   "Largest request that is accepted")
      ->check(CLI::Range(1024, 256 << 20))
      ->capture_default_str();
  flags_
      ->add_option("--max-threads", options_.max_threads,
                   "Most calls that run at the same time")
      ->check(CLI::Range(8, 65536))
      ->capture_default_str();
  flags_
      ->add_option("--default-deadline-ms", deadline_ms_,
                   "Deadline of calls that bring none, milliseconds")
      ->check(CLI::Range(1, 3'600'000))
      ->capture_default_str();
  flags_
      ->add_option("--drain-delay-ms", drain_ms_,
                   "After SIGTERM: so long NOT_SERVING and still answering")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();
  flags_
      ->add_option("--shutdown-grace-ms", grace_ms_,
                   "Then: so long for running calls to end")
      ->check(CLI::Range(0, 600'000))
      ->capture_default_str();
  flags_->add_flag("--no-reflection", no_reflection_,
                   "Do not tell callers which services there are");
}

Daemon::~Daemon() = default;

std::optional<int> Daemon::Parse(int argc, char** argv) {
  try {
    flags_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return flags_->exit(error) == 0 ? 0 : 2;
  }
  options_.drain_delay = absl::Milliseconds(drain_ms_);
  options_.shutdown_grace = absl::Milliseconds(grace_ms_);
  options_.default_deadline = absl::Milliseconds(deadline_ms_);
  options_.reflection = !no_reflection_;
  sink_ = MakeOtelSink(TelemetryFromEnvironment(options_.service));
  tracer_ = std::make_unique<Tracer>(sink_.get(), &clock_);
  return std::nullopt;
}

SkinOptions Daemon::Skin(const std::string& rpc_service) const {
  return {.rpc_service = rpc_service,
          .domain = options_.service + ".zhiheng",
          .server = options_,
          .clock = &clock_,
          .tracer = tracer_.get()};
}

int Daemon::Fail(const absl::Status& status) const {
  std::fprintf(stderr, "%sd: %s\n", options_.service.c_str(),
               std::string(status.message()).c_str());
  return 1;
}

int Daemon::Serve(const std::vector<HostedService>& services) {
  const LogWriter writer;
  auto runner = ServerRunner::Start(options_, services);
  if (!runner.ok()) {
    return Fail(runner.status());
  }
  const absl::Status served = (*runner)->ServeUntilSignal(signals_);
  runner->reset();
  if (sink_ != nullptr && !sink_->Flush(kFlushAtExit)) {
    Log(Severity::kWarning, "spans lost at exit",
        {{"service", options_.service}});
  }
  return served.ok() ? 0 : Fail(served);
}

}  // namespace zhiheng
