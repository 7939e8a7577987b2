#include "services/gateway/backends/grpc_backends.h"

#include <utility>

#include "zhiheng/catalog/v1/catalog_service.grpc.pb.h"
#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng::gateway {
namespace {

// Calls `Method` of the asynchronous stub with the arguments of UnaryCaller.
#define ZH_INVOKE(Method)                                                 \
  [stub = stub_.get()](grpc::ClientContext* context, const auto* request, \
                       auto* response,                                    \
                       std::function<void(grpc::Status)> end) {           \
    stub->async()->Method(context, request, response, std::move(end));    \
  }

class GrpcRulesBackend final : public RulesBackend {
 public:
  GrpcRulesBackend(std::shared_ptr<grpc::Channel> channel, RetryPolicy policy)
      : stub_(rules::v1::RulesService::NewStub(std::move(channel))),
        caller_(policy) {}

  void Evaluate(const CallContext& call, rules::v1::EvaluateRequest request,
                Completion<rules::v1::EvaluateResponse> done) override {
    caller_.Start(call, "zhiheng.rules.v1.RulesService/Evaluate",
                  std::move(request), ZH_INVOKE(Evaluate), std::move(done));
  }

  void ListPacks(const CallContext& call, rules::v1::ListPacksRequest request,
                 Completion<rules::v1::ListPacksResponse> done) override {
    caller_.Start(call, "zhiheng.rules.v1.RulesService/ListPacks",
                  std::move(request), ZH_INVOKE(ListPacks), std::move(done));
  }

 private:
  const std::unique_ptr<rules::v1::RulesService::Stub> stub_;
  UnaryCaller caller_;  // last: waits for its calls before the stub goes
};

class GrpcCatalogBackend final : public CatalogBackend {
 public:
  GrpcCatalogBackend(std::shared_ptr<grpc::Channel> channel, RetryPolicy policy)
      : stub_(catalog::v1::CatalogService::NewStub(std::move(channel))),
        caller_(policy) {}

  void ListInstruments(
      const CallContext& call, catalog::v1::ListInstrumentsRequest request,
      Completion<catalog::v1::ListInstrumentsResponse> done) override {
    caller_.Start(call, "zhiheng.catalog.v1.CatalogService/ListInstruments",
                  std::move(request), ZH_INVOKE(ListInstruments),
                  std::move(done));
  }

  void ListEditions(
      const CallContext& call, catalog::v1::ListEditionsRequest request,
      Completion<catalog::v1::ListEditionsResponse> done) override {
    caller_.Start(call, "zhiheng.catalog.v1.CatalogService/ListEditions",
                  std::move(request), ZH_INVOKE(ListEditions), std::move(done));
  }

  void BatchGetProvisions(
      const CallContext& call, catalog::v1::BatchGetProvisionsRequest request,
      Completion<catalog::v1::BatchGetProvisionsResponse> done) override {
    caller_.Start(call, "zhiheng.catalog.v1.CatalogService/BatchGetProvisions",
                  std::move(request), ZH_INVOKE(BatchGetProvisions),
                  std::move(done));
  }

 private:
  const std::unique_ptr<catalog::v1::CatalogService::Stub> stub_;
  UnaryCaller caller_;
};

#undef ZH_INVOKE

}  // namespace

std::unique_ptr<RulesBackend> MakeGrpcRulesBackend(
    std::shared_ptr<grpc::Channel> channel, RetryPolicy policy) {
  return std::make_unique<GrpcRulesBackend>(std::move(channel), policy);
}

std::unique_ptr<CatalogBackend> MakeGrpcCatalogBackend(
    std::shared_ptr<grpc::Channel> channel, RetryPolicy policy) {
  return std::make_unique<GrpcCatalogBackend>(std::move(channel), policy);
}

}  // namespace zhiheng::gateway
