// WatchChanges: what was committed since, and what comes while one watches.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/open_store.h"
#include "services/common/testing/fake_clock.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::StatusIs;

class WatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = OpenStore("");
    ASSERT_OK(store);
    store_ = store->get();
    engine_ = std::make_unique<CatalogEngine>(*std::move(store), &clock_);
  }
  void Write(const char* instrument, const char* title) {
    Batch batch;
    batch.origin = "test";
    batch.instrument.id = instrument;
    batch.instrument.title.zh = title;
    batch.instrument.kind = Kind::kLaw;
    ASSERT_OK(store_->Commit(batch, clock_.Now()));
  }
  CallContext Call() { return CallContext::Root(&clock_, absl::Minutes(1)); }

  // Instruments of the changes until `messages` were sent; `between` runs
  // after each. The token to go on from is left in token_.
  std::vector<std::string> Watch(
      v1::WatchChangesRequest request, int messages,
      std::function<void()> between = [] {}) {
    std::vector<std::string> seen;
    const absl::Status status = engine_->WatchChanges(
        Call(), request, [&](const v1::WatchChangesResponse& message) {
          for (const auto& change : message.changes()) {
            seen.push_back(change.instrument());
          }
          token_ = message.snapshot_token();
          between();
          return --messages > 0;
        });
    EXPECT_OK(status);
    return seen;
  }

  testing::FakeClock clock_;
  CatalogStore* store_ = nullptr;
  std::unique_ptr<CatalogEngine> engine_;
  std::string token_;
};

TEST_F(WatchTest, TellsWhatComesAndGoesOnFromAToken) {
  Write("a", "甲法");
  EXPECT_THAT(Watch({}, 1), IsEmpty());  // from now on
  const std::string start = token_;
  Write("b", "乙法");
  v1::WatchChangesRequest request;
  request.set_after(start);
  EXPECT_THAT(Watch(request, 1), ElementsAre("instruments/b"));
  request.set_after(token_);
  bool written = false;
  EXPECT_THAT(Watch(request, 2,
                    [&] {
                      if (!written) Write("c", "丙法");
                      written = true;
                    }),
              ElementsAre("instruments/c"));
}

TEST_F(WatchTest, OnlyTheInstrumentsAskedFor) {
  Write("a", "甲法");
  Watch({}, 1);
  v1::WatchChangesRequest request;
  request.set_after(token_);
  request.add_instruments("instruments/c");
  Write("b", "乙法");
  Write("c", "丙法");
  EXPECT_THAT(Watch(request, 1), ElementsAre("instruments/c"));
}

TEST_F(WatchTest, RefusesTooManyNamesAndForeignTokens) {
  v1::WatchChangesRequest request;
  const auto status = [&] {
    return engine_->WatchChanges(
        Call(), request, [](const v1::WatchChangesResponse&) { return false; });
  };
  for (int i = 0; i < kMaxWatchedInstruments; ++i) {
    request.add_instruments("instruments/a");
  }
  EXPECT_OK(status());
  request.add_instruments("instruments/a");
  EXPECT_THAT(status(), StatusIs(absl::StatusCode::kInvalidArgument));
  request.clear_instruments();
  request.set_after("c99-0123456789abcdef");
  EXPECT_THAT(status(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(WatchTest, ACancelledCallEnds) {
  const CallContext call = CallContext::Root(&clock_, absl::Minutes(1));
  const absl::Status status =
      engine_->WatchChanges(call, {}, [&](const v1::WatchChangesResponse&) {
        clock_.Advance(absl::Minutes(2));
        return true;
      });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace zhiheng::catalog
