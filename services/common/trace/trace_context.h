// W3C trace context: `traceparent` and `tracestate`, parsed, written,
// continued. Value type, thread-safe. A header that is not well-formed is as if
// it were not there: a caller's mistake in tracing never fails its call.
#ifndef SERVICES_COMMON_TRACE_TRACE_CONTEXT_H_
#define SERVICES_COMMON_TRACE_TRACE_CONTEXT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng {

using TraceId = std::array<uint8_t, 16>;
using SpanId = std::array<uint8_t, 8>;

// A `tracestate` beyond this is dropped whole, as the recommendation allows.
inline constexpr size_t kMaxTraceStateBytes = 512;

struct TraceContext {
  TraceId trace_id = {};
  SpanId span_id = {};
  bool sampled = true;
  // Of other vendors; handed on as it came.
  std::string state;

  // Both ids are set.
  bool valid() const;
  std::string TraceIdHex() const;
  std::string SpanIdHex() const;

  // `00-<32 hex>-<16 hex>-<2 hex>`.
  std::string ToTraceparent() const;
  static std::optional<TraceContext> Parse(absl::string_view traceparent,
                                           absl::string_view tracestate);

  // A new trace.
  static TraceContext NewRoot(bool sampled = true);
  // The same trace, a new span. A new root when this one is not valid.
  TraceContext Child() const;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_TRACE_TRACE_CONTEXT_H_
