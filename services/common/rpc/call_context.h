// What a call carries besides its request: until when, whether it still
// matters, which trace, which request. The first parameter of everything that
// may wait, take long or call out; nothing of it is fetched from thread-local
// storage.
//
// A cheap value, thread-safe. It borrows clock, tracer and server context,
// which outlive the call. Nothing fails; Check() tells whether going on makes
// sense.
#ifndef SERVICES_COMMON_RPC_CALL_CONTEXT_H_
#define SERVICES_COMMON_RPC_CALL_CONTEXT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/cancellation.h"
#include "services/common/trace/span.h"

namespace grpc {
class ServerContextBase;
}

namespace zhiheng {

class CallContext {
 public:
  // A call of its own, as a command line or a test starts one. `tracer` may be
  // null: there are trace ids all the same.
  static CallContext Root(const Clock* clock, absl::Duration timeout,
                          const Tracer* tracer = nullptr);

  absl::Time deadline() const { return deadline_; }
  // Never negative.
  absl::Duration remaining() const;
  bool cancelled() const;

  // OK while going on makes sense, else CANCELLED or DEADLINE_EXCEEDED. Loops
  // over data ask every few hundred steps. A client that hung up is seen up to
  // 5 ms late: asking gRPC is dear, so a thread does it only so often.
  absl::Status Check() const;

  // Runs when the work is called off. A client that hangs up is seen through
  // cancelled() and by calls passed on over gRPC, not through this.
  const std::shared_ptr<Cancellation>& cancellation() const {
    return cancellation_;
  }

  const TraceContext& trace() const { return trace_; }
  // Id of the request in logs, errors and answers: the caller's
  // `x-request-id`, else made here.
  const std::string& request_id() const { return request_id_; }
  const Clock& clock() const { return *clock_; }
  // Null outside a server.
  const grpc::ServerContextBase* server_context() const { return server_; }

  // A span below the call's.
  Span StartSpan(absl::string_view name,
                 SpanKind kind = SpanKind::kInternal) const;

  // The same call seen from within `span`.
  CallContext Within(const Span& span) const;
  // The same call with at most `budget` left, and a cancellation of its own
  // that also follows this one's.
  CallContext WithBudget(absl::Duration budget) const;
  CallContext WithDeadline(absl::Time deadline) const;
  // The same call for work that may outlive the server's method: it no longer
  // sees a client that hangs up, only deadline and cancellation.
  CallContext Detached() const;

 private:
  friend class CallContextBuilder;
  CallContext() = default;

  const Clock* clock_ = nullptr;
  const Tracer* tracer_ = nullptr;
  const grpc::ServerContextBase* server_ = nullptr;
  absl::Time deadline_ = absl::InfiniteFuture();
  std::shared_ptr<Cancellation> cancellation_;
  TraceContext trace_;
  std::string request_id_;
};

// Makes the CallContext of an incoming gRPC call. See service_call.h.
class CallContextBuilder {
 public:
  CallContextBuilder(const Clock* clock, const Tracer* tracer);
  CallContextBuilder& Server(const grpc::ServerContextBase* server);
  CallContextBuilder& Deadline(absl::Time deadline);
  CallContextBuilder& Trace(const TraceContext& trace);
  // Longer ids, or ids with other than printable characters, are replaced.
  CallContextBuilder& RequestId(absl::string_view id);
  CallContext Build();

 private:
  CallContext call_;
};

inline constexpr size_t kMaxRequestIdBytes = 128;

}  // namespace zhiheng

#endif  // SERVICES_COMMON_RPC_CALL_CONTEXT_H_
