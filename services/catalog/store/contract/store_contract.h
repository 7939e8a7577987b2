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
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {

inline CivilDate Day(absl::string_view text) { return *CivilDate::Parse(text); }

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
  const CommitResult second = this->Put(SmallBatch("别的"));
  EXPECT_EQ(count("侵权商品", "2024-01-01", second.snapshot.commit), 0u);
  EXPECT_EQ(count("侵权商品", "2024-01-01", commit), 1u);
}

// Random inserts, corrections and removals against a list of what was true
// after each commit.
TYPED_TEST_P(StoreContract, AgreesWithANaiveModel) {
  std::mt19937 random(20260715);
  std::vector<std::map<std::string, std::string>> model(1);
  for (int step = 0; step < 60; ++step) {
    Batch batch = SmallBatch();
    batch.editions[0].provisions.clear();
    std::map<std::string, std::string> now;
    for (int i = 1; i <= 6; ++i) {
      if (random() % 3 == 0) continue;
      Provision p = SmallBatch().editions[0].provisions[0];
      p.id = "art" + std::to_string(i);
      p.text.zh = "文本" + std::to_string(random() % 3);
      now[p.id] = p.text.zh;
      batch.editions[0].provisions.push_back(p);
    }
    const CommitResult result = this->Put(batch);
    if (!result.Unchanged()) model.push_back(now);
    ASSERT_EQ(result.snapshot.commit, static_cast<int64_t>(model.size()) - 1);
  }
  for (size_t commit = 0; commit < model.size(); ++commit) {
    for (int i = 1; i <= 6; ++i) {
      const std::string id = "art" + std::to_string(i);
      const auto forms = *this->store_->GetProvisions(
          static_cast<int64_t>(commit), "trademark-law", "2019", id);
      const auto want = model[commit].find(id);
      ASSERT_EQ(forms.size(), want == model[commit].end() ? 0u : 1u)
          << "commit " << commit << " " << id;
      if (!forms.empty()) {
        EXPECT_EQ(forms[0].text.zh, want->second);
      }
    }
  }
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreContract, AnEmptyStoreIsCommitZero, ReadsBackWhatWasWritten,
    WritingTheSameTwiceChangesNothing, AGroupIsOneCommitABatch,
    ACorrectionKeepsWhatWasBelieved, ARemovalKeepsWhatWasBelieved,
    EditionsAndOriginsNotNamedStay, SnapshotsByTokenAndTime,
    RecordedTimeNeverRunsBack, EqualHistoriesHaveEqualTokens,
    FindsByNamesAndNumbers, SearchesOnlyWhatIsInForceAndBelieved,
    AgreesWithANaiveModel);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_CONTRACT_STORE_CONTRACT_H_
