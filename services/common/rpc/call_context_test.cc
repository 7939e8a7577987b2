#include "services/common/rpc/call_context.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/problem/problem.h"

namespace zhiheng {
namespace {

class StoppedClock final : public Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'700'000'000);
};

TEST(CallContextTest, GoesOnUntilTheDeadline) {
  StoppedClock clock;
  const CallContext call = CallContext::Root(&clock, absl::Seconds(1));
  EXPECT_TRUE(call.Check().ok());
  clock.now += absl::Milliseconds(999);
  EXPECT_TRUE(call.Check().ok());
  EXPECT_EQ(call.remaining(), absl::Milliseconds(1));
  clock.now += absl::Milliseconds(1);
  EXPECT_EQ(call.Check().code(), absl::StatusCode::kDeadlineExceeded);
  clock.now += absl::Seconds(1);
  EXPECT_EQ(call.remaining(), absl::ZeroDuration());
}

TEST(CallContextTest, ABudgetShortensAndNeverLengthens) {
  StoppedClock clock;
  const CallContext call = CallContext::Root(&clock, absl::Seconds(1));
  EXPECT_EQ(call.WithBudget(absl::Milliseconds(300)).remaining(),
            absl::Milliseconds(300));
  EXPECT_EQ(call.WithBudget(absl::Seconds(9)).remaining(), absl::Seconds(1));
}

TEST(CallContextTest, CancellationTravelsDownAndNotUp) {
  StoppedClock clock;
  const CallContext call = CallContext::Root(&clock, absl::Seconds(1));
  // The middle context is gone; the inner one still follows the outer.
  const CallContext inner =
      call.WithBudget(absl::Seconds(1)).WithBudget(absl::Seconds(1));
  const CallContext other = call.WithBudget(absl::Seconds(1));
  other.cancellation()->Cancel();
  EXPECT_EQ(other.Check().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(call.Check().ok());
  EXPECT_TRUE(inner.Check().ok());
  call.cancellation()->Cancel();
  EXPECT_EQ(inner.Check().code(), absl::StatusCode::kCancelled);
}

TEST(CallContextTest, CallbacksRunOnceAndNotAfterRemoval) {
  auto source = std::make_shared<Cancellation>();
  int kept = 0, removed = 0;
  CancelRegistration a(source, [&] { ++kept; });
  CancelRegistration b(source, [&] { ++removed; });
  b.Reset();
  source->Cancel();
  source->Cancel();
  EXPECT_EQ(kept, 1);
  EXPECT_EQ(removed, 0);
  CancelRegistration late(source, [&] { ++kept; });
  EXPECT_EQ(kept, 2) << "already cancelled: at once";
}

TEST(CallContextTest, SpansNestAndKeepTheTrace) {
  StoppedClock clock;
  RecordingSpanSink sink;
  const Tracer tracer(&sink, &clock);
  const CallContext call = CallContext::Root(&clock, absl::Seconds(1), &tracer);
  const Span outer = call.StartSpan("outer");
  const CallContext inside = call.Within(outer);
  EXPECT_EQ(inside.trace(), outer.context());
  inside.StartSpan("inner").End();
  ASSERT_EQ(sink.spans().size(), 1u);
  EXPECT_EQ(sink.spans()[0].parent, outer.context().span_id);
  EXPECT_EQ(sink.spans()[0].context.trace_id, call.trace().trace_id);
}

TEST(CallContextTest, WithoutATracerThereIsStillATraceId) {
  StoppedClock clock;
  const CallContext call = CallContext::Root(&clock, absl::Seconds(1));
  EXPECT_TRUE(call.trace().valid());
  EXPECT_EQ(call.Within(call.StartSpan("x")).trace(), call.trace());
}

TEST(CallContextTest, AStrangeRequestIdIsReplaced) {
  StoppedClock clock;
  const auto id = [&](const std::string& text) {
    return CallContextBuilder(&clock, nullptr)
        .RequestId(text)
        .Build()
        .request_id();
  };
  EXPECT_EQ(id("case-2024-7"), "case-2024-7");
  EXPECT_EQ(id(std::string(128, 'a')).size(), 128u);
  EXPECT_EQ(id(std::string(129, 'a')).size(), 32u);
  EXPECT_EQ(id("with\nnewline").size(), 32u);
  EXPECT_EQ(id("").size(), 32u);
}

}  // namespace
}  // namespace zhiheng
