// The engine over the data that ship with it: what officers will ask.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/data_folder.h"
#include "services/catalog/engine/page_token.h"
#include "services/catalog/engine/shipped_engine.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/common/problem/problem.h"
#include "services/common/testing/fake_clock.h"
#include "services/common/testing/proto.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ParseProto;
using ::testing::SizeIs;
using testing::StatusIs;
using Resolved = v1::ResolveCitationResponse;

TEST_F(EngineTest, TheEditionFollowsTheDay) {
  const auto before = Get("trademark-law", "", "art57.item1", "2026-12-31");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->provision().citation().display(),
            "《商标法》(2019)第五十七条第（一）项");
  EXPECT_EQ(before->provision().text_status(), v1::TEXT_STATUS_SUMMARY);
  EXPECT_EQ(before->edition().status(), v1::Edition::STATUS_IN_FORCE);
  EXPECT_EQ(before->provision().superseded().year(), 2027);
  const auto after = Get("trademark-law", "", "art72.item1", "2027-01-01");
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->provision().name(),
            "instruments/trademark-law/editions/2026/provisions/art72.item1");
  EXPECT_THAT(Get("trademark-law", "", "art72.item1", "2026-12-31"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineTest, EveryChangeOfEditionAtItsDay) {
  const struct {
    const char* instrument;
    const char* day;
    const char* edition;  // empty: none in force
  } kCases[] = {
      {"gb-18382", "2001-12-31", ""},
      {"gb-18382", "2002-01-01", "2001"},
      {"gb-18382", "2022-04-30", "2001"},
      {"gb-18382", "2022-05-01", "2021"},
      {"trademark-law", "2019-10-31", ""},
      {"trademark-law", "2019-11-01", "2019"},
      {"trademark-law", "2026-12-31", "2019"},
      {"trademark-law", "2027-01-01", "2026"},
      {"criminal-law", "2021-02-28", "2017"},
      {"criminal-law", "2021-03-01", "2020"},
      {"ip-crime-interpretation-2004-19", "2025-04-25", "2004"},
      {"ip-crime-interpretation-2004-19", "2025-04-26", ""},
      {"ip-crime-interpretation-2025-5", "2025-04-25", ""},
      {"ip-crime-interpretation-2025-5", "2025-04-26", "2025"},
      {"unlawful-gains-measures-118", "2026-03-19", ""},
      {"unlawful-gains-measures-118", "2026-03-20", "2026"},
      {"gb-t-15063", "2021-05-31", "2009"},
      {"gb-t-15063", "2021-06-01", "2020"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(std::string(c.instrument) + " " + c.day);
    const auto got = Get(c.instrument, "", "", c.day);
    if (std::string(c.edition).empty()) {
      EXPECT_THAT(got, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_EQ(ReasonOf(got.status()), "EDITION_NOT_IN_FORCE");
      continue;
    }
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_EQ(got->provision().citation().edition(), c.edition);
  }
}

TEST_F(EngineTest, ErrorsSayWhatThereIs) {
  const struct {
    const char* instrument;
    const char* edition;
    const char* provision;
    absl::StatusCode code;
    const char* reason;
    const char* says;
  } kCases[] = {
      {"trademark-lav", "", "art1", absl::StatusCode::kNotFound,
       "INSTRUMENT_NOT_FOUND", "did you mean \"trademark-law\""},
      {"trademark-law", "2018", "art57", absl::StatusCode::kNotFound,
       "EDITION_NOT_FOUND", "2019 [2019-11-01, 2027-01-01)"},
      {"trademark-law", "2019", "art57.item9", absl::StatusCode::kNotFound,
       "PROVISION_NOT_FOUND", "art57.item1"},
      {"trademark-law", "2026", "art72", absl::StatusCode::kFailedPrecondition,
       "EDITION_NOT_IN_FORCE", "in force that day: 2019"},
      {"Trademark", "", "", absl::StatusCode::kInvalidArgument,
       "CITATION_MALFORMED", "citation.instrument"},
      {"trademark-law", "!", "", absl::StatusCode::kInvalidArgument,
       "CITATION_MALFORMED", "citation.edition"},
      {"trademark-law", "", "57", absl::StatusCode::kInvalidArgument,
       "CITATION_MALFORMED", "citation.provision"},
  };
  for (const auto& c : kCases) {
    const auto got = Get(c.instrument, c.edition, c.provision, "2024-09-30");
    EXPECT_THAT(got, StatusIs(c.code, HasSubstr(c.says)));
    EXPECT_EQ(ReasonOf(got.status()), c.reason);
  }
}

TEST_F(EngineTest, ReadOptionsAreChecked) {
  auto request = ParseProto<v1::GetProvisionRequest>(R"pb(
    citation { instrument: "trademark-law" }
    read { as_of { year: 2024 month: 2 day: 30 } })pb");
  EXPECT_THAT(
      engine_->GetProvision(Call(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("read.as_of")));
  request.mutable_read()->mutable_as_of()->set_day(0);
  EXPECT_THAT(engine_->GetProvision(Call(), request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request.mutable_read()->mutable_as_of()->set_day(1);
  request.mutable_read()->set_exactly("nonsense");
  EXPECT_THAT(
      engine_->GetProvision(Call(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("read.exactly")));
  request.mutable_read()->set_exactly("c1-0123456789abcdef");
  EXPECT_THAT(engine_->GetProvision(Call(), request),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  request.mutable_read()->clear_exactly();
  request.mutable_read()->mutable_known_at()->set_nanos(-1);
  EXPECT_THAT(engine_->GetProvision(Call(), request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request.mutable_read()->mutable_known_at()->set_nanos(0);  // 1970
  EXPECT_THAT(engine_->GetProvision(Call(), request),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(EngineClockTest, TodayIsTheDayInShanghai) {
  testing::FakeClock clock;
  auto engine =
      CatalogEngine::Create({.data_folder = *FindDataFolder()}, &clock);
  ASSERT_TRUE(engine.ok()) << engine.status();
  v1::GetProvisionRequest request;
  request.mutable_citation()->set_instrument("trademark-law");
  const auto edition_at = [&](absl::Time now) {
    clock.Set(now);
    const auto call = CallContext::Root(&clock, absl::Seconds(5));
    return (*engine)
        ->GetProvision(call, request)
        ->provision()
        .citation()
        .edition();
  };
  // 2026-12-31 16:00 UTC is midnight of 2027-01-01 in Shanghai.
  const absl::Time midnight = absl::FromUnixSeconds(1'798'732'800);
  EXPECT_EQ(edition_at(midnight - absl::Seconds(1)), "2019");
  EXPECT_EQ(edition_at(midnight), "2026");
}

TEST_F(EngineTest, ABatchAnswersEachCitation) {
  auto request = ParseProto<v1::BatchGetProvisionsRequest>(R"pb(
    citations { instrument: "trademark-law" provision: "art60.para2" }
    citations { instrument: "trademark-law" edition: "2026" provision: "art74" }
    citations { instrument: "nothing" }
    citations { instrument: "BAD" }
    citations { instrument: "trademark-law" provision: "art74.para2" }
    citations { instrument: "db11-t-2443" }
    read { as_of { year: 2024 month: 9 day: 30 } })pb");
  const auto response = engine_->BatchGetProvisions(Call(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_THAT(response->results(), SizeIs(6));
  EXPECT_EQ(response->results(0).provision().citation().edition(), "2019");
  // An edition that is named is read whatever the day.
  EXPECT_EQ(response->results(1).provision().citation().edition(), "2026");
  EXPECT_EQ(response->results(2).error().code(), 5);
  EXPECT_THAT(response->results(2).error().details(), SizeIs(1));
  EXPECT_EQ(response->results(3).error().code(), 3);
  EXPECT_EQ(response->results(4).error().code(), 5);
  EXPECT_EQ(response->results(5).provision().citation().display(),
            "DB11/T 2443-2025");
  request.mutable_read()->set_exactly(response->snapshot_token());
  EXPECT_THAT(*engine_->BatchGetProvisions(Call(), request),
              testing::EqualsMessage(*response));
}

TEST_F(EngineTest, BatchSizeHoldsAtTheLimit) {
  v1::BatchGetProvisionsRequest request;
  EXPECT_THAT(engine_->BatchGetProvisions(Call(), request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  for (int i = 0; i < kMaxBatch; ++i) {
    request.add_citations()->set_instrument("gb-18382");
  }
  EXPECT_TRUE(engine_->BatchGetProvisions(Call(), request).ok());
  request.add_citations()->set_instrument("gb-18382");
  EXPECT_THAT(engine_->BatchGetProvisions(Call(), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("1001 citations")));
}

TEST_F(EngineTest, ACancelledBatchStops) {
  v1::BatchGetProvisionsRequest request;
  request.add_citations()->set_instrument("gb-18382");
  EXPECT_THAT(engine_->BatchGetProvisions(
                  CallContext::Root(clock_, -absl::Seconds(1)), request),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(EngineTest, ResolvesPrintedCitations) {
  const struct {
    const char* text;
    const char* day;
    Resolved::Outcome outcome;
    const char* display;
  } kCases[] = {
      {"《商标法》第五十七条第（一）项", "2024-09-30",
       Resolved::OUTCOME_RESOLVED, "《商标法》(2019)第五十七条第（一）项"},
      {"中华人民共和国商标法第57条第3项", "2026-12-31",
       Resolved::OUTCOME_RESOLVED, "《商标法》(2019)第五十七条第（三）项"},
      {"商标法第七十四条第二款", "2027-01-02", Resolved::OUTCOME_RESOLVED,
       "《商标法》(2026)第七十四条第二款"},
      {"《商标法》(2019)第六十条第二款", "2027-01-02",
       Resolved::OUTCOME_SUPERSEDED, "《商标法》(2019)第六十条第二款"},
      {"商标法2019年第六十条第二款", "2024-01-01", Resolved::OUTCOME_RESOLVED,
       "《商标法》(2019)第六十条第二款"},
      {"产品质量法第二十七条第（二）项", "2024-01-01",
       Resolved::OUTCOME_RESOLVED,
       "《产品质量法》(2018)第二十七条第一款第（二）项"},
      {"刑法第213条第1款", "2024-01-01", Resolved::OUTCOME_RESOLVED,
       "《刑法》(2020)第二百一十三条"},
      {"法释〔2004〕19号第一条第二款", "2024-01-01", Resolved::OUTCOME_RESOLVED,
       "《知识产权刑事案件解释（2004）》(2004)第一条第二款"},
      {"法释[2025]5号第六条", "2025-05-01", Resolved::OUTCOME_RESOLVED,
       "《知识产权刑事案件解释（2025）》(2025)第六条"},
      {"GB18382—2021 第7章", "2024-01-01", Resolved::OUTCOME_RESOLVED,
       "GB 18382-2021 第7章"},
      {"GB 18382", "2020-01-01", Resolved::OUTCOME_RESOLVED, "GB 18382-2001"},
      {"GB 18382-2001", "2024-01-01", Resolved::OUTCOME_SUPERSEDED,
       "GB 18382-2001"},
      {"《肥料标识 内容和要求》第7章", "2024-01-01", Resolved::OUTCOME_RESOLVED,
       "GB 18382-2021 第7章"},
      {"DB11/T 2443—2025", "2026-01-01", Resolved::OUTCOME_RESOLVED,
       "DB11/T 2443-2025"},
      {"GB 15063-2009", "2024-01-01", Resolved::OUTCOME_UNKNOWN_INSTRUMENT, ""},
      {"GB 10205-2009", "2024-01-01", Resolved::OUTCOME_UNKNOWN_INSTRUMENT, ""},
      {"商标法第九百条", "2024-01-01", Resolved::OUTCOME_NO_SUCH_PROVISION,
       "《商标法》(2019)第九百条"},
      {"商标法(1982)第三条", "2024-01-01", Resolved::OUTCOME_NO_SUCH_PROVISION,
       ""},
      {"某某管理条例第三条", "2024-01-01", Resolved::OUTCOME_UNKNOWN_INSTRUMENT,
       ""},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    const Resolved got = Cite(c.text, c.day);
    EXPECT_EQ(Resolved::Outcome_Name(got.outcome()),
              Resolved::Outcome_Name(c.outcome));
    EXPECT_EQ(got.citation().display(), c.display);
    EXPECT_EQ(got.has_provision(),
              c.outcome == Resolved::OUTCOME_RESOLVED ||
                  c.outcome == Resolved::OUTCOME_SUPERSEDED);
    EXPECT_EQ(got.hint().empty(), c.outcome == Resolved::OUTCOME_RESOLVED);
  }
}

TEST_F(EngineTest, HintsHelpTheAuthor) {
  EXPECT_THAT(Cite("GB 10205-2009", "2024-01-01").candidates(),
              ElementsAre("GB/T 10205"));
  EXPECT_THAT(Cite("商标侵权", "2024-01-01").candidates(), SizeIs(1));
  EXPECT_THAT(Cite("《商标法》(2019)第六十条", "2027-01-02").hint(),
              HasSubstr("in force that day: 2026"));
  v1::ResolveCitationRequest request;
  request.set_text("《商标法》第五十七条之后");
  EXPECT_THAT(engine_->ResolveCitation(Call(), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("not understood from")));
}

TEST_F(EngineTest, ListsInstrumentsInPages) {
  v1::ListInstrumentsRequest request;
  request.set_page_size(9);
  std::vector<std::string> names;
  do {
    const auto page = engine_->ListInstruments(Call(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->instruments_size(), 9);
    for (const auto& instrument : page->instruments()) {
      names.push_back(instrument.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(),
            names.size());
  EXPECT_GT(names.size(), 30u);
  EXPECT_EQ(*PageSize(0), kDefaultPageSize);
  EXPECT_EQ(*PageSize(kMaxPageSize), kMaxPageSize);
  EXPECT_EQ(*PageSize(kMaxPageSize + 1), kMaxPageSize);
}

TEST_F(EngineTest, ListsEditionsOldestFirst) {
  v1::ListEditionsRequest request;
  request.set_parent("instruments/gb-18382");
  SetDay("2024-09-30", request.mutable_read());
  const auto response = engine_->ListEditions(Call(), request);
  ASSERT_TRUE(response.ok());
  ASSERT_THAT(response->editions(), SizeIs(2));
  EXPECT_EQ(response->editions(0).number(), "GB 18382-2001");
  EXPECT_EQ(response->editions(0).status(), v1::Edition::STATUS_SUPERSEDED);
  EXPECT_EQ(response->editions(1).status(), v1::Edition::STATUS_IN_FORCE);
  SetDay("2021-05-01", request.mutable_read());
  EXPECT_EQ(engine_->ListEditions(Call(), request)->editions(1).status(),
            v1::Edition::STATUS_UPCOMING);
  request.set_parent("instruments/none");
  EXPECT_THAT(engine_->ListEditions(Call(), request),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineTest, ShippedDataAreSound) {
  const auto parsed = ParseInstrumentFolder(*FindDataFolder());
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(Render(parsed->diagnostics), "");
  std::set<std::string> editions;
  for (const Batch& batch : parsed->batches) {
    editions.insert(InstrumentName(batch.instrument.id));
    for (const EditionBatch& edition : batch.editions) {
      editions.insert(EditionName(batch.instrument.id, edition.edition.id));
    }
  }
  for (const Batch& batch : parsed->batches) {
    for (const EditionBatch& e : batch.editions) {
      SCOPED_TRACE(EditionName(batch.instrument.id, e.edition.id));
      if (!e.edition.superseded_by.empty()) {
        EXPECT_TRUE(editions.count(e.edition.superseded_by))
            << e.edition.superseded_by;
      }
      for (const Provision& p : e.provisions) {
        EXPECT_EQ(p.text_status, TextStatus::kSummary) << p.id;
        EXPECT_FALSE(p.text.en.empty()) << p.id;
      }
    }
  }
}

TEST_F(EngineTest, NumbersOfEnumsAgreeWithTheWire) {
  EXPECT_EQ(static_cast<int>(v1::Instrument::Kind_MAX), kKindCount - 1);
  EXPECT_EQ(static_cast<int>(Kind::kMandatoryStandard),
            v1::Instrument::KIND_MANDATORY_STANDARD);
  EXPECT_EQ(static_cast<int>(Kind::kNotice), v1::Instrument::KIND_NOTICE);
  EXPECT_EQ(static_cast<int>(TextStatus::kOfficial), v1::TEXT_STATUS_OFFICIAL);
  EXPECT_EQ(static_cast<int>(TextStatus::kAbsent), v1::TEXT_STATUS_ABSENT);
}

TEST(EngineCreateTest, RefusesBrokenData) {
  testing::FakeClock clock;
  EXPECT_THAT(CatalogEngine::Create({.data_folder = "no/such/folder"}, &clock),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace zhiheng::catalog
