// Calls one method of one server, over and over, and measures.
//
// Closed loop: so many callers, each asking again once answered: what the
// server can do. Open loop: calls start on schedule whatever the answers do,
// and each is timed from when it was due, so a stall counts for every call it
// held up (no coordinated omission): what callers feel.
//
// Requests are bytes made beforehand and answers are not parsed, so that the
// generator takes as little of the machine as it can. For one thread.
#ifndef TESTS_BENCH_SERVED_LOAD_H_
#define TESTS_BENCH_SERVED_LOAD_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/generic/generic_stub.h"

namespace zhiheng::bench {

struct Load {
  double calls_per_second = 0;
  double cpu_us_per_call = 0;  // of the servers
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
  int64_t failed = 0;
};

class LoadClient {
 public:
  // `method` as `/package.Service/Method`; `cpu` tells what the servers took.
  LoadClient(const std::string& address, std::string method,
             std::vector<std::string> requests,
             std::function<absl::Duration()> cpu);
  ~LoadClient();

  size_t request_count() const { return requests_.size(); }
  // The bytes of the answer to one request.
  absl::StatusOr<std::string> Call(size_t request);
  Load ClosedLoop(int callers, absl::Duration lasting);
  Load OpenLoop(double per_second, absl::Duration lasting);

 private:
  class Run;

  const std::string method_;
  const std::vector<std::string> requests_;
  const std::function<absl::Duration()> cpu_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_SERVED_LOAD_H_
