// The pure parts of a check: ids, request checks, citations.
#include <array>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/problem/problem.h"
#include "services/common/testing/proto.h"
#include "services/common/testing/status_matchers.h"
#include "services/gateway/assess/citations.h"
#include "services/gateway/assess/request_check.h"
#include "services/gateway/assess/ulid.h"

namespace zhiheng::gateway {
namespace {

using ::testing::HasSubstr;
using testing::ParseProto;
using testing::StatusIs;
using v1::CheckRequest;

TEST(UlidTest, WritesTimeAndChanceInCrockfordBase32) {
  std::array<uint8_t, 10> zero = {}, ones;
  ones.fill(0xff);
  EXPECT_EQ(FormatUlid(absl::UnixEpoch(), zero), "00000000000000000000000000");
  // The time of the specification's example.
  EXPECT_EQ(FormatUlid(absl::FromUnixMillis(1469918176385), ones),
            "01ARYZ6S41ZZZZZZZZZZZZZZZZ");
}

TEST(UlidTest, LaterSortsLaterAndNoTwoAreEqual) {
  EXPECT_LT(NewUlid(absl::FromUnixMillis(1000)),
            NewUlid(absl::FromUnixMillis(1001)));
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(NewUlid(absl::UnixEpoch()));
  EXPECT_EQ(ids.size(), 1000u);
}

struct BadRequestCase {
  std::string request;
  std::string field;
  std::string reason;
};

TEST(RequestCheckTest, EachMistakeNamesFieldReasonAndWhatToDo) {
  const BadRequestCase kCases[] = {
      {"", "subject", "FACTS_MISSING"},
      {"subject { id: 'x' }", "subject", "FACTS_MISSING"},
      {"subject { label { } } as_of { year: 2024 month: 2 day: 30 }", "as_of",
       "DATE_IMPOSSIBLE"},
      {"subject { label { } } today { year: 2024 }", "today",
       "DATE_IMPOSSIBLE"},
      {"subject { label { } } packs { name: 'fertilizer' }", "packs[0].name",
       "PACK_NAME_MALFORMED"},
      {"subject { label { } } detail: 9", "detail", "ENUM_UNKNOWN"},
      {"subject { label { } } detail: DETAIL_BRIEF", "detail", "ENUM_UNKNOWN"},
  };
  for (const BadRequestCase& c : kCases) {
    SCOPED_TRACE(c.request);
    const absl::Status got =
        ValidateCheckRequest(ParseProto<CheckRequest>(c.request), {});
    EXPECT_THAT(got, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(ReasonOf(got), c.reason);
    ASSERT_EQ(FieldsOf(got).size(), 1u);
    EXPECT_EQ(FieldsOf(got)[0].field, c.field);
    EXPECT_THAT(FieldsOf(got)[0].description, HasSubstr("; "));  // a hint
  }
}

TEST(RequestCheckTest, AllMistakesAreToldAtOnce) {
  const absl::Status got = ValidateCheckRequest(
      ParseProto<CheckRequest>(
          "packs { name: 'x' } today { year: 2024 } detail: 9"),
      {});
  EXPECT_EQ(FieldsOf(got).size(), 4u);
}

TEST(RequestCheckTest, MistakesInTheFactsCarryTheirPath) {
  const absl::Status got = ValidateCheckRequest(
      ParseProto<CheckRequest>(
          R"pb(subject {
                 label { production_date { year: 2024 month: 2 day: 30 } }
               })pb"),
      {});
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_EQ(FieldsOf(got).size(), 1u);
  EXPECT_THAT(FieldsOf(got)[0].field, HasSubstr("label.production_date"));
}

TEST(RequestCheckTest, LimitsHoldAtTheirEdge) {
  CheckRequest request = ParseProto<CheckRequest>("subject { label { } }");
  std::string id;
  for (int i = 0; i < 128; ++i) id += "案";  // characters, not bytes
  request.mutable_subject()->set_id(id);
  EXPECT_OK(ValidateCheckRequest(request, {}));
  request.mutable_subject()->set_id(id + "x");
  EXPECT_EQ(ReasonOf(ValidateCheckRequest(request, {})), "SUBJECT_ID_TOO_LONG");
  request.mutable_subject()->set_id("");
  for (int i = 0; i < 100; ++i) request.add_packs()->set_name("packs/a");
  EXPECT_OK(ValidateCheckRequest(request, {}));
  request.add_packs()->set_name("packs/a");
  EXPECT_EQ(ReasonOf(ValidateCheckRequest(request, {})), "TOO_MANY_PACKS");
}

FindingList Cited(int count, const std::string& edition, int day) {
  FindingList findings;
  for (int i = 0; i < count; ++i) {
    auto* finding = findings.Add();
    finding->mutable_date_applied()->set_year(2024);
    finding->mutable_date_applied()->set_month(9);
    finding->mutable_date_applied()->set_day(day);
    auto* citation = finding->add_citations();
    citation->set_instrument("trademark-law");
    citation->set_edition(edition);
    citation->set_provision("art" + std::to_string(i));
  }
  return findings;
}

TEST(CitationsTest, WithoutAnEditionTheDayIsPartOfWhatIsMeant) {
  FindingList findings = Cited(1, "", 1);
  findings.MergeFrom(Cited(1, "", 2));
  const Citations got = CollectCitations(findings, {});
  EXPECT_EQ(got.all.size(), 2u);
  const auto batches = BatchCitations(got, "s1", {}, {});
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].request.read().as_of().day(), 1);
  EXPECT_EQ(batches[1].request.read().as_of().day(), 2);

  findings = Cited(1, "2019", 1);
  findings.MergeFrom(Cited(1, "2019", 2));
  EXPECT_EQ(CollectCitations(findings, {}).all.size(), 1u);
}

TEST(CitationsTest, ConsequencesCiteToo) {
  FindingList findings = Cited(1, "2019", 1);
  findings[0].add_consequences()->add_citations()->set_instrument("apl");
  const Citations got = CollectCitations(findings, {});
  ASSERT_EQ(got.all.size(), 2u);
  EXPECT_EQ(got.all[1].citation.instrument(), "apl");
  EXPECT_EQ(InstrumentsOf(got, {}).size(), 2u);
}

TEST(CitationsTest, BatchesAndAnswersKeepTheirLimits) {
  const AssessOptions options = {.citations_per_batch = 3, .max_citations = 6};
  const Citations at = CollectCitations(Cited(6, "2019", 1), options);
  EXPECT_EQ(at.left_out, 0u);
  EXPECT_EQ(BatchCitations(at, "s1", {}, options).size(), 2u);
  const Citations beyond = CollectCitations(Cited(7, "2019", 1), options);
  EXPECT_EQ(beyond.all.size(), 6u);
  EXPECT_EQ(beyond.left_out, 1u);
}

}  // namespace
}  // namespace zhiheng::gateway
