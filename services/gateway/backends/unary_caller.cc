// One InFlight a call, shared by whoever may still touch it: the attempt, the
// alarm before a retry, and the cancellation. No lock is held over a call into
// gRPC, which may run completions on the spot.
#include "services/gateway/backends/unary_caller.h"

#include <optional>

#include "absl/random/random.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"

namespace zhiheng::gateway {

struct UnaryCaller::InFlight {
  InFlight(CallContext caller, std::string name)
      : call(std::move(caller)), method(std::move(name)) {}

  const CallContext call;
  const std::string method;
  Attempt attempt;
  std::function<void(absl::Status)> done;
  Span span;
  int attempts = 0;
  CancelRegistration on_cancel;

  Mutex mutex;
  // Of the attempt that is running; gone between attempts.
  std::shared_ptr<grpc::ClientContext> context ABSL_GUARDED_BY(mutex);
};

UnaryCaller::~UnaryCaller() {
  MutexLock lock(&mutex_);
  while (in_flight_ > 0) {
    idle_.Wait(&mutex_);
  }
}

void UnaryCaller::StartErased(const CallContext& call,
                              const std::string& method, Attempt attempt,
                              std::function<void(absl::Status)> done) {
  {
    MutexLock lock(&mutex_);
    ++in_flight_;
  }
  Span span = call.StartSpan(method, SpanKind::kClient);
  span.Set("rpc.system", "grpc");
  // The server's method may return while this call is still ending; only the
  // first attempt is tied to it.
  auto state = std::make_shared<InFlight>(call.Within(span).Detached(), method);
  std::unique_ptr<grpc::ClientContext> first =
      MakeClientContext(call.Within(span));
  state->span = std::move(span);
  state->attempt = std::move(attempt);
  state->done = std::move(done);
  state->on_cancel = CancelRegistration(
      call.cancellation(), [weak = std::weak_ptr<InFlight>(state)] {
        const std::shared_ptr<InFlight> alive = weak.lock();
        if (alive == nullptr) {
          return;
        }
        std::shared_ptr<grpc::ClientContext> running;
        {
          MutexLock lock(&alive->mutex);
          running = alive->context;
        }
        if (running != nullptr) {
          running->TryCancel();
        }
      });
  Try(state, std::move(first));
}

void UnaryCaller::Try(const std::shared_ptr<InFlight>& state,
                      std::shared_ptr<grpc::ClientContext> context) {
  if (const absl::Status status = state->call.Check(); !status.ok()) {
    End(state, status);
    return;
  }
  ++state->attempts;
  {
    MutexLock lock(&state->mutex);
    state->context = context;
  }
  state->attempt(context.get(), [this, state, context](grpc::Status status) {
    Finished(state, std::move(status));
  });
  // A cancellation that came before the attempt had begun found nothing to
  // cancel.
  if (state->call.cancellation()->cancelled()) {
    context->TryCancel();
  }
}

void UnaryCaller::Finished(const std::shared_ptr<InFlight>& state,
                           grpc::Status status) {
  {
    MutexLock lock(&state->mutex);
    state->context = nullptr;
  }
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE &&
      RetryLater(state)) {
    return;
  }
  End(state, FromGrpcStatus(status));
}

bool UnaryCaller::RetryLater(const std::shared_ptr<InFlight>& state) {
  if (state->attempts >= policy_.max_attempts || state->call.cancelled()) {
    return false;
  }
  thread_local absl::BitGen bits;
  const absl::Duration pause =
      policy_.min_pause +
      (policy_.max_pause - policy_.min_pause) * absl::Uniform(bits, 0.0, 1.0);
  if (state->call.remaining() <= pause) {
    return false;
  }
  // The alarm keeps its callback after it ran; the callback gives up what it
  // holds, the alarm itself included, so that nothing holds itself.
  auto alarm = std::make_shared<grpc::Alarm>();
  alarm->Set(absl::ToChronoTime(absl::Now() + pause),
             [this, state, alarm](bool) mutable {
               const std::shared_ptr<InFlight> held = std::move(state);
               const std::shared_ptr<grpc::Alarm> self = std::move(alarm);
               Try(held, MakeClientContext(held->call));
             });
  return true;
}

void UnaryCaller::End(const std::shared_ptr<InFlight>& state,
                      absl::Status status) {
  state->on_cancel.Reset();
  state->span.Set("rpc.grpc.status_code", static_cast<int64_t>(status.code()));
  state->span.Set("zhiheng.attempts", state->attempts);
  state->span.SetStatus(status);
  state->span.End();
  state->done(std::move(status));
  state->done = nullptr;
  MutexLock lock(&mutex_);
  if (--in_flight_ == 0) {
    idle_.NotifyAll();
  }
}

}  // namespace zhiheng::gateway
