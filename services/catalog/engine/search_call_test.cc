// Search over the data that ship: what officers type.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/engine/shipped_engine.h"
#include "services/catalog/engine/title_index.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::StatusIs;

using SearchTest = EngineTest;

TEST_F(SearchTest, FindsWhatAnOfficerLooksFor) {
  const struct {
    const char* query;
    const char* day;
    const char* first;
  } kCases[] = {
      {"销售侵权商品", "2024-09-30",
       "instruments/trademark-law/editions/2019/provisions/art57.item3"},
      {"销售侵权商品", "2027-02-01",
       "instruments/trademark-law/editions/2026/provisions/art72.item3"},
      {"GB 18382", "2024-09-30", "instruments/gb-18382/editions/2021"},
      {"不得以罚代移", "2024-09-30",
       "instruments/criminal-transfer-provisions/editions/2020/provisions/"
       "art11"},
      {"假冒注册商标罪", "2024-09-30",
       "instruments/criminal-law/editions/2020/provisions/art213"},
  };
  for (const auto& c : kCases) {
    const auto response = Search(c.query, c.day);
    ASSERT_GT(response.hits_size(), 0) << c.query;
    EXPECT_EQ(response.hits(0).provision().name(), c.first) << c.query;
  }
  EXPECT_THAT(Search("销售侵权商品", "2024-09-30").hits(0).snippet(),
              HasSubstr("【"));
  EXPECT_THAT(Search("量子纠缠器", "2024-09-30").hits(), SizeIs(0));
}

TEST_F(SearchTest, PagesDoNotShift) {
  v1::SearchProvisionsRequest request;
  request.set_query("商标");
  SetDay("2024-09-30", request.mutable_read());
  request.set_page_size(1000);
  const auto all = engine_->SearchProvisions(Call(), request);
  ASSERT_GT(all->hits_size(), 10);
  request.set_page_size(7);
  std::vector<std::string> names;
  do {
    const auto page = engine_->SearchProvisions(Call(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& hit : page->hits()) {
      names.push_back(hit.provision().name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(names.size(), static_cast<size_t>(all->hits_size()));
  for (int i = 0; i < all->hits_size(); ++i) {
    EXPECT_EQ(names[static_cast<size_t>(i)], all->hits(i).provision().name());
  }
}

TEST_F(SearchTest, RequestsAreChecked) {
  v1::SearchProvisionsRequest request;
  EXPECT_THAT(engine_->SearchProvisions(Call(), request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("query")));
  request.set_query("商标");
  request.set_page_size(-1);
  EXPECT_THAT(
      engine_->SearchProvisions(Call(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_size")));
  request.set_page_size(5);
  request.set_page_token("rubbish");
  EXPECT_THAT(
      engine_->SearchProvisions(Call(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token")));
  request.clear_page_token();
  const std::string token =
      engine_->SearchProvisions(Call(), request)->next_page_token();
  request.set_query("肥料");
  request.set_page_token(token);
  EXPECT_THAT(
      engine_->SearchProvisions(Call(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token")));
  request.clear_page_token();
  request.set_instrument("gb-18382");
  EXPECT_THAT(
      engine_->SearchProvisions(Call(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("instrument")));
}

TEST_F(SearchTest, FiltersByKindAndInstrument) {
  v1::SearchProvisionsRequest request;
  request.set_query("标识");
  SetDay("2024-09-30", request.mutable_read());
  request.add_kinds(v1::Instrument::KIND_MANDATORY_STANDARD);
  auto response = engine_->SearchProvisions(Call(), request);
  ASSERT_GT(response->hits_size(), 0);
  for (const auto& hit : response->hits()) {
    EXPECT_THAT(hit.provision().name(), HasSubstr("instruments/gb-"));
  }
  request.clear_kinds();
  request.set_instrument("instruments/product-quality-law");
  response = engine_->SearchProvisions(Call(), request);
  ASSERT_GT(response->hits_size(), 0);
  for (const auto& hit : response->hits()) {
    EXPECT_THAT(hit.provision().name(), HasSubstr("product-quality-law"));
  }
}

TEST_F(SearchTest, ATitleOrAPartOfItComesFirst) {
  const struct {
    const char* query;
    const char* first;
  } kCases[] = {
      {"肥料标识", "instruments/gb-18382/editions/2021"},
      {"商标法", "instruments/trademark-law/editions/2019"},
      {"GB18382—2021", "instruments/gb-18382/editions/2021"},
      {"gb 18382", "instruments/gb-18382/editions/2021"},
  };
  for (const auto& c : kCases) {
    const auto response = Search(c.query, "2024-09-30");
    ASSERT_GT(response.hits_size(), 0) << c.query;
    EXPECT_EQ(response.hits(0).provision().name(), c.first) << c.query;
    EXPECT_TRUE(response.complete()) << c.query;
  }
}

TEST_F(SearchTest, StatusesOtherThanInForceAreAskedFor) {
  v1::SearchProvisionsRequest request;
  request.set_query("肥料标识");
  SetDay("2022-04-30", request.mutable_read());
  const auto status_of_first = [&](v1::Edition::Status status) {
    request.clear_statuses();
    request.add_statuses(status);
    const auto response = engine_->SearchProvisions(Call(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->hits_size() == 0 ? ""
                                      : response->hits(0).provision().name();
  };
  EXPECT_EQ(status_of_first(v1::Edition::STATUS_UPCOMING),
            "instruments/gb-18382/editions/2021");
  EXPECT_EQ(status_of_first(v1::Edition::STATUS_IN_FORCE),
            "instruments/gb-18382/editions/2001");
}

Instrument Named(const char* id, const char* title) {
  Instrument out;
  out.id = id;
  out.title.zh = title;
  return out;
}

std::vector<std::string> Found(const TitleIndex& index, const char* words) {
  std::vector<std::string> out;
  for (const TitleHit& hit : index.Find(Ranker(*ParseSearchQuery(words)), 10)) {
    out.push_back(hit.instrument);
  }
  return out;
}

TEST(TitleIndexTest, TheFullestTitleFirstNearOnesWhenNoneHoldsIt) {
  TitleIndex index;
  index.Set(Named("b", "中华人民共和国商标法"));
  index.Set(Named("a", "商标法实施条例"));
  index.Set(Named("c", "产品质量法"));
  EXPECT_THAT(Found(index, "商标法"), ElementsAre("b", "a"));
  EXPECT_THAT(Found(index, "产品质量"), ElementsAre("c"));
  EXPECT_THAT(Found(index, "商品质量法"), ElementsAre("c"));
  EXPECT_THAT(Found(index, "肥料"), IsEmpty());
  index.Set(Named("c", "肥料管理条例"));
  EXPECT_THAT(Found(index, "产品质量"), IsEmpty());
  EXPECT_THAT(Found(index, "肥料"), ElementsAre("c"));
}

}  // namespace
}  // namespace zhiheng::catalog
