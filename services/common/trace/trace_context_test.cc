#include "services/common/trace/trace_context.h"

#include <string>

#include "gtest/gtest.h"

namespace zhiheng {
namespace {

constexpr absl::string_view kGood =
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceContextTest, ParsesAndPrints) {
  const auto context = TraceContext::Parse(kGood, "vendor=1");
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->TraceIdHex(), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(context->SpanIdHex(), "b7ad6b7169203331");
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(context->state, "vendor=1");
  EXPECT_EQ(context->ToTraceparent(), kGood);
}

TEST(TraceContextTest, AChildStaysInTheTrace) {
  const TraceContext parent = *TraceContext::Parse(kGood, "vendor=1");
  const TraceContext child = parent.Child();
  EXPECT_EQ(child.trace_id, parent.trace_id);
  EXPECT_NE(child.span_id, parent.span_id);
  EXPECT_EQ(child.state, "vendor=1");
}

TEST(TraceContextTest, TheDecisionNotToSampleIsHandedOn) {
  const auto context = TraceContext::Parse(
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "");
  EXPECT_FALSE(context->sampled);
  EXPECT_EQ(context->Child().ToTraceparent().substr(52), "-00");
}

TEST(TraceContextTest, AChildOfNothingIsARoot) {
  const TraceContext child = TraceContext().Child();
  EXPECT_TRUE(child.valid());
  EXPECT_NE(child.trace_id, TraceContext::NewRoot().trace_id);
}

TEST(TraceContextTest, WhatIsNotWellFormedIsNotThere) {
  const std::string id(32, 'a'), span(16, 'b');
  const std::string kBad[] = {
      "",
      "00",
      "00-" + id + "-" + span,               // no flags
      "00-" + id + "-" + span + "-0",        // short flags
      "00-" + id + "-" + span + "-01-more",  // 00 has no more
      "ff-" + id + "-" + span + "-01",       // version ff
      "00-" + std::string(32, '0') + "-" + span + "-01",
      "00-" + id + "-" + std::string(16, '0') + "-01",
      "00-" + std::string(32, 'A') + "-" + span + "-01",  // upper case
      "00-" + std::string(32, 'g') + "-" + span + "-01",
      "00_" + id + "-" + span + "-01",
  };
  for (const std::string& bad : kBad) {
    EXPECT_FALSE(TraceContext::Parse(bad, "").has_value()) << bad;
  }
}

TEST(TraceContextTest, ALaterVersionIsReadAsFarAsItIsKnown) {
  EXPECT_TRUE(TraceContext::Parse(
      "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what", ""));
  EXPECT_FALSE(TraceContext::Parse(
      "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01what", ""));
}

TEST(TraceContextTest, StateAtTheLimitIsKeptBeyondItDropped) {
  EXPECT_EQ(TraceContext::Parse(kGood, std::string(512, 'a'))->state.size(),
            512u);
  EXPECT_EQ(TraceContext::Parse(kGood, std::string(513, 'a'))->state, "");
  EXPECT_EQ(TraceContext::Parse(kGood, "a\nb")->state, "");
}

}  // namespace
}  // namespace zhiheng
