// What gRPC itself costs: a server of RulesService that reads a request and
// answers with the bytes it was given, whatever was asked. As lean as gRPC C++
// gets: completion queues, a thread for each core, answers without waiting.
//
//   served_echo --port-file FILE --reply FILE --batch-reply FILE
//
// The two replies are serialised EvaluateResponse and BatchEvaluateResponse.
// Ends on SIGTERM.
#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "grpcpp/server_builder.h"
#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng::bench {
namespace {

using Service = rules::v1::RulesService::AsyncService;

// Something a queue gives back when it is done.
class Step {
 public:
  virtual ~Step() = default;
  virtual void Done(bool ok) = 0;
};

// One call: waits for a request, answers, makes way for the next.
template <typename Request, typename Response>
class EchoCall final : public Step {
 public:
  using Accept = void (Service::*)(grpc::ServerContext*, Request*,
                                   grpc::ServerAsyncResponseWriter<Response>*,
                                   grpc::CompletionQueue*,
                                   grpc::ServerCompletionQueue*, void*);

  EchoCall(Service* service, grpc::ServerCompletionQueue* queue, Accept accept,
           const Response* reply)
      : service_(service),
        queue_(queue),
        accept_(accept),
        reply_(reply),
        writer_(&context_) {
    (service->*accept)(&context_, &request_, &writer_, queue, queue, this);
  }

  void Done(bool ok) override {
    if (!ok || answered_) {
      delete this;
      return;
    }
    answered_ = true;
    new EchoCall(service_, queue_, accept_, reply_);
    writer_.Finish(*reply_, grpc::Status::OK, this);
  }

 private:
  Service* const service_;
  grpc::ServerCompletionQueue* const queue_;
  const Accept accept_;
  const Response* const reply_;
  grpc::ServerContext context_;
  Request request_;
  grpc::ServerAsyncResponseWriter<Response> writer_;
  bool answered_ = false;
};

template <typename Message>
Message ReadMessage(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path).rdbuf();
  Message message;
  message.ParseFromString(bytes.str());
  return message;
}

void Serve(Service* service, grpc::ServerCompletionQueue* queue,
           const rules::v1::EvaluateResponse* reply,
           const rules::v1::BatchEvaluateResponse* batch_reply) {
  constexpr int kCallsReady = 64;  // to be taken at once on one queue
  for (int i = 0; i < kCallsReady; ++i) {
    new EchoCall<rules::v1::EvaluateRequest, rules::v1::EvaluateResponse>(
        service, queue, &Service::RequestEvaluate, reply);
    new EchoCall<rules::v1::BatchEvaluateRequest,
                 rules::v1::BatchEvaluateResponse>(
        service, queue, &Service::RequestBatchEvaluate, batch_reply);
  }
  void* tag = nullptr;
  bool ok = false;
  while (queue->Next(&tag, &ok)) static_cast<Step*>(tag)->Done(ok);
}

int Main(int argc, char** argv) {
  // As our servers do.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CLI::App flags("What gRPC itself costs.");
  std::string port_file;
  std::string reply_file;
  std::string batch_reply_file;
  flags.add_option("--port-file", port_file)->required();
  flags.add_option("--reply", reply_file)->required();
  flags.add_option("--batch-reply", batch_reply_file)->required();
  CLI11_PARSE(flags, argc, argv);
  const auto reply = ReadMessage<rules::v1::EvaluateResponse>(reply_file);
  const auto batch_reply =
      ReadMessage<rules::v1::BatchEvaluateResponse>(batch_reply_file);

  Service service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  builder.SetMaxReceiveMessageSize(64 << 20);
  std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency());
       ++i) {
    queues.push_back(builder.AddCompletionQueue());
  }
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::vector<std::thread> threads;
  for (const auto& queue : queues) {
    threads.emplace_back(Serve, &service, queue.get(), &reply, &batch_reply);
  }
  std::ofstream(port_file) << "127.0.0.1:" << port << "\n";
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace zhiheng::bench

int main(int argc, char** argv) { return zhiheng::bench::Main(argc, argv); }
