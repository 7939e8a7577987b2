// The catalog behind real gRPC, with the data that ship with it: answers,
// errors with their details, health and reflection names.
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/data_folder.h"
#include "services/catalog/service/catalog_service_impl.h"
#include "services/common/problem/problem.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/testing/in_process_server.h"
#include "services/common/testing/proto.h"
#include "zhiheng/catalog/v1/catalog_service.grpc.pb.h"

namespace zhiheng::catalog {
namespace {

using testing::ParseProto;
using ::testing::SizeIs;

class CatalogServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = FindDataFolder();
    ASSERT_TRUE(folder.ok()) << folder.status();
    auto engine = CatalogEngine::Create({.data_folder = *folder}, &clock_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
    SkinOptions skin;
    skin.rpc_service = kCatalogService;
    skin.domain = "catalog.zhiheng";
    skin.clock = &clock_;
    service_ = MakeCatalogService(engine_.get(), skin);
    server_ = std::make_unique<testing::InProcessServer>(
        std::vector<HostedService>{{kCatalogService, service_.get()}});
    stub_ = v1::CatalogService::NewStub(server_->Channel());
  }

  template <typename Method, typename Request, typename Response>
  absl::Status Ask(Method method, const Request& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(20));
    return FromGrpcStatus(((*stub_).*method)(&context, request, response));
  }

  SystemClock clock_;
  std::unique_ptr<CatalogEngine> engine_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<testing::InProcessServer> server_;
  std::unique_ptr<v1::CatalogService::Stub> stub_;
};

TEST_F(CatalogServiceTest, AnswersAsTheEngineDoes) {
  const auto request = ParseProto<v1::GetProvisionRequest>(R"pb(
    citation { instrument: "trademark-law" provision: "art60.para2" }
    read { as_of { year: 2024 month: 9 day: 30 } })pb");
  v1::GetProvisionResponse response;
  const absl::Status status =
      Ask(&v1::CatalogService::Stub::GetProvision, request, &response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(response,
              testing::EqualsMessage(*engine_->GetProvision(
                  CallContext::Root(&clock_, absl::Seconds(5)), request)));
  EXPECT_EQ(response.provision().citation().display(),
            "《商标法》(2019)第六十条第二款");
}

TEST_F(CatalogServiceTest, ErrorsCarryReasonDomainAndField) {
  v1::GetProvisionResponse response;
  absl::Status status =
      Ask(&v1::CatalogService::Stub::GetProvision,
          ParseProto<v1::GetProvisionRequest>(R"pb(
            citation { instrument: "trademark-law" edition: "2026" }
            read { as_of { year: 2024 month: 9 day: 30 } })pb"),
          &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "EDITION_NOT_IN_FORCE");
  EXPECT_EQ(DomainOf(status), "catalog.zhiheng");
  status = Ask(&v1::CatalogService::Stub::GetProvision,
               v1::GetProvisionRequest(), &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_THAT(FieldsOf(status), SizeIs(1));
  EXPECT_EQ(FieldsOf(status)[0].field, "citation.instrument");
}

TEST_F(CatalogServiceTest, EveryMethodAnswers) {
  v1::GetInstrumentResponse instrument;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::GetInstrument,
                  ParseProto<v1::GetInstrumentRequest>(
                      R"pb(name: "instruments/gb-18382")pb"),
                  &instrument)
                  .ok());
  EXPECT_EQ(instrument.instrument().number(), "GB 18382");
  v1::ListInstrumentsResponse instruments;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::ListInstruments,
                  v1::ListInstrumentsRequest(), &instruments)
                  .ok());
  EXPECT_GT(instruments.instruments_size(), 30);
  v1::ListEditionsResponse editions;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::ListEditions,
                  ParseProto<v1::ListEditionsRequest>(
                      R"pb(parent: "instruments/trademark-law")pb"),
                  &editions)
                  .ok());
  EXPECT_EQ(editions.editions_size(), 2);
  v1::ResolveCitationResponse resolved;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::ResolveCitation,
                  ParseProto<v1::ResolveCitationRequest>(
                      R"pb(text: "GB 18382—2021 第7章")pb"),
                  &resolved)
                  .ok());
  EXPECT_EQ(resolved.outcome(), v1::ResolveCitationResponse::OUTCOME_RESOLVED);
  v1::SearchProvisionsResponse found;
  EXPECT_TRUE(
      Ask(&v1::CatalogService::Stub::SearchProvisions,
          ParseProto<v1::SearchProvisionsRequest>(R"pb(query: "肥料标识")pb"),
          &found)
          .ok());
  EXPECT_GT(found.hits_size(), 0);
  v1::BatchGetProvisionsResponse batch;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::BatchGetProvisions,
                  ParseProto<v1::BatchGetProvisionsRequest>(
                      R"pb(citations { instrument: "gb-18382" }
                           citations { instrument: "gb-0" })pb"),
                  &batch)
                  .ok());
  ASSERT_EQ(batch.results_size(), 2);
  EXPECT_TRUE(batch.results(0).has_provision());
  google::rpc::ErrorInfo info;
  ASSERT_THAT(batch.results(1).error().details(), SizeIs(1));
  ASSERT_TRUE(batch.results(1).error().details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "INSTRUMENT_NOT_FOUND");
  EXPECT_EQ(info.domain(), "catalog.zhiheng");
}

TEST_F(CatalogServiceTest, TheLifeCycleCallsAnswer) {
  v1::AnnotateTextResponse annotated;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::AnnotateText,
                  ParseProto<v1::AnnotateTextRequest>(
                      R"pb(text: "依据《商标法》第五十七条"
                           read { as_of { year: 2024 month: 9 day: 30 } })pb"),
                  &annotated)
                  .ok());
  ASSERT_EQ(annotated.citations_size(), 1);
  EXPECT_EQ(annotated.citations(0).citation().provision(), "art57");
  v1::ListCorrespondencesResponse pairs;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::ListCorrespondences,
                  ParseProto<v1::ListCorrespondencesRequest>(
                      R"pb(parent: "instruments/trademark-law"
                           provision: "art57")pb"),
                  &pairs)
                  .ok());
  EXPECT_GT(pairs.correspondences_size(), 0);
  v1::DiffEditionsResponse diff;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::DiffEditions,
                  ParseProto<v1::DiffEditionsRequest>(
                      R"pb(from: "instruments/trademark-law/editions/2019"
                           to: "instruments/trademark-law/editions/2026")pb"),
                  &diff)
                  .ok());
  EXPECT_GT(diff.changes_size(), 0);
  v1::ResolveApplicableResponse applicable;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::ResolveApplicable,
                  ParseProto<v1::ResolveApplicableRequest>(
                      R"pb(product { categories: "fertilizer" })pb"),
                  &applicable)
                  .ok());
  EXPECT_GT(applicable.instruments_size(), 0);
  v1::GetLifeCycleResponse life;
  EXPECT_TRUE(Ask(&v1::CatalogService::Stub::GetLifeCycle,
                  ParseProto<v1::GetLifeCycleRequest>(
                      R"pb(name: "instruments/gb-18382")pb"),
                  &life)
                  .ok());
  EXPECT_EQ(life.editions_size(), 2);
}

TEST_F(CatalogServiceTest, WatchingTellsATokenAtOnceAndEndsWhenCancelled) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(20));
  const auto stream = stub_->WatchChanges(&context, v1::WatchChangesRequest());
  v1::WatchChangesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_FALSE(message.snapshot_token().empty());
  EXPECT_THAT(message.changes(), SizeIs(0));
  context.TryCancel();
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace zhiheng::catalog
