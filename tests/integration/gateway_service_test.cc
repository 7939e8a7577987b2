// The gateway behind real gRPC, between a client and two scripted backends on
// loopback: what a caller sees when all is well, when input is bad, and when
// backends are slow, down, restarted or silent.
#include "services/gateway/service/gateway_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "gtest/gtest.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/common/rpc/client_context.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/testing/in_process_server.h"
#include "services/common/testing/proto.h"
#include "services/common/testing/status_matchers.h"
#include "services/gateway/backends/grpc_backends.h"
#include "tests/support/black_hole.h"
#include "tests/support/scripted_services.h"
#include "zhiheng/gateway/v1/gateway_service.grpc.pb.h"

namespace zhiheng {
namespace {

using gateway::Assessor;
using gateway::v1::BackendStatus;
using gateway::v1::CheckRequest;
using gateway::v1::CheckResponse;
using gateway::v1::GatewayService;
using testing::BlackHole;
using testing::Hanger;
using ::testing::HasSubstr;
using testing::InProcessServer;
using testing::kCatalogService;
using testing::kRulesService;
using testing::ParseProto;
using testing::ScriptedCatalog;
using testing::ScriptedRules;
using testing::StatusIs;

// A gateway with its backends' addresses, served on loopback.
class Gateway {
 public:
  Gateway(const std::string& rules, const std::string& catalog,
          const Tracer* tracer = nullptr)
      : rules_(gateway::MakeGrpcRulesBackend(Channel(rules))),
        catalog_(gateway::MakeGrpcCatalogBackend(Channel(catalog))),
        assessor_(rules_.get(), catalog_.get(),
                  {.answer_margin = absl::Milliseconds(500)}),
        service_(gateway::MakeGatewayService(
            &assessor_, {.rpc_service = gateway::kGatewayService,
                         .domain = "gateway.zhiheng",
                         .clock = &clock_,
                         .tracer = tracer})),
        server_({{gateway::kGatewayService, service_.get()}}),
        stub_(GatewayService::NewStub(server_.Channel())) {}

  absl::StatusOr<CheckResponse> Check(const CheckRequest& request,
                                      absl::Duration timeout,
                                      const Tracer* tracer = nullptr) {
    const CallContext call = CallContext::Root(&clock_, timeout, tracer);
    const Span span = call.StartSpan("client", SpanKind::kClient);
    const auto context = MakeClientContext(call.Within(span));
    CheckResponse response;
    RETURN_IF_ERROR(
        FromGrpcStatus(stub_->Check(context.get(), request, &response)));
    return response;
  }
  GatewayService::Stub& stub() { return *stub_; }
  std::shared_ptr<grpc::Channel> channel() { return server_.Channel(); }

 private:
  static std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
    ChannelOptions options;
    options.target = address;
    return MakeChannel(options);
  }

  SystemClock clock_;
  std::unique_ptr<gateway::RulesBackend> rules_;
  std::unique_ptr<gateway::CatalogBackend> catalog_;
  Assessor assessor_;
  std::unique_ptr<grpc::Service> service_;
  InProcessServer server_;
  std::unique_ptr<GatewayService::Stub> stub_;
};

class GatewayServiceTest : public ::testing::Test {
 protected:
  static CheckRequest Label() {
    return ParseProto<CheckRequest>("subject { id: 's' label { } }");
  }
  static CheckRequest PartialLabel() {
    CheckRequest request = Label();
    request.set_allow_partial(true);
    return request;
  }
  absl::StatusOr<CheckResponse> Check(
      const CheckRequest& request, absl::Duration timeout = absl::Seconds(20)) {
    return gateway.Check(request, timeout);
  }

  SystemClock clock;
  RecordingSpanSink sink;
  Tracer tracer{&sink, &clock};
  ScriptedRules rules{&tracer};
  ScriptedCatalog catalog{&tracer};
  InProcessServer rules_server{{{kRulesService, &rules}}};
  InProcessServer catalog_server{{{kCatalogService, &catalog}}};
  Gateway gateway{rules_server.address(), catalog_server.address(), &tracer};
};

TEST_F(GatewayServiceTest, AnswersWithFindingsAndTheirProvisions) {
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(Label()));
  EXPECT_EQ(got.assessment().findings_size(), 1);
  EXPECT_EQ(got.assessment().provisions_size(), 1);
  EXPECT_FALSE(got.assessment().degraded());
}

TEST_F(GatewayServiceTest, OneTraceFromTheClientThroughBothBackends) {
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       gateway.Check(Label(), absl::Seconds(20), &tracer));
  std::vector<std::string> servers;
  for (const SpanData& span : sink.spans()) {
    EXPECT_EQ(span.context.TraceIdHex(), got.assessment().trace_id());
    if (span.kind == SpanKind::kServer) servers.push_back(span.name);
  }
  EXPECT_THAT(servers,
              ::testing::IsSupersetOf(
                  {"zhiheng.gateway.v1.GatewayService/Check",
                   "zhiheng.rules.v1.RulesService/Evaluate",
                   "zhiheng.catalog.v1.CatalogService/BatchGetProvisions"}));
}

TEST_F(GatewayServiceTest, TellsVersionPacksAndLimits) {
  grpc::ClientContext context;
  gateway::v1::GetServerInfoResponse info;
  ASSERT_TRUE(gateway.stub().GetServerInfo(&context, {}, &info).ok());
  EXPECT_THAT(info.packs(),
              ::testing::ElementsAre("packs/cn.fertilizer.label@d1"));
  EXPECT_EQ(info.engine_semantics(), "1");
  EXPECT_EQ(info.max_request_bytes(), 4 << 20);
  EXPECT_EQ(info.default_deadline_ms(), 10'000);
  EXPECT_FALSE(info.version().empty());
}

// --- bad input ---

TEST_F(GatewayServiceTest, AnEmptyRequestSaysWhatIsMissing) {
  const auto got = Check(CheckRequest());
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kInvalidArgument,
                            HasSubstr("set subject.label")));
  EXPECT_EQ(ReasonOf(got.status()), "FACTS_MISSING");
  EXPECT_EQ(DomainOf(got.status()), "gateway.zhiheng");
  EXPECT_EQ(FieldsOf(got.status())[0].field, "subject");
}

TEST_F(GatewayServiceTest, TenMegabytesAreRefusedWithSizeAndLimit) {
  CheckRequest request = Label();
  request.mutable_subject()->set_id(std::string(10 << 20, 'x'));
  const auto got = Check(request);
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kResourceExhausted,
                            HasSubstr("the limit is 4194304")));
  EXPECT_EQ(ReasonOf(got.status()), "REQUEST_TOO_LARGE");
}

TEST_F(GatewayServiceTest, AnImpossibleDayAndAMalformedDecimalAreNamed) {
  const auto got = Check(ParseProto<CheckRequest>(R"pb(
    subject {
      label {
        production_date { year: 2024 month: 2 day: 30 }
        fertilizer { n_pct { value: "1O.5" } }
      }
    })pb"));
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kInvalidArgument));
  const std::vector<FieldProblem> fields = FieldsOf(got.status());
  ASSERT_EQ(fields.size(), 2u);
  const std::string all = fields[0].field + " " + fields[0].description + " " +
                          fields[1].field + " " + fields[1].description;
  EXPECT_THAT(all, HasSubstr("label.production_date"));
  EXPECT_THAT(all, HasSubstr("n_pct"));
  EXPECT_THAT(all, HasSubstr("1O.5"));
}

// --- backends ---

TEST_F(GatewayServiceTest, ABriefOutageIsBridgedByOneRetry) {
  std::atomic<int> calls = 0;
  rules.SetBefore([&](const CallContext&) {
    return ++calls == 1 ? absl::UnavailableError("restarting")
                        : absl::OkStatus();
  });
  EXPECT_OK(Check(Label()));
  EXPECT_EQ(calls, 3) << "ListPacks, again, Evaluate";
}

TEST_F(GatewayServiceTest, OnlyOneRetryAndOnlyForUnavailable) {
  std::atomic<int> calls = 0;
  rules.SetBefore([&](const CallContext&) {
    ++calls;
    return absl::UnavailableError("down");
  });
  EXPECT_THAT(Check(Label()), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(calls, 2);
  calls = 0;
  rules.SetBefore([&](const CallContext&) {
    ++calls;
    return absl::InternalError("broken");
  });
  EXPECT_THAT(Check(Label()), StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(calls, 1);
}

TEST_F(GatewayServiceTest, RulesStoppedIsToldAtOnceWithoutOrWithPartial) {
  ASSERT_OK(Check(Label()));
  rules_server.Stop();
  const absl::Time start = absl::Now();
  const auto error = Check(Label());
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(MetadataOf(error.status())["backend"], "rules");
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(PartialLabel()));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().backends(0).state(), BackendStatus::STATE_FAILED);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST_F(GatewayServiceTest, RulesRestartedOnItsPortIsFoundAgain) {
  ASSERT_OK(Check(Label()));
  ServerOptions options = InProcessServer::QuickOptions();
  options.listen = rules_server.address();
  rules_server.Stop();
  EXPECT_FALSE(Check(Label()).ok());
  InProcessServer again({{kRulesService, &rules}}, options);
  const absl::Time start = absl::Now();
  absl::Status got;
  do {
    got = Check(Label()).status();
  } while (!got.ok() && absl::Now() - start < absl::Seconds(20));
  EXPECT_OK(got);
}

TEST_F(GatewayServiceTest, ASilentRulesBackendIsLateWithinTheDeadline) {
  BlackHole hole;
  Gateway silent(hole.address(), catalog_server.address());
  const absl::Time start = absl::Now();
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       silent.Check(PartialLabel(), absl::Seconds(2)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().backends(0).state(), BackendStatus::STATE_LATE);
}

TEST_F(GatewayServiceTest, ASilentCatalogLeavesFindingsWithoutTexts) {
  BlackHole hole;
  Gateway silent(rules_server.address(), hole.address());
  const auto error = silent.Check(Label(), absl::Seconds(2));
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kDeadlineExceeded,
                              HasSubstr("catalog did not answer")));
  EXPECT_EQ(ReasonOf(error.status()), "BACKEND_LATE");
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       silent.Check(PartialLabel(), absl::Seconds(2)));
  EXPECT_EQ(got.assessment().findings_size(), 1);
  EXPECT_EQ(got.assessment().backends(1).state(), BackendStatus::STATE_LATE);
}

TEST_F(GatewayServiceTest, ASlowBackendSeesItsCallCancelledWhenTheTimeIsOver) {
  Hanger hanger;
  ASSERT_OK(Check(Label()));
  rules.SetBefore([&](const CallContext& call) {
    hanger.Wait(call);
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(Check(Label(), absl::Seconds(2)).status()),
            "BACKEND_LATE");
  hanger.AwaitLeft(1);
}

TEST_F(GatewayServiceTest, AClientThatHangsUpFreesTheBackend) {
  Hanger hanger;
  ASSERT_OK(Check(Label()));
  rules.SetBefore([&](const CallContext& call) {
    hanger.Wait(call);
    return absl::OkStatus();
  });
  const auto context =
      MakeClientContext(CallContext::Root(&clock, absl::Seconds(60)));
  grpc::Status status;
  std::thread caller([&] {
    CheckResponse response;
    status = gateway.stub().Check(context.get(), Label(), &response);
  });
  hanger.AwaitEntered(1);
  context->TryCancel();
  caller.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  hanger.AwaitLeft(1);
}

TEST_F(GatewayServiceTest, ManyCallersAtOnceEachGetTheirOwnAnswer) {
  std::vector<std::thread> callers;
  std::atomic<int> right = 0;
  for (int c = 0; c < 8; ++c) {
    callers.emplace_back([&, c] {
      CheckRequest request = Label();
      request.mutable_subject()->set_id(std::to_string(c));
      for (int i = 0; i < 20; ++i) {
        const auto got = Check(request);
        right +=
            got.ok() && got->assessment().subject_id() == std::to_string(c);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, 160);
}

}  // namespace
}  // namespace zhiheng
