// The rules service behind real gRPC, with the packs that ship with it:
// answers, errors with their details, sizes.
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/common/problem/problem.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/testing/in_process_server.h"
#include "services/common/testing/proto.h"
#include "services/rules/engine/rules_engine.h"
#include "services/rules/service/rules_service_impl.h"
#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng::rules {
namespace {

using testing::ParseProto;

class RulesServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = FindLibraryFolder();
    ASSERT_TRUE(folder.ok()) << folder.status();
    auto engine = RulesEngine::Create(*folder);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
    SkinOptions skin;
    skin.rpc_service = kRulesService;
    skin.domain = "rules.zhiheng";
    skin.clock = &clock_;
    service_ = MakeRulesService(engine_.get(), skin);
    server_ = std::make_unique<testing::InProcessServer>(
        std::vector<HostedService>{{kRulesService, service_.get()}});
    stub_ = v1::RulesService::NewStub(server_->Channel());
  }

  template <typename Method, typename Request, typename Response>
  absl::Status Ask(Method method, const Request& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(20));
    return FromGrpcStatus(((*stub_).*method)(&context, request, response));
  }

  SystemClock clock_;
  std::unique_ptr<RulesEngine> engine_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<testing::InProcessServer> server_;
  std::unique_ptr<v1::RulesService::Stub> stub_;
};

TEST_F(RulesServiceTest, AnswersAsTheEngineDoes) {
  v1::ListPacksResponse packs;
  ASSERT_TRUE(
      Ask(&v1::RulesService::Stub::ListPacks, v1::ListPacksRequest(), &packs)
          .ok());
  ASSERT_GT(packs.packs_size(), 0);
  v1::GetPackRequest get;
  get.set_name(packs.packs(0).name());
  v1::GetPackResponse pack;
  ASSERT_TRUE(Ask(&v1::RulesService::Stub::GetPack, get, &pack).ok());
  EXPECT_EQ(pack.pack().rules_size(), pack.pack().rule_count());
  EXPECT_EQ(pack.pack().digest(), packs.packs(0).digest());
}

TEST_F(RulesServiceTest, EvaluatesOverTheWire) {
  const auto request = ParseProto<v1::EvaluateRequest>(R"pb(
    subject {
      enforcement_case {
        acts {
          kind: KIND_SOLD_INFRINGING_GOODS
          last_day { year: 2024 month: 9 }
        }
      }
    }
    packs { name: "packs/cn.trademark.infringement" }
    dates { today { year: 2025 month: 1 day: 2 } }
  )pb");
  v1::EvaluateResponse response;
  const absl::Status status =
      Ask(&v1::RulesService::Stub::Evaluate, request, &response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_GT(response.findings_size(), 0);
  const CallContext call = CallContext::Root(&clock_, absl::Minutes(1));
  EXPECT_EQ(engine_->Evaluate(call, request)->SerializeAsString(),
            response.SerializeAsString());
}

TEST_F(RulesServiceTest, ErrorsCarryReasonDomainAndField) {
  v1::EvaluateResponse response;
  const absl::Status status =
      Ask(&v1::RulesService::Stub::Evaluate, v1::EvaluateRequest(), &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DomainOf(status), "rules.zhiheng");
  EXPECT_EQ(ReasonOf(status), "TODAY_MISSING");
  ASSERT_FALSE(FieldsOf(status).empty());
  EXPECT_EQ(FieldsOf(status)[0].field, "dates.today");
}

TEST_F(RulesServiceTest, ARequestThatIsTooLargeIsRefusedClearly) {
  v1::EvaluateRequest request;
  request.mutable_subject()->mutable_label()->set_generic_name(
      std::string(10 << 20, 'x'));
  v1::EvaluateResponse response;
  EXPECT_EQ(Ask(&v1::RulesService::Stub::Evaluate, request, &response).code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace zhiheng::rules
