// diff, applicable and watch against a catalog that answers from the page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "services/cli/command/catalog_command.h"
#include "services/common/testing/proto.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using testing::ParseProto;

class LifeCycleCatalog final : public Catalog {
 public:
  absl::StatusOr<catalog::v1::GetInstrumentResponse> GetInstrument(
      const CallContext&, const catalog::v1::GetInstrumentRequest&) override {
    return absl::NotFoundError("not asked for");
  }
  absl::StatusOr<catalog::v1::ListInstrumentsResponse> ListInstruments(
      const CallContext&, const catalog::v1::ListInstrumentsRequest&) override {
    return absl::NotFoundError("not asked for");
  }
  absl::StatusOr<catalog::v1::ListEditionsResponse> ListEditions(
      const CallContext&, const catalog::v1::ListEditionsRequest&) override {
    return absl::NotFoundError("not asked for");
  }
  absl::StatusOr<catalog::v1::GetProvisionResponse> GetProvision(
      const CallContext&, const catalog::v1::GetProvisionRequest&) override {
    return absl::NotFoundError("not asked for");
  }
  absl::StatusOr<catalog::v1::ResolveCitationResponse> ResolveCitation(
      const CallContext&, const catalog::v1::ResolveCitationRequest&) override {
    return absl::NotFoundError("not asked for");
  }
  absl::StatusOr<catalog::v1::SearchProvisionsResponse> SearchProvisions(
      const CallContext&,
      const catalog::v1::SearchProvisionsRequest&) override {
    return absl::NotFoundError("not asked for");
  }
  absl::StatusOr<catalog::v1::DiffEditionsResponse> DiffEditions(
      const CallContext&,
      const catalog::v1::DiffEditionsRequest& request) override {
    EXPECT_EQ(request.from(), "instruments/some-law/editions/2019");
    EXPECT_EQ(request.to(), "instruments/some-law/editions/2026");
    return ParseProto<catalog::v1::DiffEditionsResponse>(R"pb(
      changes {
        kind: KIND_MOVED
        from { display: "第一条" }
        to { display: "第二条" }
        spans { kind: KIND_EQUAL text: "罚款" }
        spans { kind: KIND_REMOVED text: "五" }
        spans { kind: KIND_ADDED text: "十" }
      }
      unchanged: 7)pb");
  }
  absl::StatusOr<catalog::v1::ResolveApplicableResponse> ResolveApplicable(
      const CallContext&,
      const catalog::v1::ResolveApplicableRequest& request) override {
    EXPECT_EQ(request.product().categories(0), "toy");
    EXPECT_EQ(request.product().attributes().at("use"), "home");
    return ParseProto<catalog::v1::ResolveApplicableResponse>(R"pb(
      instruments {
        instrument { title { zh: "玩具安全" en: "Toy safety" } }
        edition { number: "GB 1-2020" }
        force: FORCE_MANDATORY
        role: "safety"
        reason { zh: "玩具" en: "a toy" }
        needs: "age"
      })pb");
  }
  absl::Status WatchChanges(
      const CallContext&, const catalog::v1::WatchChangesRequest& request,
      absl::FunctionRef<bool(const catalog::v1::WatchChangesResponse&)> each)
      override {
    EXPECT_EQ(request.after(), "c1");
    if (!each(ParseProto<catalog::v1::WatchChangesResponse>(R"pb(
          changes {
            snapshot_token: "c2"
            instrument: "instruments/a"
            origin: "test"
          }
          snapshot_token: "c2")pb"))) {
      return absl::OkStatus();
    }
    return absl::DeadlineExceededError("the time is over");
  }
};

class CatalogLifeCycleTest : public ::testing::Test {
 protected:
  std::istringstream in_;
  std::ostringstream out_, err_;
  Console console_{in_, out_, err_};
  LifeCycleCatalog catalog_;
  CatalogOptions options_;
};

TEST_F(CatalogLifeCycleTest, DiffMarksWhatWentAndWhatCame) {
  options_.words = {"some-law@2019", "some-law@2026"};
  EXPECT_EQ(RunCatalogDiff(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("第一条 → 第二条"));
  EXPECT_THAT(out_.str(), HasSubstr("罚款[-五-]{+十+}"));
}

TEST_F(CatalogLifeCycleTest, DiffWantsTwoEditions) {
  options_.words = {"some-law@2019"};
  EXPECT_EQ(RunCatalogDiff(options_, &catalog_, &console_), kExitUsage);
  options_.words = {"some-law", "some-law@2026"};
  EXPECT_EQ(RunCatalogDiff(options_, &catalog_, &console_), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("trademark-law@2019"));
}

TEST_F(CatalogLifeCycleTest, ApplicableSaysWhyAndOnWhatItDepends) {
  options_.words = {"toy"};
  options_.facts = {"use=home"};
  EXPECT_EQ(RunCatalogApplicable(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("GB 1-2020"));
  EXPECT_THAT(out_.str(), HasSubstr("age"));
  options_.facts = {"home"};
  EXPECT_EQ(RunCatalogApplicable(options_, &catalog_, &console_), kExitUsage);
}

TEST_F(CatalogLifeCycleTest, WatchEndsWithTheTokenToGoOnFrom) {
  options_.after = "c1";
  EXPECT_EQ(RunCatalogWatch(options_, &catalog_, &console_), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("instruments/a  test"));
  EXPECT_THAT(out_.str(), HasSubstr("--after c2"));
}

}  // namespace
}  // namespace zhiheng::cli
