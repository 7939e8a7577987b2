// ServerRunner and ServiceSkin over a real socket, with the health service of
// gRPC's own package as the method under test.
#include <thread>

#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/server/server_runner.h"
#include "services/common/server/service_call.h"
#include "services/common/testing/in_process_server.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"
#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng {
namespace {

using rules::v1::GetPackRequest;
using rules::v1::GetPackResponse;
using rules::v1::RulesService;
using ::testing::HasSubstr;
using testing::InProcessServer;
using testing::StatusIs;
using testing::TempDir;

constexpr char kService[] = "zhiheng.rules.v1.RulesService";

// Answers GetPack with whatever the test says.
class ScriptedService final : public RulesService::Service {
 public:
  using Handler =
      std::function<absl::StatusOr<GetPackResponse>(const CallContext&)>;

  ScriptedService(Handler handler, ServerOptions server = {},
                  const Tracer* tracer = nullptr)
      : handler_(std::move(handler)),
        skin_({.rpc_service = kService,
               .domain = "rules.zhiheng",
               .server = server,
               .clock = &clock_,
               .tracer = tracer}) {}

  grpc::Status GetPack(grpc::ServerContext* context,
                       const GetPackRequest* request,
                       GetPackResponse* response) override {
    return skin_.Run("GetPack", context, *request, response, handler_);
  }

 private:
  SystemClock clock_;
  Handler handler_;
  ServiceSkin skin_;
};

absl::StatusOr<GetPackResponse> Call(const InProcessServer& server,
                                     const CallContext& call,
                                     GetPackRequest request = {}) {
  auto stub = RulesService::NewStub(server.Channel());
  auto context = MakeClientContext(call);
  GetPackResponse response;
  RETURN_IF_ERROR(
      FromGrpcStatus(stub->GetPack(context.get(), request, &response)));
  return response;
}

CallContext TestCall(absl::Duration timeout = absl::Seconds(20),
                     const Tracer* tracer = nullptr) {
  static const SystemClock* const clock = new SystemClock();
  return CallContext::Root(clock, timeout, tracer);
}

TEST(ServiceSkinTest, DeadlineTraceAndRequestIdReachTheHandler) {
  const CallContext call = TestCall();
  absl::Duration left;
  std::string trace, request_id;
  ScriptedService service([&](const CallContext& seen) {
    left = seen.remaining();
    trace = seen.trace().TraceIdHex();
    request_id = seen.request_id();
    return GetPackResponse();
  });
  InProcessServer server({{kService, &service}});
  ASSERT_OK(Call(server, call));
  EXPECT_GT(left, absl::Seconds(1));
  EXPECT_LE(left, absl::Seconds(20));
  EXPECT_EQ(trace, call.trace().TraceIdHex());
  EXPECT_EQ(request_id, call.request_id());
}

TEST(ServiceSkinTest, ACallWithoutDeadlineGetsTheDefault) {
  absl::Duration left;
  ScriptedService service([&](const CallContext& seen) {
    left = seen.remaining();
    return GetPackResponse();
  });
  InProcessServer server({{kService, &service}});
  auto stub = RulesService::NewStub(server.Channel());
  grpc::ClientContext context;
  GetPackResponse response;
  ASSERT_TRUE(stub->GetPack(&context, GetPackRequest(), &response).ok());
  EXPECT_LE(left, absl::Seconds(10));
  EXPECT_GT(left, absl::Seconds(5));
}

TEST(ServiceSkinTest, ErrorsKeepReasonFieldsAndGetTheDomain) {
  ScriptedService service(
      [](const CallContext&) -> absl::StatusOr<GetPackResponse> {
        return Problem(absl::StatusCode::kInvalidArgument, "NAME_MALFORMED")
            .Field("name", "'x' is not packs/{pack}");
      });
  InProcessServer server({{kService, &service}});
  const absl::Status got = Call(server, TestCall()).status();
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReasonOf(got), "NAME_MALFORMED");
  EXPECT_EQ(DomainOf(got), "rules.zhiheng");
  ASSERT_EQ(FieldsOf(got).size(), 1u);
  EXPECT_EQ(FieldsOf(got)[0].field, "name");
}

TEST(ServiceSkinTest, InternalWordsStayInside) {
  ScriptedService service(
      [](const CallContext&) -> absl::StatusOr<GetPackResponse> {
        return absl::InternalError("sqlite: /var/lib/secret.db is locked");
      });
  InProcessServer server({{kService, &service}});
  const CallContext call = TestCall();
  const absl::Status got = Call(server, call).status();
  EXPECT_THAT(
      got, StatusIs(absl::StatusCode::kInternal, HasSubstr(call.request_id())));
  EXPECT_THAT(std::string(got.message()), Not(HasSubstr("sqlite")));
}

TEST(ServiceSkinTest, ARequestAtTheLimitIsTakenAndOneByteMoreIsNot) {
  ServerOptions options = InProcessServer::QuickOptions();
  options.max_request_bytes = 1000;
  ScriptedService service([](const CallContext&) { return GetPackResponse(); },
                          options);
  InProcessServer server({{kService, &service}}, options);
  GetPackRequest request;
  request.set_name(std::string(997, 'a'));  // and three bytes of framing
  ASSERT_EQ(request.ByteSizeLong(), 1000u);
  EXPECT_OK(Call(server, TestCall(), request));
  request.set_name(std::string(998, 'a'));
  const absl::Status got = Call(server, TestCall(), request).status();
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kResourceExhausted,
                            HasSubstr("1001 bytes; the limit is 1000")));
  EXPECT_EQ(ReasonOf(got), "REQUEST_TOO_LARGE");
}

TEST(ServiceSkinTest, SpansOfBothSidesAreOneTrace) {
  SystemClock clock;
  RecordingSpanSink sink;
  const Tracer tracer(&sink, &clock);
  ScriptedService service(
      [](const CallContext& call) {
        call.StartSpan("lookup").End();
        return GetPackResponse();
      },
      {}, &tracer);
  InProcessServer server({{kService, &service}});
  {
    const CallContext root = TestCall(absl::Seconds(20), &tracer);
    const Span client = root.StartSpan("client", SpanKind::kClient);
    ASSERT_OK(Call(server, root.Within(client)));
  }
  const std::vector<SpanData> spans = sink.spans();
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_EQ(spans[0].name, "lookup");
  EXPECT_EQ(spans[1].name, "zhiheng.rules.v1.RulesService/GetPack");
  EXPECT_EQ(spans[2].name, "client");
  EXPECT_EQ(spans[0].parent, spans[1].context.span_id);
  EXPECT_EQ(spans[1].parent, spans[2].context.span_id);
  EXPECT_EQ(spans[0].context.trace_id, spans[2].context.trace_id);
}

TEST(ServiceSkinTest, AClientThatHangsUpIsSeen) {
  Mutex mutex;
  CondVar changed;
  bool entered = false, seen = false;
  ScriptedService service([&](const CallContext& call) {
    MutexLock lock(&mutex);
    entered = true;
    changed.NotifyAll();
    while (!call.cancelled()) {
      changed.WaitUntil(&mutex, std::chrono::steady_clock::now() +
                                    std::chrono::milliseconds(1));
    }
    seen = true;
    changed.NotifyAll();
    return GetPackResponse();
  });
  InProcessServer server({{kService, &service}});
  auto stub = RulesService::NewStub(server.Channel());
  auto context = MakeClientContext(TestCall());
  std::thread caller([&] {
    GetPackResponse response;
    stub->GetPack(context.get(), GetPackRequest(), &response);
  });
  {
    MutexLock lock(&mutex);
    while (!entered) changed.Wait(&mutex);
  }
  context->TryCancel();
  caller.join();
  MutexLock lock(&mutex);
  while (!seen) changed.Wait(&mutex);
}

TEST(ServerRunnerTest, ASecondServerOnTheSamePortIsRefused) {
  ScriptedService a([](const CallContext&) { return GetPackResponse(); });
  ScriptedService b([](const CallContext&) { return GetPackResponse(); });
  InProcessServer first({{kService, &a}});
  ServerOptions options;
  options.listen = first.address();
  const auto second = ServerRunner::Start(options, {{kService, &b}});
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kUnavailable,
                               HasSubstr("is the port taken?")));
}

TEST(ServerRunnerTest, AnAddressWithoutPortIsExplained) {
  ServerOptions options;
  options.listen = "localhost";
  EXPECT_THAT(
      ServerRunner::Start(options, {}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("HOST:PORT")));
}

TEST(ServerRunnerTest, StoppingWaitsForTheCallInHand) {
  Mutex mutex;
  CondVar changed;
  bool entered = false, release = false;
  ScriptedService service([&](const CallContext&) {
    MutexLock lock(&mutex);
    entered = true;
    changed.NotifyAll();
    while (!release) changed.Wait(&mutex);
    return GetPackResponse();
  });
  ServerOptions options;
  options.shutdown_grace = absl::Seconds(20);
  InProcessServer server({{kService, &service}}, options);
  absl::Status got = absl::UnknownError("not finished");
  std::thread caller([&] { got = Call(server, TestCall()).status(); });
  {
    MutexLock lock(&mutex);
    while (!entered) changed.Wait(&mutex);
  }
  std::thread stopper([&] { server.Stop(); });
  {
    MutexLock lock(&mutex);
    release = true;
    changed.NotifyAll();
  }
  caller.join();
  stopper.join();
  EXPECT_OK(got);
  EXPECT_THAT(Call(server, TestCall(absl::Seconds(2))),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace zhiheng
