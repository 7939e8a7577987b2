// One request, one trace: the spans of three processes arrive at a receiver
// that shares no code with them.
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"
#include "tests/e2e/three_services.h"

namespace zhiheng::testing {
namespace {

struct ReceivedSpan {
  std::string service, trace, id, parent, name;
};

std::vector<ReceivedSpan> ReadSpans(const std::string& path,
                                    const std::string& trace) {
  std::ifstream file(path);
  std::vector<ReceivedSpan> spans;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    ReceivedSpan span;
    if (words >> span.service >> span.trace >> span.id >> span.parent >>
            span.name &&
        span.trace == trace) {
      spans.push_back(span);
    }
  }
  return spans;
}

std::set<std::string> Services(const std::vector<ReceivedSpan>& spans) {
  std::set<std::string> names;
  for (const ReceivedSpan& span : spans) names.insert(span.service);
  return names;
}

TEST(TraceTest, OneRequestLeavesOneTraceWithSpansOfAllThree) {
  const TempDir folder;
  const std::string file = folder.File("spans.txt");
  Process receiver(BuiltBinary("otlp_receiver"), {file});
  ThreeServices services({.environment = {{"OTEL_EXPORTER_OTLP_ENDPOINT",
                                           "http://" + receiver.address()},
                                          {"OTEL_BSP_SCHEDULE_DELAY", "50"},
                                          {"OTEL_SERVICE_NAME", ""}}});
  SystemClock clock;
  CallContext used = CallContext::Root(&clock, absl::Seconds(1));
  ASSERT_OK_AND_ASSIGN(
      const auto got,
      services.Check(ThreeServices::LabelRequest(), absl::Seconds(30), &used));
  const std::string trace = used.trace().TraceIdHex();
  EXPECT_EQ(got.assessment().trace_id(), trace);

  // Spans leave when a process ends, if not before.
  services.gateway.Signal(SIGTERM);
  services.rules.Signal(SIGTERM);
  services.catalog.Signal(SIGTERM);
  EXPECT_EQ(services.gateway.Wait(absl::Seconds(30)), 0);
  EXPECT_EQ(services.rules.Wait(absl::Seconds(30)), 0);
  EXPECT_EQ(services.catalog.Wait(absl::Seconds(30)), 0);

  const std::vector<ReceivedSpan> spans = ReadSpans(file, trace);
  EXPECT_EQ(Services(spans),
            (std::set<std::string>{"zhiheng-catalog", "zhiheng-gateway",
                                   "zhiheng-rules"}));
  // Every span hangs on another of the trace, up to the caller's.
  std::map<std::string, ReceivedSpan> by_id;
  for (const ReceivedSpan& span : spans) by_id[span.id] = span;
  for (const ReceivedSpan& span : spans) {
    EXPECT_TRUE(by_id.count(span.parent) == 1 ||
                span.parent == used.trace().SpanIdHex())
        << span.service << " " << span.name << " hangs on nothing";
  }
}

TEST(TraceTest, WithoutAReceiverCallsWorkAndTraceIdsAreHandedOn) {
  ThreeServices services(
      {.environment = {{"OTEL_EXPORTER_OTLP_ENDPOINT", ""}}});
  SystemClock clock;
  CallContext used = CallContext::Root(&clock, absl::Seconds(1));
  ASSERT_OK_AND_ASSIGN(
      const auto got,
      services.Check(ThreeServices::LabelRequest(), absl::Seconds(30), &used));
  EXPECT_EQ(got.assessment().trace_id(), used.trace().TraceIdHex());
}

TEST(TraceTest, AReceiverThatIsDownDoesNotDelayCalls) {
  ThreeServices services(
      {.environment = {{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"},
                       {"OTEL_BSP_SCHEDULE_DELAY", "50"}}});
  EXPECT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  const absl::Time start = absl::Now();
  for (int i = 0; i < 20; ++i) {
    EXPECT_OK(services.Check(ThreeServices::LabelRequest(), absl::Seconds(30)));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

}  // namespace
}  // namespace zhiheng::testing
