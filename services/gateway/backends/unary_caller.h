// Asynchronous unary calls to one backend, each with a client span, the
// caller's deadline, cancellation, and one retry where it may help.
//
// Thread-safe. The destructor waits for the calls in flight, which all have
// deadlines. Completions run on gRPC's threads and must not wait.
//
// The one place that retries: only UNAVAILABLE (the backend did no work, or is
// restarting), only reads, only within the deadline, after a pause with jitter.
// Channel retries are off, so nothing multiplies.
#ifndef SERVICES_GATEWAY_BACKENDS_UNARY_CALLER_H_
#define SERVICES_GATEWAY_BACKENDS_UNARY_CALLER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/call_context.h"
#include "services/gateway/backends/completion.h"

namespace zhiheng::gateway {

struct RetryPolicy {
  // The first included.
  int max_attempts = 2;
  // The pause before a retry, uniformly drawn.
  absl::Duration min_pause = absl::Milliseconds(10);
  absl::Duration max_pause = absl::Milliseconds(50);
};

class UnaryCaller {
 public:
  explicit UnaryCaller(RetryPolicy policy) : policy_(policy) {}
  ~UnaryCaller();

  // `invoke` starts one attempt: (ClientContext*, const Request*, Response*,
  // std::function<void(grpc::Status)>), the shape of the generated stubs.
  template <typename Request, typename Response, typename Invoke>
  void Start(const CallContext& call, const std::string& method,
             Request request, Invoke invoke, Completion<Response> done) {
    auto messages = std::make_shared<std::pair<Request, Response>>();
    messages->first = std::move(request);
    StartErased(
        call, method,
        [messages, invoke](grpc::ClientContext* context,
                           std::function<void(grpc::Status)> finished) {
          messages->second.Clear();
          invoke(context, &messages->first, &messages->second,
                 std::move(finished));
        },
        [messages, done = std::move(done)](absl::Status status) {
          if (status.ok()) {
            done(std::move(messages->second));
          } else {
            done(std::move(status));
          }
        });
  }

 private:
  using Attempt = std::function<void(grpc::ClientContext*,
                                     std::function<void(grpc::Status)>)>;
  struct InFlight;

  void StartErased(const CallContext& call, const std::string& method,
                   Attempt attempt, std::function<void(absl::Status)> done);
  void Try(const std::shared_ptr<InFlight>& state,
           std::shared_ptr<grpc::ClientContext> context);
  void Finished(const std::shared_ptr<InFlight>& state, grpc::Status status);
  bool RetryLater(const std::shared_ptr<InFlight>& state);
  void End(const std::shared_ptr<InFlight>& state, absl::Status status);

  const RetryPolicy policy_;
  Mutex mutex_;
  CondVar idle_;
  int in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_BACKENDS_UNARY_CALLER_H_
