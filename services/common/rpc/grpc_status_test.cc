#include "services/common/rpc/grpc_status.h"

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/common/problem/problem.h"

namespace zhiheng {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(GrpcStatusTest, EveryCodeSurvivesTheRoundTrip) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status sent(static_cast<absl::StatusCode>(code), "why");
    const absl::Status got = FromGrpcStatus(ToGrpcStatus(sent, "d.zhiheng"));
    EXPECT_EQ(got.code(), sent.code());
    EXPECT_EQ(got.message(), code == 0 ? "" : "why");
  }
}

TEST(GrpcStatusTest, AnErrorWithoutReasonGetsItsCodeAndTheDomain) {
  const absl::Status got =
      FromGrpcStatus(ToGrpcStatus(absl::NotFoundError("gone"), "c.zhiheng"));
  EXPECT_EQ(ReasonOf(got), "NOT_FOUND");
  EXPECT_EQ(DomainOf(got), "c.zhiheng");
}

TEST(GrpcStatusTest, ReasonMetadataAndFieldsSurviveTheRoundTrip) {
  const absl::Status sent =
      Problem(absl::StatusCode::kInvalidArgument, "DATE_IMPOSSIBLE")
          .Field("subject.label.production_date", "2024-02-30 does not exist",
                 "February 2024 has 29 days")
          .With("value", "2024-02-30");
  const absl::Status got = FromGrpcStatus(ToGrpcStatus(sent, "g.zhiheng"));
  EXPECT_EQ(ReasonOf(got), "DATE_IMPOSSIBLE");
  EXPECT_THAT(MetadataOf(got), ElementsAre(Pair("value", "2024-02-30")));
  EXPECT_THAT(FieldsOf(got),
              ElementsAre(FieldProblem{
                  "subject.label.production_date",
                  "2024-02-30 does not exist; February 2024 has 29 days"}));
  EXPECT_EQ(got.message(),
            "subject.label.production_date: 2024-02-30 does "
            "not exist; February 2024 has 29 days");
}

TEST(GrpcStatusTest, TheDomainOfTheServiceThatFailedIsKept) {
  const absl::Status rules = FromGrpcStatus(ToGrpcStatus(
      Problem(absl::StatusCode::kInternal, "BROKEN"), "rules.zhiheng"));
  const absl::Status gateway =
      FromGrpcStatus(ToGrpcStatus(rules, "gateway.zhiheng"));
  EXPECT_EQ(DomainOf(gateway), "rules.zhiheng");
}

TEST(GrpcStatusTest, FieldPathsAreSeenFromTheRequest) {
  const absl::Status inner =
      Problem(absl::StatusCode::kInvalidArgument, "X").Field("label.a", "bad");
  EXPECT_THAT(FieldsOf(WithFieldPrefix(inner, "subject.")),
              ElementsAre(FieldProblem{"subject.label.a", "bad"}));
}

// 1000 problems would not fit in a client's trailers (8 KiB), and the caller
// would see RESOURCE_EXHAUSTED instead of what is wrong.
TEST(GrpcStatusTest, TooManyProblemsAreCutAndCounted) {
  Problem problem(absl::StatusCode::kInvalidArgument, "MANY");
  for (int i = 0; i < 1000; ++i) {
    problem.Field("subject.label.nutrients[" + std::to_string(i) + "]",
                  "坏的数字");
  }
  const grpc::Status wire = ToGrpcStatus(problem, "g.zhiheng");
  EXPECT_LE(wire.error_message().size(), 1024u);
  EXPECT_LT(wire.error_details().size(), 4096u);
  const absl::Status got = FromGrpcStatus(wire);
  const std::vector<FieldProblem> fields = FieldsOf(got);
  ASSERT_GT(fields.size(), 5u);
  const size_t told = fields.size() - 1;
  EXPECT_EQ(fields.back().description,
            "and " + std::to_string(1000 - told) + " more problems");
}

TEST(GrpcStatusTest, ALongMessageIsCutAtACharacter) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "法";
  const grpc::Status wire = ToGrpcStatus(absl::InternalError(text), "d");
  EXPECT_LE(wire.error_message().size(), 1024u);
  EXPECT_THAT(wire.error_message(), HasSubstr("法 …"));
}

TEST(GrpcStatusTest, ForeignDetailsAreNoTrouble) {
  const absl::Status got = FromGrpcStatus(grpc::Status(
      grpc::StatusCode::ABORTED, "from elsewhere", "\xff\xff not a proto"));
  EXPECT_EQ(got.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(got), "");
}

}  // namespace
}  // namespace zhiheng
