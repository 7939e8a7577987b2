// Citations in texts, correspondences, comparisons of editions, applicability,
// watching: over the instruments that ship, or small ones made here.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/engine/applicability.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/correspondence.h"
#include "services/catalog/engine/edition_diff.h"
#include "services/catalog/engine/life_cycle_table.h"
#include "services/catalog/engine/text_diff.h"
#include "services/common/testing/fake_clock.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kTable[] = R"(
instrument: some-law
from: "2019"
to: "2026"
pairs:
  - {from: art57, to: art72, relation: moved}
  - {from: art60, to: art74, relation: split, note: 处罚}
  - {from: art60, to: art75, relation: split}
  - {to: art80, relation: new}
  - {from: art61, relation: repealed}
)";

CorrespondenceTable Table(std::vector<const char*> texts) {
  CorrespondenceTable table;
  std::vector<Diagnostic> diagnostics;
  for (const char* text : texts) table.Parse(text, "t.yaml", &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty()) << Render(diagnostics);
  return table;
}

TEST(CorrespondenceTest, FollowsAProvisionAndItsPieces) {
  const CorrespondenceTable table = Table({kTable});
  EXPECT_THAT(table.Successors({"some-law", "2019", "art57"}, "2026"),
              ElementsAre(ProvisionKey{"some-law", "2026", "art72"}));
  EXPECT_THAT(table.Successors({"some-law", "2019", "art57.item2"}, "2026"),
              ElementsAre(ProvisionKey{"some-law", "2026", "art72"}));
  EXPECT_THAT(table.Successors({"some-law", "2019", "art60"}, "2026"),
              SizeIs(2));
  EXPECT_THAT(table.Successors({"some-law", "2019", "art61"}, "2026"),
              IsEmpty());
  EXPECT_THAT(table.Successors({"some-law", "2019", "art5"}, "2026"),
              IsEmpty());
  EXPECT_THAT(table.Successors({"some-law", "2019", "art570"}, "2026"),
              IsEmpty());
}

TEST(CorrespondenceTest, GoesThroughSeveralEditions) {
  const CorrespondenceTable table = Table({kTable, R"(
instrument: some-law
from: "2026"
to: "2030"
pairs: [{from: art72, to: art9, relation: moved}]
)"});
  EXPECT_THAT(table.Successors({"some-law", "2019", "art57"}, "2030"),
              ElementsAre(ProvisionKey{"some-law", "2030", "art9"}));
}

TEST(CorrespondenceTest, MistakesHavePlaces) {
  CorrespondenceTable table;
  std::vector<Diagnostic> diagnostics;
  table.Parse(R"(
instrument: a
from: "1"
to: "2"
pairs:
  - {from: art1, relation: moved}
  - {from: art1, to: art2, relation: gone}
  - {from: para1.art1, to: art2, relation: moved}
  - {form: art1, to: art2, relation: moved}
)",
              "t.yaml", &diagnostics);
  ASSERT_GE(diagnostics.size(), 4u);
  for (const Diagnostic& one : diagnostics) EXPECT_GE(one.line, 5);
}

TEST(TextDiffTest, WordByWord) {
  EXPECT_THAT(DiffTexts("可以处五万元罚款", "可以并处十万元罚款"),
              ElementsAre(DiffPiece{DiffKind::kEqual, "可以"},
                          DiffPiece{DiffKind::kAdded, "并"},
                          DiffPiece{DiffKind::kEqual, "处"},
                          DiffPiece{DiffKind::kRemoved, "五"},
                          DiffPiece{DiffKind::kAdded, "十"},
                          DiffPiece{DiffKind::kEqual, "万元罚款"}));
  EXPECT_THAT(DiffTexts("GB 18382", "GB 18383"),
              ElementsAre(DiffPiece{DiffKind::kEqual, "GB "},
                          DiffPiece{DiffKind::kRemoved, "18382"},
                          DiffPiece{DiffKind::kAdded, "18383"}));
  EXPECT_THAT(DiffTexts("", "新"),
              ElementsAre(DiffPiece{DiffKind::kAdded, "新"}));
  EXPECT_THAT(DiffTexts("同", "同"),
              ElementsAre(DiffPiece{DiffKind::kEqual, "同"}));
}

TEST(TextDiffTest, PiecesGiveBackBothTexts) {
  const std::string a = "经营者违反本法规定，责令改正，没收违法所得。";
  const std::string b = "经营者违反第八条规定，责令停止违法行为，并没收所得。";
  std::string from, to;
  for (const DiffPiece& piece : DiffTexts(a, b)) {
    if (piece.kind != DiffKind::kAdded) from += piece.text;
    if (piece.kind != DiffKind::kRemoved) to += piece.text;
  }
  EXPECT_EQ(from, a);
  EXPECT_EQ(to, b);
}

TEST(TextDiffTest, LikenessIsAShareOfPairs) {
  EXPECT_EQ(Similarity("商标侵权", "商标侵权"), 1000);
  EXPECT_EQ(Similarity("商标", "肥料"), 0);
  EXPECT_GT(Similarity("销售侵权商品的处罚", "销售侵权商品的罚款"), 500);
}

Provision P(const char* id, const char* text) {
  Provision p;
  p.id = id;
  p.text.zh = text;
  return p;
}

std::vector<std::string> Told(const std::vector<Provision>& a,
                              const std::vector<Provision>& b,
                              const std::vector<CorrespondencePair>& recorded) {
  constexpr const char* kWords[] = {"", "=", "~", "->", "+", "-"};
  std::vector<std::string> out;
  for (const Change& c : DiffProvisions(a, b, recorded)) {
    out.push_back((c.from ? a[*c.from].id : std::string()) +
                  kWords[static_cast<int>(c.kind)] +
                  (c.to ? b[*c.to].id : std::string()));
  }
  return out;
}

TEST(EditionDiffTest, UnchangedChangedMovedAddedRemoved) {
  const std::vector<Provision> a = {P("art1", "为了加强标准化工作制定本法"),
                                    P("art2", "经营者不得作虚假宣传欺骗消费者"),
                                    P("art3", "销售侵权商品的没收并罚款"),
                                    P("art4", "本法自公布之日起施行")};
  const std::vector<Provision> b = {
      P("art1", "为了加强标准化工作制定本法"),
      P("art2", "经营者不得编造传播误导信息损害商誉"),
      P("art3", "经营者不得作虚假宣传误导消费者"),
      P("art4", "销售侵权商品的没收并罚款")};
  EXPECT_THAT(Told(a, b, {}), ElementsAre("art1=art1", "+art2", "art2->art3",
                                          "art3->art4", "art4-"));
}

TEST(EditionDiffTest, WhatIsRecordedWins) {
  const std::vector<Provision> a = {P("art1", "甲乙丙丁"), P("art2", "子丑寅")};
  const std::vector<Provision> b = {P("art1", "甲乙丙丁"), P("art2", "子丑寅")};
  EXPECT_THAT(
      Told(a, b,
           {{{"l", "1", "art1"}, {"l", "2", "art2"}, Relation::kMoved, ""}}),
      ElementsAre("+art1", "art1->art2", "art2-"));
}

constexpr char kRules[] = R"(
instrument: gb-1
rules:
  - categories: [toy]
    role: safety
    when: {user_age_months: ["<36"]}
    except: {use: [export]}
    because: {zh: 理由, en: reason}
)";

ApplicabilityTable Rules() {
  ApplicabilityTable table;
  std::vector<Diagnostic> diagnostics;
  table.Parse(kRules, "t.yaml", &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty()) << Render(diagnostics);
  return table;
}

TEST(ApplicabilityTest, KnownUnknownAndExcluded) {
  const ApplicabilityTable table = Rules();
  EXPECT_THAT(table.For({{"food"}, {}, ""}), IsEmpty());
  const auto unknown = table.For({{"toy"}, {}, ""});
  ASSERT_THAT(unknown, SizeIs(1));
  EXPECT_THAT(unknown[0].needs, ElementsAre("user_age_months", "use"));
  const auto sure =
      table.For({{"toy"}, {{"user_age_months", "35"}, {"use", "home"}}, ""});
  ASSERT_THAT(sure, SizeIs(1));
  EXPECT_THAT(sure[0].needs, IsEmpty());
  EXPECT_THAT(table.For({{"toy"}, {{"user_age_months", "36"}}, ""}), IsEmpty());
  EXPECT_THAT(table.For({{"toy"}, {{"use", "export"}}, ""}), IsEmpty());
}

constexpr char kLife[] = R"(
instrument: gb-1
ics: ["65.080"]
ccs: G20
editions:
  "2021":
    adopts: [{number: "ISO 7409:2018", degree: NEQ}]
    sale_until: 2024-05-01
links:
  - {kind: refers_to, to: gb-t-2, note: terms}
)";

TEST(LifeCycleTableTest, ClassesAdoptionsAndLinksOfBothEnds) {
  LifeCycleTable table;
  std::vector<Diagnostic> diagnostics;
  table.Parse(kLife, "t.yaml", &diagnostics);
  ASSERT_THAT(diagnostics, IsEmpty()) << Render(diagnostics);
  const InstrumentLife& life = table.Of("gb-1");
  EXPECT_THAT(life.ics, ElementsAre("65.080"));
  EXPECT_EQ(life.ccs, "G20");
  ASSERT_THAT(life.editions.at("2021").adopts, SizeIs(1));
  EXPECT_EQ(life.editions.at("2021").adopts[0].degree,
            AdoptionDegree::kNotEquivalent);
  EXPECT_THAT(table.LinksOf("gb-t-2"), SizeIs(1));
  EXPECT_THAT(table.LinksOf("gb-1"), SizeIs(1));
  EXPECT_THAT(table.Of("gb-3").ics, IsEmpty());
}

TEST(LifeCycleTableTest, MistakesHavePlaces) {
  const struct {
    const char* text;
    const char* code;
  } kCases[] = {
      {"instrument: gb-1\nics: [fertilizer]\n", "bad-ics"},
      {"instrument: gb-1\nccs: \"20\"\n", "bad-ccs"},
      {"instrument: gb-1\nlinks: [{kind: cites, to: gb-2}]\n", "bad-word"},
      {"instrument: gb-1\neditions: {\"2021\": {adopts: [{number: ISO 1, "
       "degree: EQV}]}}\n",
       "bad-word"},
      {"instrument: [\n", "not-yaml"},
  };
  for (const auto& c : kCases) {
    LifeCycleTable table;
    std::vector<Diagnostic> diagnostics;
    table.Parse(c.text, "t.yaml", &diagnostics);
    ASSERT_THAT(diagnostics, SizeIs(1)) << c.text << Render(diagnostics);
    EXPECT_EQ(diagnostics[0].code, c.code);
  }
}

class ShippedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = CatalogEngine::Create(
        {.data_folder = *FindData(), .db_path = ""}, &clock_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
  }
  static absl::StatusOr<std::string> FindData() {
    const char* source = std::getenv("ZHIHENG_SOURCE_DIR");
    return std::string(source == nullptr ? "." : source) +
           "/services/catalog/data";
  }
  CallContext Call() { return CallContext::Root(&clock_, absl::Minutes(1)); }
  v1::AnnotateTextResponse Annotate(const std::string& text, int year) {
    v1::AnnotateTextRequest request;
    request.set_text(text);
    request.mutable_read()->mutable_as_of()->set_year(year);
    request.mutable_read()->mutable_as_of()->set_month(6);
    request.mutable_read()->mutable_as_of()->set_day(1);
    const auto got = engine_->AnnotateText(Call(), request);
    EXPECT_TRUE(got.ok()) << got.status();
    return got.ok() ? *got : v1::AnnotateTextResponse();
  }

  ::zhiheng::testing::FakeClock clock_;
  std::unique_ptr<CatalogEngine> engine_;
};

using Outcome = v1::ResolveCitationResponse;

TEST_F(ShippedTest, AnnotatesATextWithOutcomesAndMisprints) {
  const auto got = Annotate(
      "依据《商标法》第五十七条第（三）项、第六十条第二款，《商标法法》第一条，"
      "GB 18382-2001",
      2024);
  ASSERT_EQ(got.citations_size(), 4);
  EXPECT_EQ(got.citations(0).outcome(), Outcome::OUTCOME_RESOLVED);
  EXPECT_EQ(got.citations(0).citation().provision(), "art57.item3");
  EXPECT_EQ(got.citations(1).canonical(), "商标法 art60.para2");
  EXPECT_EQ(got.citations(2).outcome(), Outcome::OUTCOME_UNKNOWN_INSTRUMENT);
  ASSERT_EQ(got.citations(2).slips_size(), 2);
  EXPECT_EQ(got.citations(2).slips(1).kind(), "misspelt-title");
  EXPECT_EQ(got.citations(3).outcome(), Outcome::OUTCOME_SUPERSEDED);
  ASSERT_EQ(got.citations(3).successors_size(), 1);
  EXPECT_EQ(got.citations(3).successors(0).display(), "GB 18382-2021");
}

// 商标法: article 57 of 2019 is article 72 of 2026, which has an article 57 of
// other contents and without items. 反不正当竞争法: article 8 became article 9.
TEST_F(ShippedTest, SaysWhereWhatANumberMeantBeforeIsNow) {
  const auto before = Annotate("《商标法》第五十七条第（二）项", 2026);
  ASSERT_EQ(before.citations_size(), 1);
  EXPECT_EQ(before.citations(0).outcome(), Outcome::OUTCOME_RESOLVED);
  EXPECT_EQ(before.citations(0).successors_size(), 0);
  const auto after = Annotate(
      "《商标法》第五十七条第（二）项、《商标法》第五十七条、"
      "《反不正当竞争法》第八条",
      2028);
  ASSERT_EQ(after.citations_size(), 3);
  EXPECT_EQ(after.citations(0).outcome(), Outcome::OUTCOME_NO_SUCH_PROVISION);
  ASSERT_EQ(after.citations(0).successors_size(), 1);
  EXPECT_EQ(after.citations(0).successors(0).provision(), "art72");
  EXPECT_EQ(after.citations(1).outcome(), Outcome::OUTCOME_RESOLVED);
  ASSERT_EQ(after.citations(1).successors_size(), 1);
  EXPECT_EQ(after.citations(1).successors(0).provision(), "art72");
  ASSERT_EQ(after.citations(2).successors_size(), 1);
  EXPECT_EQ(after.citations(2).successors(0).provision(), "art9");
}

TEST_F(ShippedTest, RefusesATextThatIsTooLong) {
  v1::AnnotateTextRequest request;
  request.set_text(std::string((size_t{1} << 20) + 1, 'a'));
  EXPECT_EQ(engine_->AnnotateText(Call(), request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ShippedTest, AppliesMandatoryBeforeRecommended) {
  v1::ResolveApplicableRequest request;
  request.mutable_product()->add_categories("fertilizer");
  request.mutable_product()->add_categories("compound-fertilizer");
  request.mutable_read()->mutable_as_of()->set_year(2024);
  request.mutable_read()->mutable_as_of()->set_month(6);
  request.mutable_read()->mutable_as_of()->set_day(1);
  const auto got = engine_->ResolveApplicable(Call(), request);
  ASSERT_TRUE(got.ok()) << got.status();
  ASSERT_GE(got->instruments_size(), 3);
  bool recommended = false;
  for (const auto& one : got->instruments()) {
    if (one.force() == v1::ApplicableInstrument::FORCE_RECOMMENDED) {
      recommended = true;
    } else {
      EXPECT_FALSE(recommended) << one.instrument().name();
    }
  }
  EXPECT_TRUE(recommended);
  request.mutable_product()->clear_categories();
  EXPECT_EQ(engine_->ResolveApplicable(Call(), request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ShippedTest, TellsTheLifeOfAStandard) {
  v1::GetLifeCycleRequest request;
  request.set_name("instruments/gb-18382");
  request.mutable_read()->mutable_as_of()->set_year(2022);
  request.mutable_read()->mutable_as_of()->set_month(1);
  request.mutable_read()->mutable_as_of()->set_day(1);
  const auto got = engine_->GetLifeCycle(Call(), request);
  ASSERT_TRUE(got.ok()) << got.status();
  ASSERT_EQ(got->editions_size(), 2);
  EXPECT_EQ(got->editions(0).edition().status(), v1::Edition::STATUS_IN_FORCE);
  const auto& later = got->editions(1);
  EXPECT_EQ(later.edition().status(), v1::Edition::STATUS_UPCOMING);
  EXPECT_THAT(later.replaces(),
              ElementsAre("instruments/gb-18382/editions/2001"));
  ASSERT_EQ(later.adoptions_size(), 1);
  EXPECT_EQ(later.adoptions(0).number(), "ISO 7409:2018");
  EXPECT_EQ(later.adoptions(0).degree(), v1::Adoption::DEGREE_NOT_EQUIVALENT);
  EXPECT_EQ(later.transition().from().year(), 2021);
  EXPECT_EQ(later.transition().until().year(), 2022);
  EXPECT_THAT(got->ics(), ElementsAre("65.080"));
}

TEST_F(ShippedTest, ComparesTwoEditions) {
  v1::DiffEditionsRequest request;
  request.set_from("instruments/trademark-law/editions/2019");
  request.set_to("instruments/trademark-law/editions/2026");
  const auto got = engine_->DiffEditions(Call(), request);
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_GT(got->changes_size(), 0);
  request.set_to("instruments/gb-18382/editions/2021");
  EXPECT_EQ(engine_->DiffEditions(Call(), request).status().code(),
            absl::StatusCode::kInvalidArgument);
  request.set_to("trademark-law");
  EXPECT_EQ(engine_->DiffEditions(Call(), request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace zhiheng::catalog
