// The engine over the data that ship with it, for tests of its calls.
// Not thread-safe.
#ifndef SERVICES_CATALOG_ENGINE_SHIPPED_ENGINE_H_
#define SERVICES_CATALOG_ENGINE_SHIPPED_ENGINE_H_

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/data_folder.h"
#include "services/common/testing/fake_clock.h"

namespace zhiheng::catalog {

class EngineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    clock_ = new testing::FakeClock();
    const auto folder = FindDataFolder();
    ASSERT_TRUE(folder.ok()) << folder.status();
    auto engine = CatalogEngine::Create({.data_folder = *folder}, clock_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = engine->release();
  }
  static void TearDownTestSuite() {
    delete engine_;
    delete clock_;
  }

  CallContext Call() const {
    return CallContext::Root(clock_, absl::Seconds(5));
  }
  static void SetDay(const std::string& day, v1::ReadOptions* read) {
    const CivilDate date = *CivilDate::Parse(day);
    read->mutable_as_of()->set_year(date.year());
    read->mutable_as_of()->set_month(date.month());
    read->mutable_as_of()->set_day(date.day());
  }
  absl::StatusOr<v1::GetProvisionResponse> Get(const std::string& instrument,
                                               const std::string& edition,
                                               const std::string& provision,
                                               const std::string& day) const {
    v1::GetProvisionRequest request;
    request.mutable_citation()->set_instrument(instrument);
    request.mutable_citation()->set_edition(edition);
    request.mutable_citation()->set_provision(provision);
    SetDay(day, request.mutable_read());
    return engine_->GetProvision(Call(), request);
  }
  v1::ResolveCitationResponse Cite(const std::string& text,
                                   const std::string& day) const {
    v1::ResolveCitationRequest request;
    request.set_text(text);
    SetDay(day, request.mutable_read());
    const auto response = engine_->ResolveCitation(Call(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::ResolveCitationResponse());
  }
  v1::SearchProvisionsResponse Search(const std::string& query,
                                      const std::string& day) const {
    v1::SearchProvisionsRequest request;
    request.set_query(query);
    SetDay(day, request.mutable_read());
    const auto response = engine_->SearchProvisions(Call(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::SearchProvisionsResponse());
  }

  inline static testing::FakeClock* clock_ = nullptr;
  inline static CatalogEngine* engine_ = nullptr;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_SHIPPED_ENGINE_H_
