#include "services/gateway/fanout/fan_out.h"

#include <string>
#include <thread>

#include "gtest/gtest.h"

namespace zhiheng::gateway {
namespace {

using Done = Completion<std::string>;

CallContext TestCall(absl::Duration timeout = absl::Seconds(20)) {
  static const SystemClock* const clock = new SystemClock();
  return CallContext::Root(clock, timeout);
}

Slot<std::string> Answer(FanOut* fan_out, Need need, std::string text) {
  return fan_out->Start<std::string>(
      need, [&](const CallContext&, Done done) { done(std::move(text)); });
}

Slot<std::string> Fail(FanOut* fan_out, Need need, absl::Status status) {
  return fan_out->Start<std::string>(
      need, [&](const CallContext&, Done done) { done(status); });
}

// Keeps the completion, so that the call never ends by itself.
Slot<std::string> Hang(FanOut* fan_out, Need need, Done* kept,
                       CallContext* seen = nullptr) {
  return fan_out->Start<std::string>(need,
                                     [&](const CallContext& call, Done done) {
                                       *kept = std::move(done);
                                       if (seen != nullptr) *seen = call;
                                     });
}

TEST(FanOutTest, AllAnswer) {
  FanOut fan_out(TestCall(), absl::Seconds(10));
  const auto a = Answer(&fan_out, Need::kRequired, "a");
  const auto b = Answer(&fan_out, Need::kOptional, "b");
  fan_out.Join();
  EXPECT_EQ(a.state(), CallState::kOk);
  EXPECT_EQ(b.value(), "b");
}

TEST(FanOutTest, AnswersFromOtherThreadsAreWaitedFor) {
  FanOut fan_out(TestCall(), absl::Seconds(10));
  std::thread worker;
  const auto a = fan_out.Start<std::string>(
      Need::kRequired, [&](const CallContext&, Done done) {
        worker = std::thread([done] { done(std::string("late enough")); });
      });
  fan_out.Join();
  worker.join();
  EXPECT_EQ(a.value(), "late enough");
}

TEST(FanOutTest, ABackendThatNeverAnswersIsLateAndTheOtherIsKept) {
  FanOut fan_out(TestCall(), absl::Milliseconds(20));
  Done kept;
  CallContext seen = TestCall();
  const auto a = Answer(&fan_out, Need::kRequired, "a");
  const auto b = Hang(&fan_out, Need::kOptional, &kept, &seen);
  const absl::Time start = absl::Now();
  fan_out.Join();
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(15));
  EXPECT_EQ(a.state(), CallState::kOk);
  EXPECT_EQ(b.state(), CallState::kLate);
  EXPECT_TRUE(seen.cancelled()) << "what is late is called off";
  kept(std::string("too late"));
  EXPECT_EQ(b.state(), CallState::kLate) << "and its answer is dropped";
}

TEST(FanOutTest, AFailedRequiredCallEndsTheWaitAtOnce) {
  FanOut fan_out(TestCall(), absl::Seconds(10));
  Done kept;
  CallContext seen = TestCall();
  const auto b = Hang(&fan_out, Need::kOptional, &kept, &seen);
  const auto a =
      Fail(&fan_out, Need::kRequired, absl::UnavailableError("down"));
  const absl::Time start = absl::Now();
  fan_out.Join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_EQ(a.state(), CallState::kFailed);
  EXPECT_EQ(a.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(b.state(), CallState::kCalledOff);
  EXPECT_TRUE(seen.cancelled());
}

TEST(FanOutTest, AFailedOptionalCallDoesNotHurtTheRest) {
  FanOut fan_out(TestCall(), absl::Seconds(10));
  const auto a = Fail(&fan_out, Need::kOptional, absl::InternalError("broken"));
  const auto b = Answer(&fan_out, Need::kRequired, "b");
  fan_out.Join();
  EXPECT_EQ(a.state(), CallState::kFailed);
  EXPECT_EQ(b.state(), CallState::kOk);
}

TEST(FanOutTest, ADeadlineReportedByTheBackendIsLate) {
  FanOut fan_out(TestCall(), absl::Seconds(10));
  const auto a =
      Fail(&fan_out, Need::kRequired, absl::DeadlineExceededError("from gRPC"));
  fan_out.Join();
  EXPECT_EQ(a.state(), CallState::kLate);
}

TEST(FanOutTest, TheCallerHangsUp) {
  const CallContext call = TestCall();
  FanOut fan_out(call, absl::Seconds(10));
  Done kept;
  const auto a = Hang(&fan_out, Need::kRequired, &kept);
  std::thread caller([&] { call.cancellation()->Cancel(); });
  fan_out.Join();
  caller.join();
  EXPECT_EQ(a.state(), CallState::kCalledOff);
}

TEST(FanOutTest, TheBudgetNeverExceedsTheCallersDeadline) {
  FanOut fan_out(TestCall(absl::Milliseconds(20)), absl::Hours(1));
  Done kept;
  const auto a = Hang(&fan_out, Need::kRequired, &kept);
  fan_out.Join();
  EXPECT_EQ(a.state(), CallState::kLate);
}

}  // namespace
}  // namespace zhiheng::gateway
