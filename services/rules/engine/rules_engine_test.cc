#include "services/rules/engine/rules_engine.h"

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/clock.h"
#include "services/common/problem/problem.h"
#include "services/common/testing/proto.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"
#include "services/rules/engine/subject_facts.h"

namespace zhiheng::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using zhiheng::testing::ParseProto;

constexpr char kCase[] = R"pb(
  subject {
    id: "S-1"
    enforcement_case {
      acts {
        kind: KIND_SOLD_INFRINGING_GOODS
        last_day { year: 2024 month: 9 }
      }
      marks { registered: true licensed: false }
      amounts { illegal_turnover { value { amount: "32161.23" } } }
      reported_outcome { fine { amount: "30000" } }
    }
  }
  dates { today { year: 2025 month: 1 day: 2 } }
)pb";

class RulesEngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = RulesEngine::Create("testdata/good");
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
  }

  absl::StatusOr<v1::EvaluateResponse> Evaluate(
      const v1::EvaluateRequest& request) {
    return engine_->Evaluate(call_, request);
  }

  SystemClock clock_;
  CallContext call_ = CallContext::Root(&clock_, absl::Minutes(1));
  std::unique_ptr<RulesEngine> engine_;
};

TEST_F(RulesEngineTest, GivesOneFindingForEachRuleInOrder) {
  const auto response = Evaluate(ParseProto<v1::EvaluateRequest>(kCase));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->findings_size(), 4) << response->DebugString();
  EXPECT_EQ(response->findings(0).id(), "test.mark/INF/S-1");
  EXPECT_EQ(response->findings(0).outcome(), v1::OUTCOME_NON_COMPLIANT);
  EXPECT_EQ(response->findings(1).outcome(), v1::OUTCOME_COMPLIANT);
  const auto& fine = response->findings(1).consequences(0).fine();
  EXPECT_EQ(fine.arithmetic().zh(), "V = 32,161.23 < 50,000 → [0, 250,000]");
  EXPECT_TRUE(fine.reported().inside());
  EXPECT_EQ(fine.reported().position_pct(), "12.0");
  EXPECT_EQ(response->findings(2).outcome(), v1::OUTCOME_NEEDS_FACTS);
  EXPECT_EQ(response->engine_semantics(), kEngineSemantics);
  ASSERT_EQ(response->packs_size(), 1);
  EXPECT_EQ(response->packs(0).digest().size(), 64u);
}

TEST_F(RulesEngineTest, EvidenceNamesWhatWasRead) {
  const auto response = Evaluate(ParseProto<v1::EvaluateRequest>(kCase));
  ASSERT_TRUE(response.ok());
  std::string shown;
  for (const auto& fact : response->findings(0).evidence()) {
    absl::StrAppend(&shown, fact.path(), "=", fact.value(),
                    fact.unknown() ? "?" : "", "\n");
  }
  EXPECT_THAT(shown, HasSubstr("case.marks[0].licensed=false\n"));
  EXPECT_THAT(shown,
              HasSubstr("case.acts[0].kind=KIND_SOLD_INFRINGING_GOODS\n"));
  EXPECT_THAT(shown, HasSubstr("case.amounts.illegal_turnover=32161.23\n"));
  // The list on the way to what was read is no evidence of its own.
  EXPECT_THAT(shown, Not(HasSubstr("case.acts=")));
}

TEST_F(RulesEngineTest, AnswersTheSameBytesEveryTime) {
  const auto request = ParseProto<v1::EvaluateRequest>(kCase);
  const auto first = Evaluate(request);
  ASSERT_TRUE(first.ok());
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Evaluate(request)->SerializeAsString(),
              first->SerializeAsString());
  }
}

TEST_F(RulesEngineTest, DetailDecidesHowMuchIsSaid) {
  auto request = ParseProto<v1::EvaluateRequest>(kCase);
  request.mutable_subject()
      ->mutable_enforcement_case()
      ->mutable_acts(0)
      ->set_kind(zhiheng::facts::v1::Act::KIND_OTHER);
  request.mutable_subject()->set_completeness(
      zhiheng::facts::v1::Subject::COMPLETENESS_COMPLETE);
  EXPECT_EQ(Evaluate(request)->findings_size(), 0);
  request.set_detail(v1::DETAIL_ALL);
  EXPECT_EQ(Evaluate(request)->findings_size(), 4);
  request.set_detail(v1::DETAIL_VERDICTS);
  const auto verdicts = Evaluate(request);
  ASSERT_EQ(verdicts->findings_size(), 4);
  EXPECT_FALSE(verdicts->findings(0).has_title());
  EXPECT_EQ(verdicts->findings(0).outcome(), v1::OUTCOME_NOT_APPLICABLE);
}

TEST_F(RulesEngineTest, BriefVerdictsAgreeWithThoseOfFindings) {
  auto request = ParseProto<v1::EvaluateRequest>(kCase);
  request.set_detail(v1::DETAIL_VERDICTS);
  const auto full = Evaluate(request);
  request.set_detail(v1::DETAIL_BRIEF);
  const auto brief = Evaluate(request);
  ASSERT_TRUE(full.ok() && brief.ok());
  EXPECT_EQ(brief->findings_size(), 0);
  ASSERT_EQ(brief->verdicts_size(), 1);
  const v1::PackVerdicts& pack = brief->verdicts(0);
  EXPECT_EQ(pack.pack(), "test.mark");
  ASSERT_EQ(pack.outcomes_size(), full->findings_size());
  int unmet = 0;
  for (int i = 0; i < full->findings_size(); ++i) {
    const v1::Finding& finding = full->findings(i);
    EXPECT_EQ(pack.outcomes(i), finding.outcome()) << finding.rule();
    if (finding.outcome() == v1::OUTCOME_COMPLIANT ||
        finding.outcome() == v1::OUTCOME_NOT_APPLICABLE) {
      continue;
    }
    ASSERT_LT(unmet, pack.unmet_size());
    EXPECT_EQ(pack.unmet(unmet).rule(), finding.rule());
    EXPECT_EQ(pack.unmet(unmet).outcome(), finding.outcome());
    EXPECT_EQ(pack.unmet(unmet).review_reason(), finding.review_reason());
    ++unmet;
  }
  EXPECT_EQ(pack.unmet_size(), unmet);
  EXPECT_GT(unmet, 0);
  // What proves the answer later is there all the same.
  EXPECT_EQ(brief->packs(0).digest(), full->packs(0).digest());
  EXPECT_FALSE(brief->packs(0).has_title());
}

TEST_F(RulesEngineTest, UnmetFindingsAreThoseNeitherKeptNorInapplicable) {
  auto request = ParseProto<v1::EvaluateRequest>(kCase);
  const auto all = Evaluate(request);
  request.set_detail(v1::DETAIL_UNMET);
  const auto unmet = Evaluate(request);
  ASSERT_TRUE(all.ok() && unmet.ok());
  std::string expected;
  for (const auto& finding : all->findings()) {
    if (finding.outcome() == v1::OUTCOME_COMPLIANT) continue;
    absl::StrAppend(&expected, finding.DebugString());
  }
  std::string got;
  for (const auto& finding : unmet->findings()) {
    absl::StrAppend(&got, finding.DebugString());
  }
  EXPECT_EQ(got, expected);
  EXPECT_LT(unmet->findings_size(), all->findings_size());
}

TEST_F(RulesEngineTest, ABatchAnswersBrieflyToo) {
  const auto one = ParseProto<v1::EvaluateRequest>(kCase);
  v1::BatchEvaluateRequest batch;
  *batch.mutable_dates() = one.dates();
  batch.set_detail(v1::DETAIL_BRIEF);
  *batch.add_subjects() = one.subject();
  batch.add_subjects();  // no facts
  const auto response = engine_->BatchEvaluate(call_, batch);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 2);
  EXPECT_EQ(response->results(0).verdicts().packs(0).outcomes_size(), 4);
  EXPECT_TRUE(response->results(1).has_error());
}

TEST_F(RulesEngineTest, TheDayOfTheRequestReplacesTheSelectedOne) {
  auto request = ParseProto<v1::EvaluateRequest>(kCase);
  request.mutable_dates()->mutable_as_of()->set_year(2027);
  request.mutable_dates()->mutable_as_of()->set_month(1);
  request.mutable_dates()->mutable_as_of()->set_day(2);
  const auto response = Evaluate(request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->findings(0).citations(0).edition(), "2026");
  EXPECT_EQ(response->findings(0).citations(0).display(),
            "《商标法》(2026)第七十二条第（三）项");
}

struct BadRequest {
  const char* name;
  const char* change;  // merged into the good request
  const char* clear;   // a top-level field cleared first
  absl::StatusCode code;
  const char* reason;
  const char* field;
};

TEST_F(RulesEngineTest, BadRequestsNameTheFieldAndTheRule) {
  const BadRequest kCases[] = {
      {"NoFacts", "", "subject", absl::StatusCode::kInvalidArgument,
       "FACTS_MISSING", "subject"},
      {"NoToday", "", "dates", absl::StatusCode::kInvalidArgument,
       "TODAY_MISSING", "dates.today"},
      {"PartialToday", "dates { today { year: 2025 month: 0 day: 0 } }",
       "dates", absl::StatusCode::kInvalidArgument, "DATE_INVALID",
       "dates.today"},
      {"ImpossibleAsOf", "dates { as_of { year: 2025 month: 2 day: 30 } }", "",
       absl::StatusCode::kInvalidArgument, "DATE_INVALID", "dates.as_of"},
      {"UnknownPack", "packs { name: 'packs/test.marks' }", "",
       absl::StatusCode::kNotFound, "PACK_NOT_FOUND", "packs[0].name"},
      {"OtherDigest", "packs { name: 'packs/test.mark' digest: 'ab' }", "",
       absl::StatusCode::kFailedPrecondition, "PACK_DIGEST_MISMATCH",
       "packs[0].digest"},
      {"PackOverOtherFacts", "packs { name: 'packs/test.outcomes' }", "",
       absl::StatusCode::kFailedPrecondition, "PACK_OVER_OTHER_FACTS", "packs"},
  };
  for (const BadRequest& c : kCases) {
    SCOPED_TRACE(c.name);
    auto request = ParseProto<v1::EvaluateRequest>(kCase);
    if (std::string(c.clear) == "subject") request.clear_subject();
    if (std::string(c.clear) == "dates") request.clear_dates();
    request.MergeFrom(ParseProto<v1::EvaluateRequest>(c.change));
    const absl::Status status = Evaluate(request).status();
    EXPECT_EQ(status.code(), c.code) << status;
    EXPECT_EQ(ReasonOf(status), c.reason);
    ASSERT_FALSE(FieldsOf(status).empty());
    EXPECT_EQ(FieldsOf(status)[0].field, c.field);
  }
}

TEST_F(RulesEngineTest, AMalformedDecimalIsNamedByItsPath) {
  auto request = ParseProto<v1::EvaluateRequest>(kCase);
  request.mutable_subject()
      ->mutable_enforcement_case()
      ->mutable_amounts()
      ->mutable_illegal_turnover()
      ->mutable_value()
      ->set_amount("1O");
  const absl::Status status = Evaluate(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_FALSE(FieldsOf(status).empty());
  EXPECT_THAT(FieldsOf(status)[0].field, HasSubstr("illegal_turnover"));
}

TEST_F(RulesEngineTest, SubjectIdLimitHoldsAtItsEdge) {
  auto request = ParseProto<v1::EvaluateRequest>(kCase);
  request.mutable_subject()->set_id(std::string(kMaxSubjectIdLength, 'x'));
  EXPECT_TRUE(Evaluate(request).ok());
  request.mutable_subject()->set_id(std::string(kMaxSubjectIdLength + 1, 'x'));
  EXPECT_EQ(ReasonOf(Evaluate(request).status()), "SUBJECT_ID_TOO_LONG");
}

TEST_F(RulesEngineTest, ABatchKeepsOneBadSubjectApart) {
  const auto one = ParseProto<v1::EvaluateRequest>(kCase);
  v1::BatchEvaluateRequest batch;
  *batch.mutable_dates() = one.dates();
  *batch.add_subjects() = one.subject();
  batch.add_subjects();
  *batch.add_subjects() = one.subject();
  const auto response = engine_->BatchEvaluate(call_, batch);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 3);
  EXPECT_EQ(response->results(0).findings().findings_size(), 4);
  EXPECT_TRUE(response->results(1).has_error());
  EXPECT_EQ(response->results(2).findings().findings_size(), 4);
  EXPECT_EQ(response->packs_size(), 1);
}

TEST_F(RulesEngineTest, BatchSizeHoldsAtItsEdges) {
  const auto one = ParseProto<v1::EvaluateRequest>(kCase);
  v1::BatchEvaluateRequest batch;
  *batch.mutable_dates() = one.dates();
  EXPECT_EQ(ReasonOf(engine_->BatchEvaluate(call_, batch).status()),
            "BATCH_SIZE");
  for (int i = 0; i < kMaxSubjectsPerBatch; ++i) batch.add_subjects();
  EXPECT_TRUE(engine_->BatchEvaluate(call_, batch).ok());
  batch.add_subjects();
  EXPECT_EQ(ReasonOf(engine_->BatchEvaluate(call_, batch).status()),
            "BATCH_SIZE");
}

TEST_F(RulesEngineTest, ListsPacksPageByPage) {
  v1::ListPacksRequest request;
  request.set_page_size(1);
  auto page = engine_->ListPacks(call_, request);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->packs_size(), 1);
  EXPECT_EQ(page->packs(0).name(), "packs/test.mark");
  EXPECT_EQ(page->packs(0).rules_size(), 0);
  request.set_page_token(page->next_page_token());
  page = engine_->ListPacks(call_, request);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->packs(0).name(), "packs/test.outcomes");
  EXPECT_EQ(page->next_page_token(), "");
  request.set_page_token("nonsense");
  EXPECT_EQ(ReasonOf(engine_->ListPacks(call_, request).status()),
            "PAGE_TOKEN_INVALID");
}

TEST_F(RulesEngineTest, PageSizeHoldsAtItsEdges) {
  v1::ListPacksRequest request;
  for (const auto& [size, ok] :
       std::vector<std::pair<int, bool>>{{-1, false},
                                         {0, true},
                                         {kMaxPageSize, true},
                                         {kMaxPageSize + 1, false}}) {
    request.set_page_size(size);
    EXPECT_EQ(engine_->ListPacks(call_, request).ok(), ok) << size;
  }
}

TEST_F(RulesEngineTest, APackShowsItsRules) {
  v1::GetPackRequest request;
  request.set_name("packs/test.mark");
  const auto response = engine_->GetPack(call_, request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->pack().rule_count(), 4);
  ASSERT_EQ(response->pack().rules_size(), 4);
  EXPECT_EQ(response->pack().rules(0).in_force_from().year(), 2019);
  request.set_name("packs/test.marc");
  EXPECT_THAT(std::string(engine_->GetPack(call_, request).status().message()),
              HasSubstr("did you mean 'packs/test.mark'?"));
}

TEST_F(RulesEngineTest, ACallThatIsOutOfTimeStops) {
  const CallContext late = CallContext::Root(&clock_, absl::ZeroDuration());
  EXPECT_EQ(engine_->Evaluate(late, ParseProto<v1::EvaluateRequest>(kCase))
                .status()
                .code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(RulesEngineCreateTest, RefusesABrokenPackWithItsPlace) {
  zhiheng::testing::TempDir folder;
  std::ofstream(folder.File("a.yaml")) << "pack: a\nversoin: 1.0.0\n";
  const absl::Status status = RulesEngine::Create(folder.path()).status();
  EXPECT_EQ(ReasonOf(status), "PACKS_BROKEN");
  EXPECT_THAT(std::string(status.message()), HasSubstr("a.yaml:2:1: error"));
}

TEST(RulesEngineCreateTest, RefusesAnEmptyAndAMissingFolder) {
  zhiheng::testing::TempDir folder;
  EXPECT_EQ(ReasonOf(RulesEngine::Create(folder.path()).status()), "NO_PACKS");
  EXPECT_EQ(RulesEngine::Create(folder.File("none")).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(RulesEngineCreateTest, TwoPacksOfOneIdAreAMistake) {
  zhiheng::testing::TempDir folder;
  std::ifstream in("testdata/good/mark.yaml");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::ofstream(folder.File("a.yaml")) << text;
  std::ofstream(folder.File("b.yaml")) << text;
  EXPECT_THAT(
      std::string(RulesEngine::Create(folder.path()).status().message()),
      HasSubstr("repeated-pack"));
}

TEST_F(RulesEngineTest, ASwapLeavesTheOldSetToWhoHoldsIt) {
  const auto held = engine_->registry().Current();
  engine_->registry().Swap(std::make_shared<const PackSet>(
      std::vector<std::shared_ptr<const CompiledPack>>{}, Calendar()));
  EXPECT_EQ(held->packs().size(), 2u);
  EXPECT_EQ(engine_->ListPacks(call_, {})->packs_size(), 0);
  EXPECT_EQ(ReasonOf(Evaluate(ParseProto<v1::EvaluateRequest>(kCase)).status()),
            "NO_PACK");
}

}  // namespace
}  // namespace zhiheng::rules
