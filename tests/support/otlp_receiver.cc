// A receiver of OTLP/gRPC traces, built from the protos of OpenTelemetry and
// not linked to its SDK: what it reads is what anybody would. One line a span
// on the file given: `service trace span parent name`, a dash for no parent.
#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"
#include "services/common/base/mutex.h"
#include "services/common/server/server_runner.h"

namespace zhiheng {
namespace {

namespace otlp = opentelemetry::proto;
using otlp::collector::trace::v1::ExportTraceServiceRequest;
using otlp::collector::trace::v1::ExportTraceServiceResponse;
using otlp::collector::trace::v1::TraceService;

std::string ServiceName(const otlp::resource::v1::Resource& resource) {
  for (const auto& attribute : resource.attributes()) {
    if (attribute.key() == "service.name") {
      return attribute.value().string_value();
    }
  }
  return "-";
}

class Receiver final : public TraceService::Service {
 public:
  explicit Receiver(const std::string& path) : out_(path, std::ios::app) {}

  grpc::Status Export(grpc::ServerContext*,
                      const ExportTraceServiceRequest* request,
                      ExportTraceServiceResponse*) override {
    MutexLock lock(&mutex_);
    for (const auto& resource : request->resource_spans()) {
      const std::string service = ServiceName(resource.resource());
      for (const auto& scope : resource.scope_spans()) {
        for (const auto& span : scope.spans()) {
          out_ << service << " " << absl::BytesToHexString(span.trace_id())
               << " " << absl::BytesToHexString(span.span_id()) << " "
               << (span.parent_span_id().empty()
                       ? "-"
                       : absl::BytesToHexString(span.parent_span_id()))
               << " " << span.name() << "\n";
        }
      }
    }
    out_.flush();
    return grpc::Status::OK;
  }

 private:
  Mutex mutex_;
  std::ofstream out_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace
}  // namespace zhiheng

int main(int argc, char** argv) {
  const zhiheng::SignalWaiter signals;
  if (argc != 2) {
    std::fprintf(stderr, "usage: otlp_receiver FILE\n");
    return 2;
  }
  zhiheng::Receiver receiver(argv[1]);
  zhiheng::ServerOptions options;
  options.service = "otlp";
  const auto runner = zhiheng::ServerRunner::Start(
      options,
      {{"opentelemetry.proto.collector.trace.v1.TraceService", &receiver}});
  return runner.ok() && (*runner)->ServeUntilSignal(signals).ok() ? 0 : 1;
}
