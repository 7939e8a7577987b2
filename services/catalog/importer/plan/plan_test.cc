// Whole imports of small invented laws into a store in memory.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/catalog/importer/plan/import_run.h"
#include "services/catalog/importer/plan/instrument_id.h"
#include "services/catalog/importer/plan/provenance.h"
#include "services/catalog/model/names.h"
#include "services/catalog/store/sqlite/store.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::zhiheng::testing::StatusIs;

std::string Law(const std::string& title, const std::string& events,
                const std::string& body) {
  return absl::StrCat("# ", title, "\n\n", events, "\n\n<!-- INFO END -->\n\n",
                      body);
}

constexpr char kOld[] = "2001年1月1日 第九届全国人民代表大会常务委员会通过";
constexpr char kNew[] =
    "2001年1月1日 第九届全国人民代表大会常务委员会通过\n\n"
    "2010年5月1日 第十一届全国人民代表大会常务委员会修订";

class Observer final : public ImportObserver {
 public:
  void OnDiagnostic(const Diagnostic& d) override { all.push_back(d); }
  bool OnProgress(const ImportProgress& p) override {
    return stop_after < 0 || p.instruments_done < stop_after;
  }
  std::vector<std::string> Codes() const {
    std::vector<std::string> out;
    for (const Diagnostic& d : all) out.push_back(d.code);
    return out;
  }
  std::vector<Diagnostic> all;
  int64_t stop_after = -1;
};

class PlanTest : public ::testing::Test {
 protected:
  PlanTest() : store_(*SqliteStore::Create({})) {}

  void Put(const std::string& name, const std::string& content) {
    ASSERT_TRUE(files_.Add(name, content, {}).ok());
  }

  ImportSummary Import(const ImportOptions& options = {}) {
    observer_.all.clear();
    const auto summary = RunImport(files_, options, store_.get(),
                                   absl::FromUnixSeconds(1000), &observer_);
    EXPECT_TRUE(summary.ok()) << summary.status();
    return summary.value_or(ImportSummary());
  }

  int64_t Newest() const { return store_->Open({})->commit; }

  std::vector<std::string> Editions(const std::string& instrument) const {
    std::vector<std::string> out;
    const auto editions = store_->ListEditions(Newest(), instrument);
    for (const Edition& e : *editions) {
      out.push_back(absl::StrCat(e.id, " ", e.InForce().ToString()));
    }
    return out;
  }

  // The text that answers, and whose it is.
  std::string Answer(const std::string& instrument, const std::string& edition,
                     const std::string& id) const {
    const auto found = store_->GetProvisions(Newest(), instrument, edition, id);
    if (found->empty()) return "(none)";
    return absl::StrCat((*found)[0].text.zh, " <", (*found)[0].source, ">");
  }

  std::unique_ptr<SqliteStore> store_;
  MemoryFiles files_;
  Observer observer_;
};

TEST_F(PlanTest, EditionsFollowOneAnother) {
  Put("行政法规/a.md", Law("中华人民共和国风车法", kOld,
                           "第一条 旧。\n\n第二条 本法自2001年3月1日起施行。"));
  Put("行政法规/b.md", Law("中华人民共和国风车法", kNew,
                           "第一条 新。\n\n第二条 本法自2010年7月1日起施行。"));
  const ImportSummary summary = Import();
  EXPECT_EQ(summary.instruments, 1);
  EXPECT_EQ(summary.editions, 2);
  EXPECT_THAT(
      Editions("feng-che-fa"),
      ElementsAre("2001 [2001-03-01, 2010-07-01)", "2010 [2010-07-01, open)"));
  EXPECT_EQ(Answer("feng-che-fa", "2001", "art1"), "旧。 <lawrefbook>");
  EXPECT_EQ(Answer("feng-che-fa", "2010", "art1"), "新。 <lawrefbook>");
}

TEST_F(PlanTest, ASecondImportChangesNothing) {
  Put("a.md", Law("风车法", kOld, "第一条 旧。\n\n第二条 自公布之日起施行。"));
  Put("j/README.md",
      "# 中华人民共和国风车法\n\n2001年1月1日通过\n\n**第一条**　旧啊。\n\n"
      "**第二条**　自公布之日起施行。\n");
  Put("u.md",
      "---\ntitle:\n  zh: 风车规范\nid: u\n---\n# 风车规范\n\n第一条 甲。\n\n"
      "第二条 自2020年1月1日起施行。\n");
  const ImportSummary first = Import();
  EXPECT_GT(first.rows_added, 0);
  const std::string before = store_->Open({})->Token();
  const ImportSummary second = Import();
  EXPECT_EQ(second.rows_added + second.rows_changed + second.rows_removed, 0);
  EXPECT_EQ(second.editions_written, 0);
  EXPECT_EQ(store_->Open({})->Token(), before);
}

TEST_F(PlanTest, AnEarlierEditionThatComesLaterMovesTheEnd) {
  Put("a.md", Law("风车法", kOld, "第一条 旧。\n\n第二条 自公布之日起施行。"));
  Import();
  EXPECT_THAT(Editions("feng-che-fa"), ElementsAre("2001 [2001-01-01, open)"));
  Put("b.md", Law("风车法", kNew, "第一条 新。\n\n第二条 自公布之日起施行。"));
  Import();
  EXPECT_THAT(
      Editions("feng-che-fa"),
      ElementsAre("2001 [2001-01-01, 2010-05-01)", "2010 [2010-05-01, open)"));
}

TEST_F(PlanTest, TwoSourcesAreComparedAndBothKept) {
  Put("a.md", Law("风车法", kOld,
                  "第一条 投人使用。\n\n第二条 甲，乙。\n\n"
                  "第三条 自公布之日起施行。"));
  Put("j/README.md",
      "# 中华人民共和国风车法\n\n2001年1月1日通过\n\n**第一条**　投入使用。\n\n"
      "**第二条**　甲、乙。\n\n**第三条**　自公布之日起施行。\n");
  const ImportSummary summary = Import();
  EXPECT_EQ(summary.editions, 1);
  const auto pair = summary.pairs.find("just-laws, lawrefbook");
  ASSERT_NE(pair, summary.pairs.end());
  EXPECT_EQ(pair->second.first, 1);
  EXPECT_EQ(pair->second.second, 0);
  ASSERT_THAT(observer_.Codes(), Contains("sources-differ"));
  for (const Diagnostic& d : observer_.all) {
    if (d.code != "sources-differ") continue;
    EXPECT_THAT(d.message, HasSubstr("art1 differ"));
  }
  // The better source answers; of the other one only what differs is kept.
  EXPECT_EQ(Answer("feng-che-fa", "2001", "art1"), "投入使用。 <just-laws>");
  EXPECT_EQ(
      store_->GetProvisions(Newest(), "feng-che-fa", "2001", "art1")->size(),
      2u);
  EXPECT_EQ(
      store_->GetProvisions(Newest(), "feng-che-fa", "2001", "art2")->size(),
      1u);
}

TEST_F(PlanTest, ATruncatedSourceIsCompletedByTheOther) {
  Put("a.md", Law("风车法", kOld, "第一条 甲。\n\n第二条 乙。"));
  Import();
  EXPECT_EQ(Answer("feng-che-fa", "2001", "art3"), "(none)");
  Put("j/README.md",
      "# 中华人民共和国风车法\n\n2001年1月1日通过\n\n**第一条**　甲。\n\n"
      "**第二条**　乙。\n\n**第三条**　自公布之日起施行。\n");
  const ImportSummary summary = Import();
  EXPECT_EQ(Answer("feng-che-fa", "2001", "art3"),
            "自公布之日起施行。 <just-laws>");
  EXPECT_EQ(summary.editions, 1);
}

TEST_F(PlanTest, StrictRefusesDamageAndSaysSo) {
  Put("a.md", Law("风车法", kOld, "第一条 甲。\n\n第三条 自公布之日起施行。"));
  Put("b.md", Law("水车法", kOld, "第一条 甲。\n\n第二条 自公布之日起施行。"));
  const ImportSummary summary = Import({.strict = true});
  EXPECT_EQ(summary.editions_refused, 1);
  EXPECT_THAT(observer_.Codes(), Contains("refused"));
  EXPECT_THAT(Editions("feng-che-fa"), IsEmpty());
  EXPECT_THAT(Editions("shui-che-fa"), Not(IsEmpty()));
}

TEST_F(PlanTest, ValidateOnlyWritesNothing) {
  Put("a.md", Law("风车法", kOld, "第一条 甲。\n\n第二条 自公布之日起施行。"));
  const ImportSummary summary = Import({.validate_only = true});
  EXPECT_EQ(summary.editions, 1);
  EXPECT_EQ(summary.articles, 2);
  EXPECT_EQ(Newest(), 0);
}

TEST_F(PlanTest, AStoppedImportIsResumed) {
  for (const char* title : {"风车法", "水车法", "马车法"}) {
    Put(absl::StrCat(title, ".md"),
        Law(title, kOld, "第一条 甲。\n\n第二条 自公布之日起施行。"));
  }
  observer_.stop_after = 2;
  EXPECT_THAT(
      RunImport(files_, {}, store_.get(), absl::FromUnixSeconds(1), &observer_),
      StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(Newest(), 2);
  observer_.stop_after = -1;
  const ImportSummary rest = Import();
  EXPECT_EQ(rest.editions_written, 1);
  EXPECT_EQ(rest.editions_unchanged, 2);
}

constexpr char kOwn[] = R"(instrument: windmill-law
kind: law
title: {zh: 中华人民共和国风车法, en: Windmill Law}
short_names: [风车法]
editions:
  "2001":
    title: {zh: 2001年, en: "2001"}
    published: 2001-01-01
    effective: 2001-06-01
    source: read
    provisions:
      art1: {zh: 概要, en: in short}
      art9: {zh: 只在概要里, en: only here}
)";

TEST_F(PlanTest, TheOfficialTextTakesTheSummarysPlaceAndBothStay) {
  Put("own.yaml", kOwn);
  Put("a.md",
      Law("风车法", kOld, "第一条 正文。\n\n第二条 自公布之日起施行。"));
  Import();
  EXPECT_EQ(Answer("windmill-law", "2001", "art1"), "正文。 <lawrefbook>");
  EXPECT_EQ(Answer("windmill-law", "2001", "art9"), "只在概要里 <read>");
  EXPECT_EQ(
      store_->GetProvisions(Newest(), "windmill-law", "2001", "art1")->size(),
      2u);
  // Our own dates stay.
  EXPECT_THAT(Editions("windmill-law"), ElementsAre("2001 [2001-06-01, open)"));
  // Loading our files again, as a server does at its start, changes nothing.
  const std::string before = store_->Open({})->Token();
  ParsedInstrument parsed = ParseInstrumentFile(kOwn, "own.yaml");
  ASSERT_TRUE(KeepWhatImportsAdded(*store_, &*parsed.batch).ok());
  ASSERT_TRUE(store_->Commit(*parsed.batch, absl::FromUnixSeconds(2)).ok());
  EXPECT_EQ(store_->Open({})->Token(), before);
}

TEST_F(PlanTest, StandardsCloseTheirPredecessors) {
  Put("standards.json",
      "[{\"number\":\"YY/T 0483-2004\",\"title_zh\":\"风车\","
      "\"approval_date\":\"2004-01-01\",\"effective_date\":\"2004-08-01\"},"
      "{\"number\":\"YY/T 0483-2026\",\"title_zh\":\"风车\","
      "\"approval_date\":\"2026-01-01\",\"effective_date\":\"2027-08-01\"}]");
  Import();
  EXPECT_THAT(
      Editions("yy-t-0483"),
      ElementsAre("2004 [2004-08-01, 2027-08-01)", "2026 [2027-08-01, open)"));
}

TEST_F(PlanTest, AnUndatedTextJoinsTheEditionThatSaysTheSame) {
  Put("a.md", Law("风车法", kOld,
                  "第一条 甲。\n\n第二条 乙。\n\n第三条 自公布之日起施行。"));
  Put("c.jsonl",
      "{\"law_name\":\"风车法\",\"content\":\"第一条 甲。\"}\n"
      "{\"law_name\":\"风车法\",\"content\":\"第二条 乙。\"}\n");
  const ImportSummary summary = Import();
  EXPECT_EQ(summary.editions, 1);
  EXPECT_THAT(Editions("feng-che-fa"), ElementsAre("2001 [2001-01-01, open)"));
}

// Two editions say the same; the store tells them in another order next time.
TEST_F(PlanTest, AnUndatedTextStaysWithItsEdition) {
  const std::string body = "第一条 甲。\n\n第二条 自公布之日起施行。";
  Put("b.md", Law("风车法", kNew, body));
  Import();
  Put("a.md", Law("风车法", kOld, body));
  Put("c.jsonl", "{\"law_name\":\"风车法\",\"content\":\"第一条 甲。\"}\n");
  Import();
  const int64_t before = Newest();
  Import();
  EXPECT_EQ(Newest(), before);
}

TEST_F(PlanTest, TheIndexOfACollectionKnowsTheDay) {
  Put("laws/a.md", Law("风车法", "2001年1月1日 通过\n\n2019年4月23日 修正",
                       "第一条 甲。\n\n第二条 本法自2001年3月1日起施行。"));
  Put("index.tsv",
      "id\tlevel\tname\tfilename\tpublish\texpired\torder\tsubtitle\tvalid_"
      "from\n"
      "1\t法律\t风车法\t\t2019-04-23\t0\t\t\t2019-11-01\n");
  Import();
  EXPECT_THAT(Editions("feng-che-fa"), ElementsAre("2019 [2019-11-01, open)"));
}

TEST_F(PlanTest, WhatIsNotKeptInMemoryIsReadAgain) {
  for (const char* name : {"a", "b", "c"}) {
    Put(absl::StrCat(name, ".md"),
        Law(absl::StrCat("风车", name, "法"), kOld,
            "第一条 甲。\n\n第二条 自公布之日起施行。"));
  }
  ImportOptions options;
  options.max_kept_bytes = 0;
  EXPECT_EQ(Import(options).rows_added, 3 * 4);
  const int64_t before = Newest();
  EXPECT_EQ(Import().provisions, 3 * 2);
  EXPECT_EQ(Newest(), before);
}

TEST_F(PlanTest, WhatIsNoLawIsLeftAlone) {
  Put("README.md", "# About\n\nNothing here.\n");
  Put("LICENSE", "MIT");
  Put("broken.xml", "<akomaNtoso>");
  Put("binary.md", std::string("# x\n\0<!-- INFO END -->", 22));
  Put("old.doc", "\xD0\xCF\x11\xE0");
  const ImportSummary summary = Import();
  EXPECT_EQ(summary.editions, 0);
  EXPECT_EQ(summary.errors, 3);
  EXPECT_EQ(summary.skipped, 2);
  EXPECT_EQ(Newest(), 0);
}

TEST(InstrumentIdTest, AreValidAndTellHomophonesApart) {
  EXPECT_EQ(InstrumentIds().OfTitle("长江保护法"), "chang-jiang-bao-hu-fa");
  EXPECT_EQ(InstrumentIds::OfStandard("GB/T 42062"), "gb-t-42062");
  EXPECT_EQ(InstrumentIds::OfStandard("DB11/T 2443.1"), "db11-t-2443.1");
  for (const std::string& title :
       {std::string("《》"), std::string("1999"), std::string(3000, 'a'),
        std::string(
            "关于关于关于关于关于关于关于关于关于关于关于关于关于关于"
            "关于关于关于关于关于关于关于关于关于关于关于关于的规定")}) {
    EXPECT_TRUE(CheckInstrumentId(InstrumentIds().OfTitle(title)).ok())
        << title;
  }
  EXPECT_NE(WithDigest("a", "x"), WithDigest("a", "y"));
}

TEST(ProvenanceTest, ReadsWhatItWrites) {
  for (const char* source :
       {"articles read (V-15)",
        "imported from just-laws, lawrefbook; day in "
        "force from the last article",
        "articles read; high; text imported from lawrefbook"}) {
    EXPECT_EQ(Provenance::Parse(source).ToString(), source);
  }
}

}  // namespace
}  // namespace zhiheng::catalog
