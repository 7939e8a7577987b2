#include "services/rules/service/rules_service_impl.h"

#include <utility>

#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng::rules {
namespace {

class RulesServiceImpl final : public v1::RulesService::Service {
 public:
  RulesServiceImpl(const RulesEngine* engine, SkinOptions skin)
      : engine_(engine), skin_(std::move(skin)) {}

  grpc::Status Evaluate(grpc::ServerContext* context,
                        const v1::EvaluateRequest* request,
                        v1::EvaluateResponse* response) override {
    return skin_.Run("Evaluate", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->Evaluate(call, *request);
                     });
  }
  grpc::Status BatchEvaluate(grpc::ServerContext* context,
                             const v1::BatchEvaluateRequest* request,
                             v1::BatchEvaluateResponse* response) override {
    return skin_.Run("BatchEvaluate", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->BatchEvaluate(call, *request);
                     });
  }
  grpc::Status GetPack(grpc::ServerContext* context,
                       const v1::GetPackRequest* request,
                       v1::GetPackResponse* response) override {
    return skin_.Run("GetPack", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->GetPack(call, *request);
                     });
  }
  grpc::Status ListPacks(grpc::ServerContext* context,
                         const v1::ListPacksRequest* request,
                         v1::ListPacksResponse* response) override {
    return skin_.Run("ListPacks", context, *request, response,
                     [&](const CallContext& call) {
                       return engine_->ListPacks(call, *request);
                     });
  }

 private:
  const RulesEngine* const engine_;
  const ServiceSkin skin_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRulesService(const RulesEngine* engine,
                                                SkinOptions skin) {
  return std::make_unique<RulesServiceImpl>(engine, std::move(skin));
}

}  // namespace zhiheng::rules
