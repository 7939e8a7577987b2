// What callers see when a process dies, hangs, or is told to stop.
#include <csignal>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/problem/problem.h"
#include "services/common/testing/status_matchers.h"
#include "tests/e2e/three_services.h"

namespace zhiheng::testing {
namespace {

using gateway::v1::BackendStatus;
using gateway::v1::CheckRequest;
using gateway::v1::CheckResponse;

CheckRequest Partial() {
  CheckRequest request = ThreeServices::LabelRequest();
  request.set_allow_partial(true);
  return request;
}

TEST(FaultTest, KillingRulesGivesAClearDegradedAnswerWithinTheDeadline) {
  ThreeServices services;
  ASSERT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  services.rules.Kill();

  const absl::Time start = absl::Now();
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       services.Check(Partial(), absl::Seconds(10)));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().findings_size(), 0);
  EXPECT_EQ(got.assessment().backends(0).backend(), "rules");
  EXPECT_EQ(got.assessment().backends(0).state(), BackendStatus::STATE_FAILED);

  const auto error =
      services.Check(ThreeServices::LabelRequest(), absl::Seconds(10));
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReasonOf(error.status()), "BACKEND_UNAVAILABLE");
  EXPECT_EQ(MetadataOf(error.status())["backend"], "rules");
  EXPECT_LT(absl::Now() - start, absl::Seconds(10)) << "not a hang";
}

TEST(FaultTest, KillingTheCatalogLeavesFindingsWithoutTexts) {
  ThreeServices services;
  ASSERT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  services.catalog.Kill();
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       services.Check(Partial(), absl::Seconds(10)));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_GT(got.assessment().findings_size(), 0);
  EXPECT_EQ(got.assessment().backends(1).state(), BackendStatus::STATE_FAILED);
  EXPECT_THAT(services.Check(ThreeServices::LabelRequest(), absl::Seconds(10)),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(FaultTest, AStoppedRulesProcessIsLateNotAHang) {
  ThreeServices services({.gateway_flags = {"--answer-margin-ms", "500"}});
  ASSERT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  services.rules.Signal(SIGSTOP);  // connected, and silent
  const absl::Time start = absl::Now();
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       services.Check(Partial(), absl::Seconds(2)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_EQ(got.assessment().backends(0).state(), BackendStatus::STATE_LATE);
  services.rules.Signal(SIGCONT);
  EXPECT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
}

TEST(FaultTest, RulesRestartedOnItsAddressIsUsedAgain) {
  ThreeServices services;
  ASSERT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  const std::string address = services.rules.address();
  services.rules.Kill();
  EXPECT_FALSE(
      services.Check(ThreeServices::LabelRequest(), absl::Seconds(10)).ok());
  Process again(BuiltBinary(ZHIHENG_RULESD), {"--listen", address});
  const absl::Time start = absl::Now();
  absl::Status status;
  do {
    status = services.Check(ThreeServices::LabelRequest(), absl::Seconds(10))
                 .status();
  } while (!status.ok() && absl::Now() - start < absl::Seconds(30));
  EXPECT_OK(status);
}

TEST(DrainTest, ACallInHandIsAnsweredAfterSigterm) {
  ThreeServices services({.environment = {},
                          .rules_binary = "scripted_rulesd",
                          .rules_flags = {"--evaluate-ms", "400"},
                          .gateway_flags = {}});
  absl::Status status = absl::UnknownError("not finished");
  std::thread caller([&] {
    status = services.Check(ThreeServices::LabelRequest(), absl::Seconds(30))
                 .status();
  });
  // The call takes 800 ms (ListPacks, Evaluate); it is in hand by then or the
  // test shows nothing, which is no failure.
  absl::SleepFor(absl::Milliseconds(200));
  services.gateway.Signal(SIGTERM);
  caller.join();
  EXPECT_OK(status);
  EXPECT_EQ(services.gateway.Wait(absl::Seconds(30)), 0);
}

TEST(DrainTest, HealthLooksAwayFirstWhileCallsAreStillAnswered) {
  ThreeServices services({.environment = {},
                          .rules_binary = ZHIHENG_RULESD,
                          .rules_flags = {},
                          .gateway_flags = {"--drain-delay-ms", "3000",
                                            "--shutdown-grace-ms", "500"}});
  ASSERT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  const auto health = grpc::health::v1::Health::NewStub(services.channel());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("zhiheng.gateway.v1.GatewayService");
  const auto watch = health->Watch(&context, request);
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);

  services.gateway.Signal(SIGTERM);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(),
            grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  context.TryCancel();
  watch->Finish();
  EXPECT_EQ(services.gateway.Wait(absl::Seconds(30)), 0);
}

}  // namespace
}  // namespace zhiheng::testing
