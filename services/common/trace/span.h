// A span: one piece of work with a name, a time and a place in a trace; and
// where finished spans go.
//
//   Span span = tracer.Start("catalog.lookup", SpanKind::kInternal, parent);
//   span.Set("provisions", 12);
//
// Spans always have ids, so a trace id can be logged and handed on when nothing
// is exported. Tracer and SpanSink are thread-safe; a Span is for one thread at
// a time and ends when destroyed. Nothing here fails; a sink that is full
// drops.
#ifndef SERVICES_COMMON_TRACE_SPAN_H_
#define SERVICES_COMMON_TRACE_SPAN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/trace/trace_context.h"

namespace zhiheng {

enum class SpanKind { kInternal, kServer, kClient };

using SpanValue = std::variant<std::string, int64_t, bool>;

// A finished span.
struct SpanData {
  TraceContext context;
  SpanId parent = {};  // all zero: none
  std::string name;
  SpanKind kind = SpanKind::kInternal;
  absl::Time start;
  absl::Time end;
  std::vector<std::pair<std::string, SpanValue>> attributes;
  absl::StatusCode status = absl::StatusCode::kOk;
  std::string status_message;
};

class SpanSink {
 public:
  virtual ~SpanSink() = default;
  // Must not block: it is called on the request path.
  virtual void Export(SpanData span) = 0;
  // Sends what is waiting; false when that took longer than `timeout`.
  virtual bool Flush(absl::Duration timeout) = 0;
};

// Keeps spans, for tests.
class RecordingSpanSink final : public SpanSink {
 public:
  void Export(SpanData span) override;
  bool Flush(absl::Duration) override { return true; }
  std::vector<SpanData> spans() const;

 private:
  mutable Mutex mutex_;
  std::vector<SpanData> spans_ ABSL_GUARDED_BY(mutex_);
};

class Span {
 public:
  // No span: everything does nothing.
  Span() = default;
  Span(Span&&) = default;
  Span& operator=(Span&& other);
  ~Span() { End(); }

  // Of this span; the parent of whatever it starts.
  const TraceContext& context() const;
  void Set(absl::string_view key, absl::string_view value);
  void Set(absl::string_view key, int64_t value);
  void SetFlag(absl::string_view key, bool value);
  void SetStatus(const absl::Status& status);
  void End();

 private:
  friend class Tracer;
  struct State;
  struct Finish {
    void operator()(State* state) const;
  };
  explicit Span(State* state) : state_(state) {}
  std::unique_ptr<State, Finish> state_;
};

class Tracer {
 public:
  // `sink` (null: nothing is exported) and `clock` must outlive the tracer and
  // its spans.
  Tracer(SpanSink* sink, const Clock* clock) : sink_(sink), clock_(clock) {}

  // A child of `parent`, or a new root when that is not valid.
  Span Start(absl::string_view name, SpanKind kind,
             const TraceContext& parent) const;

 private:
  SpanSink* const sink_;
  const Clock* const clock_;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_TRACE_SPAN_H_
