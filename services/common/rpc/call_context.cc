#include "services/common/rpc/call_context.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/server_context.h"
#include "services/common/problem/problem.h"

namespace zhiheng {
namespace {

bool IsGraphicAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7f; });
}

// Whether this thread may ask gRPC again if a client hung up. The synchronous
// API answers that by polling the call's completion queue, which costs more
// than judging forty rules, so a thread asks only now and then: a client that
// hangs up is seen so much later.
constexpr std::chrono::milliseconds kLookInterval(5);

bool TimeToLook() {
  thread_local std::chrono::steady_clock::time_point next;
  const auto now = std::chrono::steady_clock::now();
  if (now < next) return false;
  next = now + kLookInterval;
  return true;
}

}  // namespace

CallContext CallContext::Root(const Clock* clock, absl::Duration timeout,
                              const Tracer* tracer) {
  return CallContextBuilder(clock, tracer)
      .Deadline(clock->Now() + timeout)
      .Build();
}

absl::Duration CallContext::remaining() const {
  return std::max(absl::ZeroDuration(), deadline_ - clock_->Now());
}

bool CallContext::cancelled() const {
  return cancellation_->cancelled() ||
         (server_ != nullptr && server_->IsCancelled());
}

absl::Status CallContext::Check() const {
  // The deadline first: when it passes, gRPC cancels the call as well, and the
  // deadline is the reason.
  if (clock_->Now() >= deadline_) {
    return Problem(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED")
        .Say("the deadline of the call has passed");
  }
  if (cancellation_->cancelled() ||
      (server_ != nullptr && TimeToLook() && server_->IsCancelled())) {
    return Problem(absl::StatusCode::kCancelled, "CANCELLED")
        .Say("the call was cancelled");
  }
  return absl::OkStatus();
}

Span CallContext::StartSpan(absl::string_view name, SpanKind kind) const {
  return tracer_ == nullptr ? Span() : tracer_->Start(name, kind, trace_);
}

CallContext CallContext::Within(const Span& span) const {
  CallContext inner = *this;
  if (span.context().valid()) {
    inner.trace_ = span.context();
  }
  return inner;
}

CallContext CallContext::WithBudget(absl::Duration budget) const {
  return WithDeadline(clock_->Now() + budget);
}

CallContext CallContext::WithDeadline(absl::Time deadline) const {
  CallContext inner = *this;
  inner.deadline_ = std::min(deadline_, deadline);
  inner.cancellation_ = Cancellation::ChildOf(cancellation_);
  return inner;
}

CallContext CallContext::Detached() const {
  CallContext inner = *this;
  inner.server_ = nullptr;
  return inner;
}

CallContextBuilder::CallContextBuilder(const Clock* clock,
                                       const Tracer* tracer) {
  call_.clock_ = clock;
  call_.tracer_ = tracer;
  call_.cancellation_ = std::make_shared<Cancellation>();
}

CallContextBuilder& CallContextBuilder::Server(
    const grpc::ServerContextBase* server) {
  call_.server_ = server;
  return *this;
}

CallContextBuilder& CallContextBuilder::Deadline(absl::Time deadline) {
  call_.deadline_ = deadline;
  return *this;
}

CallContextBuilder& CallContextBuilder::Trace(const TraceContext& trace) {
  call_.trace_ = trace;
  return *this;
}

CallContextBuilder& CallContextBuilder::RequestId(absl::string_view id) {
  if (id.size() <= kMaxRequestIdBytes && IsGraphicAscii(id)) {
    call_.request_id_ = std::string(id);
  }
  return *this;
}

CallContext CallContextBuilder::Build() {
  if (!call_.trace_.valid()) {
    call_.trace_ = TraceContext::NewRoot();
  }
  if (call_.request_id_.empty()) {
    call_.request_id_ = TraceContext::NewRoot().TraceIdHex();
  }
  return std::move(call_);
}

}  // namespace zhiheng
