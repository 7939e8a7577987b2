// The OpenTelemetry SDK behind SpanSink: batches in a bounded queue, exports
// over OTLP/gRPC on a thread of its own. The one room that links OpenTelemetry,
// so that a test may build its own receiver without two sets of descriptors.
//
// Thread-safe. The destructor flushes for at most kFlushAtExit. Export() never
// blocks; spans beyond the queue are dropped by the SDK.
#ifndef SERVICES_COMMON_TELEMETRY_OTEL_SINK_H_
#define SERVICES_COMMON_TELEMETRY_OTEL_SINK_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/trace/span.h"

namespace zhiheng {

struct TelemetryOptions {
  // Where OTLP/gRPC goes, as `http://127.0.0.1:4317`. Empty: nothing is
  // exported.
  std::string endpoint;
  // `service.name` of the resource.
  std::string service_name;
  // Spans waiting for export; more are dropped.
  size_t max_queue = 8192;
  // Spans in one export.
  size_t max_batch = 512;
  // Pause between exports.
  absl::Duration schedule_delay = absl::Seconds(1);
};

inline constexpr absl::Duration kFlushAtExit = absl::Seconds(2);

// From OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_EXPORTER_OTLP_ENDPOINT,
// OTEL_SERVICE_NAME (else `zhiheng-<service>`), OTEL_BSP_SCHEDULE_DELAY and
// OTEL_SDK_DISABLED. OTEL_RESOURCE_ATTRIBUTES and OTEL_EXPORTER_OTLP_HEADERS
// are read by the SDK itself.
TelemetryOptions TelemetryFromEnvironment(absl::string_view service);

// Null when there is no endpoint.
std::unique_ptr<SpanSink> MakeOtelSink(const TelemetryOptions& options);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_TELEMETRY_OTEL_SINK_H_
