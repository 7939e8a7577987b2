#include "services/gateway/assess/assessor.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/problem/problem.h"
#include "services/common/testing/fake_clock.h"
#include "services/common/testing/proto.h"
#include "services/common/testing/status_matchers.h"
#include "services/gateway/testing/fake_backends.h"

namespace zhiheng::gateway {
namespace {

using ::testing::ElementsAre;
using testing::EqualsProto;
using testing::FakeClock;
using ::testing::HasSubstr;
using testing::ParseProto;
using testing::StatusIs;
using v1::BackendStatus;
using v1::CheckRequest;
using v1::CheckResponse;

class AssessorTest : public ::testing::Test {
 protected:
  static CheckRequest LabelRequest() {
    return ParseProto<CheckRequest>(
        R"pb(subject {
               id: "s"
               label {}
             }
             today { year: 2024 month: 10 day: 1 })pb");
  }
  absl::StatusOr<CheckResponse> Check(
      const CheckRequest& request, absl::Duration timeout = absl::Seconds(20)) {
    return assessor.Check(CallContext::Root(&system, timeout), request);
  }

  SystemClock system;
  FakeRules rules;
  FakeCatalog catalog;
  Assessor assessor{&rules, &catalog};
};

TEST_F(AssessorTest, JoinsFindingsWithTheProvisionsTheyCite) {
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(LabelRequest()));
  const v1::Assessment& out = got.assessment();
  EXPECT_EQ(out.subject_id(), "s");
  EXPECT_EQ(out.id().size(), 26u);
  EXPECT_EQ(out.snapshot_token(), "s1");
  EXPECT_EQ(out.engine_semantics(), "1");
  EXPECT_FALSE(out.degraded());
  EXPECT_THAT(out.summary(), EqualsProto("non_compliant: 1"));
  ASSERT_EQ(out.provisions_size(), 1);
  EXPECT_EQ(out.provisions(0).provision().name(),
            "instruments/gb-18382/editions/2021/provisions/cl7.3");
  EXPECT_EQ(out.provisions(0).edition().title().en(), "the 2021 edition");
  EXPECT_EQ(out.backends(0).state(), BackendStatus::STATE_OK);
  EXPECT_EQ(out.backends(1).state(), BackendStatus::STATE_OK);
}

TEST_F(AssessorTest, PacksArePinnedByDigestAndTheDaysPassedOn) {
  CheckRequest request = LabelRequest();
  *request.mutable_as_of() =
      ParseProto<type::v1::Date>("year: 2023 month: 1 day: 2");
  ASSERT_OK(Check(request));
  ASSERT_EQ(rules.evaluate.requests().size(), 1u);
  EXPECT_THAT(rules.evaluate.requests()[0], EqualsProto(R"pb(
                subject {
                  id: "s"
                  label {}
                }
                packs { name: "packs/cn.fertilizer.label" digest: "d1" }
                dates {
                  as_of { year: 2023 month: 1 day: 2 }
                  today { year: 2024 month: 10 day: 1 }
                }
                detail: DETAIL_FINDINGS)pb"));
}

TEST_F(AssessorTest, EveryCatalogReadIsFromTheSnapshotOfTheFirst) {
  ASSERT_OK(Check(LabelRequest()));
  EXPECT_EQ(catalog.batch_get.requests()[0].read().exactly(), "s1");
  EXPECT_EQ(catalog.list_editions.requests()[0].read().exactly(), "s1");
}

TEST_F(AssessorTest, AnAnswerFromAnotherSnapshotIsRefused) {
  catalog.batch_get.Set([](const auto&) {
    catalog::v1::BatchGetProvisionsResponse response;
    response.set_snapshot_token("s2");
    response.add_results()->mutable_provision();
    return response;
  });
  const auto got = Check(LabelRequest());
  EXPECT_EQ(ReasonOf(got.status()), "BACKEND_FAILED");
}

TEST_F(AssessorTest, TodayIsTheDayInShanghai) {
  CheckRequest request = LabelRequest();
  request.clear_today();
  // 2024-09-30 16:30 UTC is past midnight in Shanghai.
  FakeClock clock(absl::FromCivil(absl::CivilMinute(2024, 9, 30, 16, 30),
                                  absl::UTCTimeZone()));
  ASSERT_OK_AND_ASSIGN(
      const CheckResponse got,
      assessor.Check(CallContext::Root(&clock, absl::Seconds(20)), request));
  EXPECT_THAT(got.assessment().today(),
              EqualsProto("year: 2024 month: 10 day: 1"));
}

TEST_F(AssessorTest, AProvisionCitedTwiceIsAskedForOnce) {
  rules.findings.push_back(
      FakeRules::MakeFinding("FERT-2", "gb-18382", "2021", "cl7.3"));
  rules.findings.push_back(
      FakeRules::MakeFinding("FERT-3", "gb-18382", "2021", "cl8"));
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(LabelRequest()));
  EXPECT_EQ(got.assessment().provisions_size(), 2);
  EXPECT_EQ(catalog.batch_get.requests()[0].citations_size(), 2);
}

TEST_F(AssessorTest, AProvisionThatIsNotThereSaysWhy) {
  catalog.missing["cl7.3"] = "GB 18382-2021 has no clause 7.3";
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(LabelRequest()));
  EXPECT_FALSE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().provisions(0).missing_reason(),
            "GB 18382-2021 has no clause 7.3");
  EXPECT_FALSE(got.assessment().provisions(0).has_provision());
}

TEST_F(AssessorTest, AFindingWaitingForTheTextIsPromotedOnceItIsLoaded) {
  rules.findings[0].set_outcome(rules::v1::OUTCOME_NEEDS_REVIEW);
  rules.findings[0].set_review_reason(rules::v1::REVIEW_REASON_TEXT_NOT_LOADED);
  ASSERT_OK_AND_ASSIGN(const CheckResponse summary, Check(LabelRequest()));
  EXPECT_THAT(summary.assessment().summary(), EqualsProto("needs_review: 1"));
  catalog.text_status = catalog::v1::TEXT_STATUS_OFFICIAL;
  for (const auto detail :
       {rules::v1::DETAIL_FINDINGS, rules::v1::DETAIL_VERDICTS}) {
    CheckRequest request = LabelRequest();
    request.set_detail(detail);
    ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(request));
    EXPECT_THAT(got.assessment().summary(), EqualsProto("non_compliant: 1"));
  }
}

TEST_F(AssessorTest, VerdictsCarryOutcomeRuleAndPackOnly) {
  CheckRequest request = LabelRequest();
  request.set_detail(rules::v1::DETAIL_VERDICTS);
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(request));
  EXPECT_THAT(got.assessment().findings(0), EqualsProto(R"pb(
                id: "cn.fertilizer.label/FERT-1/s"
                pack: "cn.fertilizer.label"
                rule: "FERT-1"
                outcome: OUTCOME_NON_COMPLIANT)pb"));
}

// --- packs ---

TEST_F(AssessorTest, ThePackListIsReadOnceWithinItsTime) {
  ASSERT_OK(Check(LabelRequest()));
  ASSERT_OK(Check(LabelRequest()));
  EXPECT_EQ(rules.list_packs.requests().size(), 1u);
}

TEST_F(AssessorTest, APackReplacedMeanwhileIsNoticedAndUsed) {
  ASSERT_OK(Check(LabelRequest()));
  rules.pack.set_digest("d2");
  rules.evaluate.Set([&](const rules::v1::EvaluateRequest& request)
                         -> absl::StatusOr<rules::v1::EvaluateResponse> {
    if (request.packs(0).digest() != "d2") {
      return absl::FailedPreconditionError("another digest is live");
    }
    rules::v1::EvaluateResponse response;
    *response.add_packs() = rules.pack;
    return response;
  });
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(LabelRequest()));
  EXPECT_EQ(got.assessment().packs(0).digest(), "d2");
}

TEST_F(AssessorTest, PacksThatNeverSettleAreAnError) {
  rules.evaluate.Fail(absl::FailedPreconditionError("changed again"));
  EXPECT_THAT(Check(LabelRequest()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(rules.evaluate.requests().size(), 2u);
}

TEST_F(AssessorTest, NoPackForTheFactsTypeIsAnErrorThatNamesBoth) {
  CheckRequest request = LabelRequest();
  request.mutable_subject()->mutable_enforcement_case();
  const auto got = Check(request);
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kFailedPrecondition,
                            HasSubstr("zhiheng.facts.v1.ProductLabel")));
  EXPECT_EQ(ReasonOf(got.status()), "NO_PACK_FITS");
}

TEST_F(AssessorTest, APackThatIsNotLiveComesWithTheNearestName) {
  CheckRequest request = LabelRequest();
  request.add_packs()->set_name("packs/cn.fertiliser.label");
  const auto got = Check(request);
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kNotFound,
                            HasSubstr("did you mean "
                                      "'packs/cn.fertilizer.label'")));
  EXPECT_EQ(FieldsOf(got.status())[0].field, "packs[0].name");
}

TEST_F(AssessorTest, ADigestThatIsNotLiveIsRefused) {
  CheckRequest request = LabelRequest();
  request.add_packs()->set_name("packs/cn.fertilizer.label");
  request.mutable_packs(0)->set_digest("old");
  const auto got = Check(request);
  EXPECT_EQ(ReasonOf(got.status()), "PACK_DIGEST_DIFFERS");
  EXPECT_EQ(MetadataOf(got.status())["live_digest"], "d1");
}

TEST_F(AssessorTest, AsOfLeavesOutPacksNotInForce) {
  *rules.pack.mutable_in_force_from() =
      ParseProto<type::v1::Date>("year: 2022 month: 5 day: 1");
  CheckRequest request = LabelRequest();
  *request.mutable_as_of() =
      ParseProto<type::v1::Date>("year: 2022 month: 4 day: 30");
  EXPECT_EQ(ReasonOf(Check(request).status()), "NO_PACK_FITS");
  request.mutable_as_of()->set_month(5);
  request.mutable_as_of()->set_day(1);
  EXPECT_OK(Check(request));
}

// --- backends that fail ---

TEST_F(AssessorTest, RulesDownIsAnErrorThatNamesIt) {
  rules.evaluate.Fail(absl::UnavailableError("connect to 10.0.0.7 failed"));
  const auto got = Check(LabelRequest());
  EXPECT_THAT(got, StatusIs(absl::StatusCode::kUnavailable,
                            HasSubstr("rules could not be reached")));
  EXPECT_EQ(ReasonOf(got.status()), "BACKEND_UNAVAILABLE");
  EXPECT_EQ(MetadataOf(got.status())["backend"], "rules");
  EXPECT_THAT(std::string(got.status().message()), Not(HasSubstr("10.0.0.7")));
}

TEST_F(AssessorTest, RulesDownWithPartialAnswersIsVisiblyDegraded) {
  rules.list_packs.Fail(absl::UnavailableError("down"));
  CheckRequest request = LabelRequest();
  request.set_allow_partial(true);
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(request));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().findings_size(), 0);
  EXPECT_EQ(got.assessment().backends(0).backend(), "rules");
  EXPECT_EQ(got.assessment().backends(0).state(), BackendStatus::STATE_FAILED);
  EXPECT_EQ(got.assessment().backends(1).state(),
            BackendStatus::STATE_NOT_CALLED);
}

TEST_F(AssessorTest, RulesThatNeverAnswersIsLateWithinTheDeadline) {
  rules.evaluate.Hang();
  const absl::Time start = absl::Now();
  const auto error = Check(LabelRequest(), absl::Milliseconds(100));
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(ReasonOf(error.status()), "BACKEND_LATE");
  CheckRequest request = LabelRequest();
  request.set_allow_partial(true);
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       Check(request, absl::Milliseconds(200)));
  EXPECT_EQ(got.assessment().backends(0).state(), BackendStatus::STATE_LATE);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST_F(AssessorTest, RulesThatFailsInsideIsAnInternalErrorWithoutItsWords) {
  rules.evaluate.Fail(absl::InternalError("secret words"));
  const auto got = Check(LabelRequest());
  EXPECT_THAT(got,
              StatusIs(absl::StatusCode::kInternal, Not(HasSubstr("secret"))));
  EXPECT_EQ(MetadataOf(got.status())["backend"], "rules");
}

TEST_F(AssessorTest, CatalogDownFailsTheCheckUnlessPartialIsAllowed) {
  catalog.list_instruments.Fail(absl::UnavailableError("down"));
  const auto error = Check(LabelRequest());
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(MetadataOf(error.status())["backend"], "catalog");

  CheckRequest request = LabelRequest();
  request.set_allow_partial(true);
  ASSERT_OK_AND_ASSIGN(const CheckResponse got, Check(request));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().findings_size(), 1);
  EXPECT_EQ(got.assessment().provisions(0).missing_reason(),
            "the catalog did not answer");
  EXPECT_EQ(got.assessment().backends(1).state(), BackendStatus::STATE_FAILED);
}

TEST_F(AssessorTest, CatalogThatHangsInTheSecondRoundIsLate) {
  catalog.batch_get.Hang();
  CheckRequest request = LabelRequest();
  request.set_allow_partial(true);
  ASSERT_OK_AND_ASSIGN(const CheckResponse got,
                       Check(request, absl::Milliseconds(200)));
  EXPECT_TRUE(got.assessment().degraded());
  EXPECT_EQ(got.assessment().backends(1).state(), BackendStatus::STATE_LATE);
  EXPECT_EQ(got.assessment().findings_size(), 1);
}

TEST_F(AssessorTest, ACallWithoutTimeIsNotAnswered) {
  rules.evaluate.Hang();
  EXPECT_THAT(Check(LabelRequest(), absl::ZeroDuration()),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace zhiheng::gateway
