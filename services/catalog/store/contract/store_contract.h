// What every catalog store must do, as a typed test suite: a store passes it by
//
//   struct SqliteMaker { static std::unique_ptr<CatalogStore> Make(); };
//   INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqliteMaker);
//
// Test only.
#ifndef SERVICES_CATALOG_STORE_CONTRACT_STORE_CONTRACT_H_
#define SERVICES_CATALOG_STORE_CONTRACT_STORE_CONTRACT_H_

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/store/catalog_store.h"
#include "services/catalog/store/contract/store_model.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {

inline Batch SmallBatch(const std::string& text = "甲") {
  Batch batch;
  batch.origin = "test";
  batch.instrument.id = "trademark-law";
  batch.instrument.kind = Kind::kLaw;
  batch.instrument.title = {"中华人民共和国商标法", "Trademark Law"};
  batch.instrument.short_names = {"商标法", "商标法律"};
  EditionBatch edition;
  edition.edition.instrument = "trademark-law";
  edition.edition.id = "2019";
  edition.edition.title = {"商标法（2019年修正）", "2019"};
  edition.edition.number = "主席令第29号";
  edition.edition.effective = Day("2019-11-01");
  edition.edition.superseded = Day("2027-01-01");
  Provision provision;
  provision.instrument = "trademark-law";
  provision.edition = "2019";
  provision.id = "art57.item1";
  provision.ordinal = 1;
  provision.heading = "侵权";
  provision.text = {text, "text"};
  provision.text_status = TextStatus::kSummary;
  edition.provisions.push_back(provision);
  batch.editions.push_back(edition);
  return batch;
}

inline const absl::Time kDayOne = absl::FromUnixSeconds(1'700'000'000);

template <typename Maker>
class StoreContract : public ::testing::Test {
 protected:
  // A maker gives nothing when what the store needs is not installed.
  void SetUp() override {
    if (store_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
  }

  std::unique_ptr<CatalogStore> store_ = Maker::Make();

  CommitResult Put(const Batch& batch, absl::Time at = kDayOne) {
    auto result = store_->Commit(batch, at);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(CommitResult());
  }
  std::string TextAt(int64_t commit) {
    const auto forms =
        store_->GetProvisions(commit, "trademark-law", "2019", "art57.item1");
    EXPECT_TRUE(forms.ok()) << forms.status();
    return forms.ok() && !forms->empty() ? forms->front().text.zh : "";
  }
};
TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, AnEmptyStoreIsCommitZero) {
  const auto snapshot = this->store_->Open({});
  ASSERT_TRUE(snapshot.ok());
  EXPECT_EQ(snapshot->commit, 0);
  EXPECT_TRUE(this->store_->Open({.exactly = snapshot->Token()}).ok());
  EXPECT_THAT(*this->store_->ListInstruments(0, Kind::kUnspecified, "", 10),
              ::testing::IsEmpty());
}

TYPED_TEST_P(StoreContract, ReadsBackWhatWasWritten) {
  const Batch batch = SmallBatch();
  const CommitResult result = this->Put(batch);
  EXPECT_EQ(result.added, 3);
  const int64_t commit = result.snapshot.commit;
  EXPECT_EQ(**this->store_->GetInstrument(commit, "trademark-law"),
            batch.instrument);
  EXPECT_THAT(*this->store_->ListEditions(commit, "trademark-law"),
              ::testing::ElementsAre(batch.editions[0].edition));
  EXPECT_THAT(*this->store_->GetProvisions(commit, "trademark-law", "2019",
                                           "art57.item1"),
              ::testing::ElementsAre(batch.editions[0].provisions[0]));
  EXPECT_FALSE(this->store_->GetInstrument(commit, "none")->has_value());
}

TYPED_TEST_P(StoreContract, WritingTheSameTwiceChangesNothing) {
  const CommitResult first = this->Put(SmallBatch());
  const CommitResult second = this->Put(SmallBatch());
  EXPECT_TRUE(second.Unchanged());
  EXPECT_EQ(second.snapshot.Token(), first.snapshot.Token());
}

TYPED_TEST_P(StoreContract, AGroupIsOneCommitABatch) {
  const std::vector<Batch> group = {SmallBatch("甲"), SmallBatch("甲"),
                                    SmallBatch("乙")};
  const auto results = *this->store_->CommitGroup(group, kDayOne);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].snapshot.commit, 1);
  EXPECT_TRUE(results[1].Unchanged());
  EXPECT_EQ(results[2].snapshot.commit, 2);
  EXPECT_EQ(this->TextAt(1), "甲");
  EXPECT_EQ(this->TextAt(2), "乙");
  EXPECT_TRUE(this->store_->CommitGroup({}, kDayOne)->empty());
}

TYPED_TEST_P(StoreContract, SaysWhatEachCommitWasAbout) {
  const CommitResult first = this->Put(SmallBatch("甲"));
  this->Put(SmallBatch("甲"));
  const CommitResult second = this->Put(SmallBatch("乙"), kDayOne);
  const auto all = *this->store_->ListChanges(0, 10);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0], (CommitRecord{first.snapshot,
                                  absl::ToUnixMicros(kDayOne),
                                  "test",
                                  "trademark-law",
                                  {"2019"}}));
  EXPECT_EQ(all[1].snapshot, second.snapshot);
  EXPECT_EQ(all[1].recorded_at, absl::ToUnixMicros(kDayOne) + 1);
  EXPECT_EQ(this->store_->ListChanges(1, 10)->size(), 1u);
  EXPECT_EQ(this->store_->ListChanges(0, 1)->front().snapshot, first.snapshot);
  EXPECT_TRUE(this->store_->ListChanges(2, 10)->empty());
}

// Two origins speak of one instrument: neither overwrites the other.
TYPED_TEST_P(StoreContract, KeepsWhatEachOriginSays) {
  Batch house = SmallBatch();
  house.origin = "zhiheng";
  house.instrument.issuer = "";
  house.editions[0].edition.superseded.reset();
  Batch corpus = SmallBatch();
  corpus.origin = "corpus";
  corpus.instrument.title = {"商标法", ""};
  corpus.instrument.short_names = {"商标"};
  corpus.instrument.issuer = "全国人大常委会";
  corpus.editions[0].edition.number = "另一个文号";
  this->Put(corpus);
  this->Put(house);
  EXPECT_TRUE(this->Put(corpus).Unchanged());
  const int64_t commit = this->store_->Open({})->commit;
  const Instrument seen =
      **this->store_->GetInstrument(commit, "trademark-law");
  EXPECT_EQ(seen.title.zh, "中华人民共和国商标法");
  EXPECT_EQ(seen.issuer, "全国人大常委会");
  EXPECT_THAT(seen.short_names,
              ::testing::ElementsAre("商标法", "商标法律", "商标"));
  const auto editions = *this->store_->ListEditions(commit, "trademark-law");
  ASSERT_EQ(editions.size(), 1u);
  EXPECT_EQ(editions[0].number, "主席令第29号");
  EXPECT_EQ(editions[0].superseded, Day("2027-01-01"));
  EXPECT_EQ(this->store_->FindEditions(commit, "另一个文号")->size(), 0u);
  EXPECT_EQ(this->store_->FindEditions(1, "另一个文号")->size(), 1u);
}

TYPED_TEST_P(StoreContract, ARenameReachesEveryProvisionOfTheInstrument) {
  Batch both = SmallBatch("同样的文本");
  both.editions.push_back(both.editions[0]);
  both.editions[1].edition.id = "2013";
  both.editions[1].edition.effective = Day("2014-05-01");
  both.editions[1].provisions[0].edition = "2013";
  const int64_t before = this->Put(both).snapshot.commit;
  Batch official = SmallBatch("公布的文本");
  official.origin = "zz";
  const int64_t with_other = this->Put(official).snapshot.commit;
  Batch renamed = SmallBatch("同样的文本");
  renamed.instrument.short_names = {"品牌法"};
  renamed.instrument.title.zh = "品牌法典";
  const CommitResult result = this->Put(renamed);
  EXPECT_EQ(result.Total(), 1) << "a rename is one change";
  const auto count = [&](const char* words, int64_t at) {
    return this->store_
        ->FindCandidates(at, *ParseSearchQuery(words),
                         {.as_of = Day("2024-01-01")}, 10)
        ->size();
  };
  EXPECT_EQ(count("品牌法典", before), 0u);
  EXPECT_EQ(count("中华人民共和国商标法", with_other), 3u);
  EXPECT_EQ(count("品牌法典", result.snapshot.commit), 3u);
  EXPECT_EQ(count("中华人民共和国商标法", result.snapshot.commit), 0u);
  EXPECT_EQ(with_other, before + 1);
  EXPECT_THAT(this->store_->ListChanges(with_other, 1)->front().editions,
              ::testing::ElementsAre("2013", "2019"));
}

TYPED_TEST_P(StoreContract, ASuspendedProvisionIsKnownAndNotInForce) {
  Batch batch = SmallBatch("暂停的规定");
  Provision& p = batch.editions[0].provisions[0];
  p.suspended = {{Day("2020-02-01"), Day("2020-05-01")},
                 {Day("2022-01-01"), std::nullopt}};
  const int64_t commit = this->Put(batch).snapshot.commit;
  const auto forms = *this->store_->GetProvisions(commit, "trademark-law",
                                                  "2019", "art57.item1");
  ASSERT_THAT(forms, ::testing::ElementsAre(p));
  const auto count = [&](const char* day) {
    return this->store_
        ->FindCandidates(commit, *ParseSearchQuery("暂停"), {.as_of = Day(day)},
                         10)
        ->size();
  };
  EXPECT_EQ(count("2020-01-31"), 1u);
  EXPECT_EQ(count("2020-02-01"), 0u);
  EXPECT_EQ(count("2020-04-30"), 0u);
  EXPECT_EQ(count("2020-05-01"), 1u);
  EXPECT_EQ(count("2021-12-31"), 1u);
  EXPECT_EQ(count("2022-01-01"), 0u);
  EXPECT_EQ(count("2026-12-31"), 0u);
  // Lifting the second suspension does not change what was believed.
  p.suspended.pop_back();
  EXPECT_EQ(this->Put(batch).changed, 1);
  EXPECT_EQ(count("2022-01-01"), 0u);
}

TYPED_TEST_P(StoreContract, RefusesPartsOfAnotherWhole) {
  Batch batch = SmallBatch();
  batch.editions[0].provisions[0].edition = "2013";
  EXPECT_THAT(this->store_->Commit(batch, kDayOne),
              testing::StatusIs(absl::StatusCode::kInvalidArgument));
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("\xff")}) {
    EXPECT_THAT(this->store_->Commit(SmallBatch(text), kDayOne),
                testing::StatusIs(absl::StatusCode::kInvalidArgument));
  }
  batch = SmallBatch("反斜杠\\N 制表\t 换行\n 回车\r \\.");
  EXPECT_THAT(
      *this->store_->GetProvisions(this->Put(batch).snapshot.commit,
                                   "trademark-law", "2019", "art57.item1"),
      ::testing::ElementsAre(batch.editions[0].provisions[0]));
  batch.origin.clear();
  EXPECT_THAT(this->store_->Commit(batch, kDayOne),
              testing::StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(this->store_->Open({})->commit, 1) << "a refused batch left rows";
}

TYPED_TEST_P(StoreContract, ACorrectionKeepsWhatWasBelieved) {
  const CommitResult first = this->Put(SmallBatch("甲"));
  const CommitResult second = this->Put(SmallBatch("乙"));
  EXPECT_EQ(second.changed, 1);
  EXPECT_EQ(this->TextAt(first.snapshot.commit), "甲");
  EXPECT_EQ(this->TextAt(second.snapshot.commit), "乙");
}

TYPED_TEST_P(StoreContract, ARemovalKeepsWhatWasBelieved) {
  const CommitResult first = this->Put(SmallBatch());
  Batch empty = SmallBatch();
  empty.editions[0].provisions.clear();
  const CommitResult second = this->Put(empty);
  EXPECT_EQ(second.removed, 1);
  EXPECT_EQ(this->TextAt(first.snapshot.commit), "甲");
  EXPECT_EQ(this->TextAt(second.snapshot.commit), "");
}

TYPED_TEST_P(StoreContract, EditionsAndOriginsNotNamedStay) {
  this->Put(SmallBatch());
  Batch official = SmallBatch("公布的文本");
  official.origin = "other";
  official.editions[0].provisions[0].text_status = TextStatus::kOfficial;
  const CommitResult result = this->Put(official);
  const auto forms = *this->store_->GetProvisions(
      result.snapshot.commit, "trademark-law", "2019", "art57.item1");
  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].text_status, TextStatus::kOfficial);
  EXPECT_EQ(forms[1].text_status, TextStatus::kSummary);
}

TYPED_TEST_P(StoreContract, SnapshotsByTokenAndTime) {
  const absl::Time later = kDayOne + absl::Hours(1);
  const CommitResult first = this->Put(SmallBatch("甲"), kDayOne);
  const CommitResult second = this->Put(SmallBatch("乙"), later);
  const auto open = [&](const SnapshotQuery& query) {
    const auto snapshot = this->store_->Open(query);
    return snapshot.ok() ? snapshot->commit : -1;
  };
  EXPECT_EQ(open({}), 2);
  EXPECT_EQ(open({.exactly = first.snapshot.Token()}), 1);
  EXPECT_EQ(open({.at_least = first.snapshot.Token()}), 2);
  EXPECT_EQ(open({.known_at = kDayOne - absl::Seconds(1)}), 0);
  EXPECT_EQ(open({.known_at = kDayOne}), 1);
  EXPECT_EQ(open({.known_at = later - absl::Microseconds(1)}), 1);
  EXPECT_EQ(open({.known_at = later}), 2);
  EXPECT_THAT(this->store_->Open({.exactly = "c9-0123456789abcdef"}),
              testing::StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(this->store_->Open({.at_least = "c2-0123456789abcdef"}),
              testing::StatusIs(absl::StatusCode::kFailedPrecondition));
  for (const char* token : {"x", "c-", "c1", "c1-0", "c1-zzzzzzzzzzzzzzzz",
                            "c-1-0123456789abcdef"}) {
    EXPECT_THAT(this->store_->Open({.exactly = token}),
                testing::StatusIs(absl::StatusCode::kInvalidArgument))
        << token;
  }
  EXPECT_THAT(this->store_->Open(
                  {.known_at = later, .exactly = second.snapshot.Token()}),
              testing::StatusIs(absl::StatusCode::kInvalidArgument));
}

TYPED_TEST_P(StoreContract, RecordedTimeNeverRunsBack) {
  this->Put(SmallBatch("甲"), kDayOne);
  this->Put(SmallBatch("乙"), kDayOne - absl::Hours(1));
  const auto at = [&](absl::Time time) {
    return this->store_->Open({.known_at = time})->commit;
  };
  EXPECT_EQ(at(kDayOne), 1);
  EXPECT_EQ(at(kDayOne + absl::Microseconds(1)), 2);
}

TYPED_TEST_P(StoreContract, EqualHistoriesHaveEqualTokens) {
  const auto other = TypeParam::Make();
  const CommitResult a = this->Put(SmallBatch());
  const CommitResult b = *other->Commit(SmallBatch(), kDayOne + absl::Hours(5));
  EXPECT_EQ(a.snapshot.Token(), b.snapshot.Token());
  EXPECT_NE(this->Put(SmallBatch("乙")).snapshot.Token(),
            other->Commit(SmallBatch("丙"), kDayOne)->snapshot.Token());
}

TYPED_TEST_P(StoreContract, FindsByNamesAndNumbers) {
  const int64_t commit = this->Put(SmallBatch()).snapshot.commit;
  for (const char* key : {"商标法", "商标法律", "中华人民共和国商标法",
                          "trademarklaw", "trademark-law"}) {
    EXPECT_EQ(this->store_->FindInstruments(commit, key)->size(), 1u) << key;
  }
  EXPECT_TRUE(this->store_->FindInstruments(commit, "")->empty());
  EXPECT_TRUE(this->store_->FindInstruments(0, "商标法")->empty());
  EXPECT_EQ(this->store_->FindEditions(commit, "主席令第29号")->size(), 1u);
}

TYPED_TEST_P(StoreContract, SearchesOnlyWhatIsInForceAndBelieved) {
  const CommitResult first = this->Put(SmallBatch("销售侵权商品"));
  const int64_t commit = first.snapshot.commit;
  const auto count = [&](const char* words, const char* day, int64_t at) {
    return this->store_
        ->FindCandidates(at, *ParseSearchQuery(words), {.as_of = Day(day)}, 10)
        ->size();
  };
  EXPECT_EQ(count("侵权商品", "2024-01-01", commit), 1u);
  EXPECT_EQ(count("售", "2024-01-01", commit), 1u);
  EXPECT_EQ(count("品", "2024-01-01", commit), 1u);
  EXPECT_EQ(count("商标法 侵权", "2024-01-01", commit), 1u);
  EXPECT_EQ(count("trademark", "2024-01-01", commit), 1u);
  EXPECT_EQ(count("肥料", "2024-01-01", commit), 0u);
  EXPECT_EQ(count("侵权", "2019-10-31", commit), 0u);
  EXPECT_EQ(count("侵权", "2019-11-01", commit), 1u);
  EXPECT_EQ(count("侵权", "2026-12-31", commit), 1u);
  EXPECT_EQ(count("侵权", "2027-01-01", commit), 0u);
  EXPECT_EQ(count("侵权", "2024-01-01", 0), 0u);
  EXPECT_EQ(
      this->store_
          ->FindCandidates(commit, *ParseSearchQuery("侵权"),
                           {.as_of = Day("1999-01-01"), .any_day = true}, 10)
          ->size(),
      1u);
  const CommitResult second = this->Put(SmallBatch("别的"));
  EXPECT_EQ(count("侵权商品", "2024-01-01", second.snapshot.commit), 0u);
  EXPECT_EQ(count("侵权商品", "2024-01-01", commit), 1u);
}

// Random inserts, corrections, removals and late knowledge of two origins, in
// two times, against plain lists; see store_model.h.
TYPED_TEST_P(StoreContract, AgreesWithANaiveModel) {
  for (const uint32_t seed : {20260715u, 7u, 99u}) {
    std::vector<Batch> batches = RandomBatches(seed, 25);
    std::string wrong = CompareWithModel(TypeParam::Make().get(), batches);
    if (wrong.empty()) continue;
    // Leave out what is not needed to go wrong.
    for (size_t i = batches.size(); i-- > 0;) {
      std::vector<Batch> fewer = batches;
      fewer.erase(fewer.begin() + static_cast<long>(i));
      const std::string still =
          CompareWithModel(TypeParam::Make().get(), fewer);
      if (still.empty()) continue;
      batches = std::move(fewer);
      wrong = still;
    }
    ADD_FAILURE() << "seed " << seed << ", " << batches.size()
                  << " batches are enough: " << wrong;
  }
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreContract, AnEmptyStoreIsCommitZero, ReadsBackWhatWasWritten,
    WritingTheSameTwiceChangesNothing, AGroupIsOneCommitABatch,
    SaysWhatEachCommitWasAbout, KeepsWhatEachOriginSays,
    ARenameReachesEveryProvisionOfTheInstrument,
    ASuspendedProvisionIsKnownAndNotInForce, RefusesPartsOfAnotherWhole,
    ACorrectionKeepsWhatWasBelieved, ARemovalKeepsWhatWasBelieved,
    EditionsAndOriginsNotNamedStay, SnapshotsByTokenAndTime,
    RecordedTimeNeverRunsBack, EqualHistoriesHaveEqualTokens,
    FindsByNamesAndNumbers, SearchesOnlyWhatIsInForceAndBelieved,
    AgreesWithANaiveModel);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_CONTRACT_STORE_CONTRACT_H_
