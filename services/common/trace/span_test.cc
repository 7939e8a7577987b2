#include "services/common/trace/span.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace zhiheng {
namespace {

TEST(SpanTest, AFinishedSpanCarriesWhatWasSaidOfIt) {
  RecordingSpanSink sink;
  SystemClock clock;
  const Tracer tracer(&sink, &clock);
  const TraceContext parent = TraceContext::NewRoot();
  {
    Span span = tracer.Start("work", SpanKind::kClient, parent);
    span.Set("name", "GB 18382");
    span.Set("count", 3);
    span.SetStatus(absl::NotFoundError("gone"));
    EXPECT_TRUE(sink.spans().empty());
  }
  ASSERT_EQ(sink.spans().size(), 1u);
  const SpanData got = sink.spans()[0];
  EXPECT_EQ(got.name, "work");
  EXPECT_EQ(got.context.trace_id, parent.trace_id);
  EXPECT_EQ(got.parent, parent.span_id);
  EXPECT_EQ(std::get<int64_t>(got.attributes[1].second), 3);
  EXPECT_EQ(got.status, absl::StatusCode::kNotFound);
  EXPECT_LE(got.start, got.end);
}

TEST(SpanTest, EndsOnceHoweverItIsMoved) {
  RecordingSpanSink sink;
  SystemClock clock;
  const Tracer tracer(&sink, &clock);
  Span a = tracer.Start("a", SpanKind::kInternal, {});
  Span b = std::move(a);
  b.End();
  b.End();
  EXPECT_EQ(sink.spans().size(), 1u);
}

TEST(SpanTest, IdsAreThereWithoutASink) {
  SystemClock clock;
  const Tracer tracer(nullptr, &clock);
  const Span span = tracer.Start("a", SpanKind::kServer, {});
  EXPECT_TRUE(span.context().valid());
}

TEST(SpanTest, WhatTheCallerDoesNotSampleIsNotExported) {
  RecordingSpanSink sink;
  SystemClock clock;
  const Tracer tracer(&sink, &clock);
  tracer.Start("a", SpanKind::kServer, TraceContext::NewRoot(false)).End();
  EXPECT_TRUE(sink.spans().empty());
}

}  // namespace
}  // namespace zhiheng
