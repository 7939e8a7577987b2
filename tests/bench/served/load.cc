#include "served/load.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"

namespace zhiheng::bench {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(10);
// In an open loop at most so many calls wait; a server that is so far behind
// has missed the schedule anyway, and the calls still due fail.
constexpr int kMostWaiting = 4096;

double MicrosAt(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at =
      static_cast<size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

struct OneCall {
  grpc::ClientContext context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
  absl::Time due;
};

}  // namespace

// One loop: its queue, its answers.
class LoadClient::Run {
 public:
  explicit Run(const LoadClient& client) : client_(client) {
    for (const std::string& request : client.requests_) {
      const grpc::Slice slice(request);
      buffers_.emplace_back(&slice, 1);
    }
    cpu_before_ = client.cpu_();
    started_ = absl::Now();
  }
  ~Run() { queue_.Shutdown(); }

  absl::Time started() const { return started_; }
  int waiting() const { return waiting_; }
  void Fail() { ++load_.failed; }

  void Send(absl::Time due) {
    auto* call = new OneCall();
    call->due = due;
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + kDeadline));
    call->reader = client_.stub_->PrepareUnaryCall(
        &call->context, client_.method_, buffers_[next_], &queue_);
    next_ = (next_ + 1) % buffers_.size();
    call->reader->StartCall();
    call->reader->Finish(&call->answer, &call->status, call);
    ++waiting_;
  }

  // False when no call ended before `until`.
  bool Take(absl::Time until) {
    void* tag = nullptr;
    bool ok = false;
    if (queue_.AsyncNext(&tag, &ok, absl::ToChronoTime(until)) !=
        grpc::CompletionQueue::GOT_EVENT) {
      return false;
    }
    const std::unique_ptr<OneCall> call(static_cast<OneCall*>(tag));
    --waiting_;
    if (!call->status.ok()) {
      Fail();
    } else {
      micros_.push_back(absl::ToDoubleMicroseconds(absl::Now() - call->due));
    }
    return true;
  }

  Load Finish() {
    const absl::Duration took = absl::Now() - started_;
    while (waiting_ > 0) Take(absl::InfiniteFuture());
    const double calls = static_cast<double>(micros_.size());
    load_.cpu_us_per_call =
        absl::ToDoubleMicroseconds(client_.cpu_() - cpu_before_) / calls;
    load_.calls_per_second = calls / absl::ToDoubleSeconds(took);
    std::sort(micros_.begin(), micros_.end());
    load_.p50_us = MicrosAt(micros_, 0.5);
    load_.p99_us = MicrosAt(micros_, 0.99);
    load_.p999_us = MicrosAt(micros_, 0.999);
    return load_;
  }

 private:
  const LoadClient& client_;
  grpc::CompletionQueue queue_;
  std::vector<grpc::ByteBuffer> buffers_;
  size_t next_ = 0;
  int waiting_ = 0;
  std::vector<double> micros_;
  absl::Duration cpu_before_;
  absl::Time started_;
  Load load_;
};

LoadClient::LoadClient(const std::string& address, std::string method,
                       std::vector<std::string> requests,
                       std::function<absl::Duration()> cpu)
    : method_(std::move(method)),
      requests_(std::move(requests)),
      cpu_(std::move(cpu)) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(-1);
  stub_ = std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
      address, grpc::InsecureChannelCredentials(), arguments));
}

LoadClient::~LoadClient() = default;

absl::StatusOr<std::string> LoadClient::Call(size_t request) {
  grpc::CompletionQueue queue;
  OneCall call;
  call.context.set_deadline(absl::ToChronoTime(absl::Now() + kDeadline));
  const grpc::Slice slice(requests_[request]);
  call.reader = stub_->PrepareUnaryCall(&call.context, method_,
                                        grpc::ByteBuffer(&slice, 1), &queue);
  call.reader->StartCall();
  call.reader->Finish(&call.answer, &call.status, &call);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  if (!call.status.ok()) {
    return absl::Status(static_cast<absl::StatusCode>(call.status.error_code()),
                        call.status.error_message());
  }
  std::vector<grpc::Slice> slices;
  call.answer.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& part : slices) {
    bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  return bytes;
}

Load LoadClient::ClosedLoop(int callers, absl::Duration lasting) {
  Run run(*this);
  const absl::Time end = run.started() + lasting;
  for (int i = 0; i < callers; ++i) run.Send(absl::Now());
  while (run.Take(end)) {
    if (absl::Now() >= end) break;
    run.Send(absl::Now());
  }
  return run.Finish();
}

Load LoadClient::OpenLoop(double per_second, absl::Duration lasting) {
  Run run(*this);
  const absl::Time end = run.started() + lasting;
  const absl::Duration gap = absl::Seconds(1) / per_second;
  for (absl::Time due = run.started(); due < end; due += gap) {
    while (run.Take(due)) {
    }
    if (run.waiting() < kMostWaiting) {
      run.Send(due);
    } else {
      run.Fail();
    }
  }
  return run.Finish();
}

}  // namespace zhiheng::bench
