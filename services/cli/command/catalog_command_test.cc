#include "services/cli/command/catalog_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "services/common/testing/proto.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using testing::ParseProto;

constexpr char kProvision[] = R"pb(
  citation {
    instrument: "trademark-law"
    edition: "2019"
    provision: "art57.item1"
    display: "《商标法》(2019)第五十七条第（一）项"
  }
  text { zh: "摘要" en: "summary" }
  text_status: TEXT_STATUS_SUMMARY
  effective { year: 2019 month: 11 day: 1 }
)pb";

// Knows one instrument and one provision.
class FakeCatalog final : public Catalog {
 public:
  absl::StatusOr<catalog::v1::GetInstrumentResponse> GetInstrument(
      const CallContext&,
      const catalog::v1::GetInstrumentRequest& request) override {
    if (request.name() != "instruments/trademark-law") {
      return absl::NotFoundError("no such instrument");
    }
    return ParseProto<catalog::v1::GetInstrumentResponse>(
        R"pb(instrument { title { zh: "商标法" en: "Trademark Law" } })pb");
  }
  absl::StatusOr<catalog::v1::ListInstrumentsResponse> ListInstruments(
      const CallContext&, const catalog::v1::ListInstrumentsRequest&) override {
    return catalog::v1::ListInstrumentsResponse();
  }
  absl::StatusOr<catalog::v1::ListEditionsResponse> ListEditions(
      const CallContext&, const catalog::v1::ListEditionsRequest&) override {
    return ParseProto<catalog::v1::ListEditionsResponse>(R"pb(
      editions {
        title { zh: "商标法（2019年修正）" en: "Trademark Law (2019)" }
        effective { year: 2019 month: 11 day: 1 }
        status: STATUS_IN_FORCE
      })pb");
  }
  absl::StatusOr<catalog::v1::GetProvisionResponse> GetProvision(
      const CallContext&,
      const catalog::v1::GetProvisionRequest& request) override {
    asked = request;
    catalog::v1::GetProvisionResponse response;
    *response.mutable_provision() =
        ParseProto<catalog::v1::Provision>(kProvision);
    return response;
  }
  absl::StatusOr<catalog::v1::ResolveCitationResponse> ResolveCitation(
      const CallContext&,
      const catalog::v1::ResolveCitationRequest& request) override {
    catalog::v1::ResolveCitationResponse response;
    if (request.text() == "《商标法》第五十七条第（一）项") {
      response.set_outcome(
          catalog::v1::ResolveCitationResponse::OUTCOME_RESOLVED);
      *response.mutable_provision() =
          ParseProto<catalog::v1::Provision>(kProvision);
    } else {
      response.set_outcome(
          catalog::v1::ResolveCitationResponse::OUTCOME_UNKNOWN_INSTRUMENT);
      response.set_hint("is the name complete?");
      response.add_candidates("商标法");
    }
    return response;
  }
  absl::StatusOr<catalog::v1::SearchProvisionsResponse> SearchProvisions(
      const CallContext&,
      const catalog::v1::SearchProvisionsRequest& request) override {
    catalog::v1::SearchProvisionsResponse response;
    if (request.query() != "商标") return response;
    auto* hit = response.add_hits();
    *hit->mutable_provision() = ParseProto<catalog::v1::Provision>(kProvision);
    hit->set_snippet("注册【商标】");
    return response;
  }
  catalog::v1::GetProvisionRequest asked;
};

class CatalogCommandTest : public ::testing::Test {
 protected:
  std::istringstream in_;
  std::ostringstream out_, err_;
  Console console_{in_, out_, err_};
  FakeCatalog catalog_;
  CatalogOptions options_;
};

TEST_F(CatalogCommandTest, GetsAnInstrumentWithItsEditions) {
  options_.what = "trademark-law";
  EXPECT_EQ(RunCatalogGet(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("商标法 Trademark Law"));
  EXPECT_THAT(out_.str(), HasSubstr("[2019-11-01, 现行 open)"));
}

TEST_F(CatalogCommandTest, GetsAProvisionByItsIds) {
  options_.what = "trademark-law@2019/art57.item1";
  options_.as_of = "2024-09-30";
  EXPECT_EQ(RunCatalogGet(options_, &catalog_, &console_), kExitOk);
  EXPECT_EQ(catalog_.asked.citation().edition(), "2019");
  EXPECT_EQ(catalog_.asked.citation().provision(), "art57.item1");
  EXPECT_EQ(catalog_.asked.read().as_of().day(), 30);
  EXPECT_THAT(out_.str(), HasSubstr("summary, not a quotation"));
}

TEST_F(CatalogCommandTest, GetsAProvisionAsPrinted) {
  options_.what = "《商标法》第五十七条第（一）项";
  EXPECT_EQ(RunCatalogGet(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("trademark-law@2019/art57.item1"));
}

TEST_F(CatalogCommandTest, SaysWhatAnUnknownCitationMayMean) {
  options_.what = "《商标》第五十七条";
  EXPECT_EQ(RunCatalogCite(options_, &catalog_, &console_), kExitUsage);
  EXPECT_THAT(out_.str(), HasSubstr("the instrument is not known"));
  EXPECT_THAT(out_.str(), HasSubstr("is the name complete?"));
  EXPECT_THAT(out_.str(), HasSubstr("商标法"));
}

TEST_F(CatalogCommandTest, AnUnknownIdIsAnError) {
  options_.what = "no-such-law";
  EXPECT_EQ(RunCatalogGet(options_, &catalog_, &console_), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("no such instrument"));
}

TEST_F(CatalogCommandTest, SearchShowsWhereTheWordsStand) {
  options_.what = "商标";
  EXPECT_EQ(RunCatalogSearch(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("注册【商标】"));
}

TEST_F(CatalogCommandTest, SearchSaysWhenThereIsNothing) {
  options_.what = "月球";
  EXPECT_EQ(RunCatalogSearch(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("nothing found"));
}

TEST_F(CatalogCommandTest, JsonIsForPrograms) {
  options_.what = "trademark-law/art57.item1";
  options_.json = true;
  EXPECT_EQ(RunCatalogGet(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"textStatus\": \"TEXT_STATUS_SUMMARY\""));
}

}  // namespace
}  // namespace zhiheng::cli
