#include "services/common/telemetry/otel_sink.h"

#include <chrono>
#include <cstdlib>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "opentelemetry/exporters/otlp/otlp_grpc_exporter_factory.h"
#include "opentelemetry/exporters/otlp/otlp_grpc_exporter_options.h"
#include "opentelemetry/sdk/instrumentationscope/instrumentation_scope.h"
#include "opentelemetry/sdk/resource/resource.h"
#include "opentelemetry/sdk/trace/batch_span_processor.h"
#include "opentelemetry/sdk/trace/batch_span_processor_options.h"
#include "opentelemetry/sdk/trace/exporter.h"
#include "opentelemetry/sdk/trace/recordable.h"
#include "opentelemetry/trace/span_context.h"

namespace zhiheng {
namespace {

namespace otel = opentelemetry;
namespace sdk = opentelemetry::sdk;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

otel::trace::SpanContext ToOtel(const TraceContext& context) {
  return otel::trace::SpanContext(
      otel::trace::TraceId(otel::nostd::span<const uint8_t, 16>(
          context.trace_id.data(), context.trace_id.size())),
      otel::trace::SpanId(otel::nostd::span<const uint8_t, 8>(
          context.span_id.data(), context.span_id.size())),
      otel::trace::TraceFlags(context.sampled ? 1 : 0), /*is_remote=*/false,
      otel::trace::TraceState::FromHeader(context.state));
}

otel::trace::SpanKind ToOtel(SpanKind kind) {
  switch (kind) {
    case SpanKind::kServer:
      return otel::trace::SpanKind::kServer;
    case SpanKind::kClient:
      return otel::trace::SpanKind::kClient;
    case SpanKind::kInternal:
      break;
  }
  return otel::trace::SpanKind::kInternal;
}

class OtelSink final : public SpanSink {
 public:
  explicit OtelSink(const TelemetryOptions& options)
      : resource_(sdk::resource::Resource::Create(
            {{"service.name", options.service_name}})),
        scope_(sdk::instrumentationscope::InstrumentationScope::Create(
            "zhiheng")) {
    otel::exporter::otlp::OtlpGrpcExporterOptions exporter;
    exporter.endpoint = options.endpoint;
    sdk::trace::BatchSpanProcessorOptions batch;
    batch.max_queue_size = options.max_queue;
    batch.max_export_batch_size = options.max_batch;
    batch.schedule_delay_millis = std::chrono::milliseconds(
        absl::ToInt64Milliseconds(options.schedule_delay));
    processor_ = std::make_unique<sdk::trace::BatchSpanProcessor>(
        otel::exporter::otlp::OtlpGrpcExporterFactory::Create(exporter), batch);
  }

  ~OtelSink() override {
    processor_->Shutdown(
        std::chrono::microseconds(absl::ToInt64Microseconds(kFlushAtExit)));
  }

  void Export(SpanData span) override {
    std::unique_ptr<sdk::trace::Recordable> out = processor_->MakeRecordable();
    out->SetIdentity(ToOtel(span.context),
                     otel::trace::SpanId(otel::nostd::span<const uint8_t, 8>(
                         span.parent.data(), span.parent.size())));
    out->SetName(span.name);
    out->SetSpanKind(ToOtel(span.kind));
    out->SetResource(resource_);
    out->SetInstrumentationScope(*scope_);
    out->SetStartTime(
        otel::common::SystemTimestamp(absl::ToChronoTime(span.start)));
    out->SetDuration(absl::ToChronoNanoseconds(span.end - span.start));
    for (const auto& [key, value] : span.attributes) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        out->SetAttribute(key, otel::nostd::string_view(*text));
      } else if (const auto* number = std::get_if<int64_t>(&value)) {
        out->SetAttribute(key, *number);
      } else {
        out->SetAttribute(key, std::get<bool>(value));
      }
    }
    if (span.status != absl::StatusCode::kOk) {
      out->SetStatus(otel::trace::StatusCode::kError, span.status_message);
    }
    processor_->OnEnd(std::move(out));
  }

  bool Flush(absl::Duration timeout) override {
    return processor_->ForceFlush(
        std::chrono::microseconds(absl::ToInt64Microseconds(timeout)));
  }

 private:
  const sdk::resource::Resource resource_;
  const std::unique_ptr<sdk::instrumentationscope::InstrumentationScope> scope_;
  std::unique_ptr<sdk::trace::BatchSpanProcessor> processor_;
};

}  // namespace

TelemetryOptions TelemetryFromEnvironment(absl::string_view service) {
  TelemetryOptions options;
  options.service_name = Environment("OTEL_SERVICE_NAME");
  if (options.service_name.empty()) {
    options.service_name = absl::StrCat("zhiheng-", service);
  }
  int delay_ms = 0;
  if (absl::SimpleAtoi(Environment("OTEL_BSP_SCHEDULE_DELAY"), &delay_ms) &&
      delay_ms > 0) {
    options.schedule_delay = absl::Milliseconds(delay_ms);
  }
  if (absl::AsciiStrToLower(Environment("OTEL_SDK_DISABLED")) != "true") {
    options.endpoint = Environment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    if (options.endpoint.empty()) {
      options.endpoint = Environment("OTEL_EXPORTER_OTLP_ENDPOINT");
    }
  }
  return options;
}

std::unique_ptr<SpanSink> MakeOtelSink(const TelemetryOptions& options) {
  if (options.endpoint.empty()) {
    return nullptr;
  }
  return std::make_unique<OtelSink>(options);
}

}  // namespace zhiheng
