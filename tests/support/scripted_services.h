// RulesService and CatalogService over real gRPC that do as the test says.
// Thread-safe. A handler sees the CallContext, so it can wait for cancellation.
// Test only.
#ifndef TESTS_SUPPORT_SCRIPTED_SERVICES_H_
#define TESTS_SUPPORT_SCRIPTED_SERVICES_H_

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "services/common/base/mutex.h"
#include "services/common/server/service_call.h"
#include "services/gateway/testing/fake_backends.h"
#include "zhiheng/catalog/v1/catalog_service.grpc.pb.h"
#include "zhiheng/rules/v1/rules_service.grpc.pb.h"

namespace zhiheng::testing {

inline constexpr char kRulesService[] = "zhiheng.rules.v1.RulesService";
inline constexpr char kCatalogService[] = "zhiheng.catalog.v1.CatalogService";

// Waits until the call is cancelled or out of time; counts what it saw.
class Hanger {
 public:
  void Wait(const CallContext& call) {
    MutexLock lock(&mutex_);
    ++entered_;
    changed_.NotifyAll();
    while (call.Check().ok()) {
      changed_.WaitUntil(&mutex_, std::chrono::steady_clock::now() +
                                      std::chrono::milliseconds(2));
    }
    ++left_;
    changed_.NotifyAll();
  }
  void AwaitEntered(int count) {
    MutexLock lock(&mutex_);
    while (entered_ < count) changed_.Wait(&mutex_);
  }
  void AwaitLeft(int count) {
    MutexLock lock(&mutex_);
    while (left_ < count) changed_.Wait(&mutex_);
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  int entered_ ABSL_GUARDED_BY(mutex_) = 0;
  int left_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Answers from a FakeRules; `before` runs first and may fail or wait.
class ScriptedRules final : public rules::v1::RulesService::Service {
 public:
  using Before = std::function<absl::Status(const CallContext&)>;

  explicit ScriptedRules(const Tracer* tracer = nullptr)
      : skin_({.rpc_service = kRulesService,
               .domain = "rules.zhiheng",
               .clock = &clock_,
               .tracer = tracer}) {}

  grpc::Status Evaluate(grpc::ServerContext* context,
                        const rules::v1::EvaluateRequest* request,
                        rules::v1::EvaluateResponse* response) override {
    return Run("Evaluate", context, *request, response, &fake.evaluate);
  }
  grpc::Status ListPacks(grpc::ServerContext* context,
                         const rules::v1::ListPacksRequest* request,
                         rules::v1::ListPacksResponse* response) override {
    return Run("ListPacks", context, *request, response, &fake.list_packs);
  }

  void SetBefore(Before before) {
    MutexLock lock(&mutex_);
    before_ = std::move(before);
  }

  gateway::FakeRules fake;

 private:
  template <typename Request, typename Response>
  grpc::Status Run(absl::string_view name, grpc::ServerContext* context,
                   const Request& request, Response* response,
                   gateway::FakeMethod<Request, Response>* method) {
    return skin_.Run(name, context, request, response,
                     [&](const CallContext& call) -> absl::StatusOr<Response> {
                       Before before;
                       {
                         MutexLock lock(&mutex_);
                         before = before_;
                       }
                       if (before != nullptr) {
                         if (absl::Status s = before(call); !s.ok()) return s;
                       }
                       absl::StatusOr<Response> out;
                       method->Call(request, [&](absl::StatusOr<Response> r) {
                         out = std::move(r);
                       });
                       return out;
                     });
  }

  SystemClock clock_;
  ServiceSkin skin_;
  Mutex mutex_;
  Before before_ ABSL_GUARDED_BY(mutex_);
};

// Answers from a FakeCatalog.
class ScriptedCatalog final : public catalog::v1::CatalogService::Service {
 public:
  explicit ScriptedCatalog(const Tracer* tracer = nullptr)
      : skin_({.rpc_service = kCatalogService,
               .domain = "catalog.zhiheng",
               .clock = &clock_,
               .tracer = tracer}) {}

  grpc::Status ListInstruments(
      grpc::ServerContext* context,
      const catalog::v1::ListInstrumentsRequest* request,
      catalog::v1::ListInstrumentsResponse* response) override {
    return Run("ListInstruments", context, *request, response,
               &fake.list_instruments);
  }
  grpc::Status ListEditions(
      grpc::ServerContext* context,
      const catalog::v1::ListEditionsRequest* request,
      catalog::v1::ListEditionsResponse* response) override {
    return Run("ListEditions", context, *request, response,
               &fake.list_editions);
  }
  grpc::Status BatchGetProvisions(
      grpc::ServerContext* context,
      const catalog::v1::BatchGetProvisionsRequest* request,
      catalog::v1::BatchGetProvisionsResponse* response) override {
    return Run("BatchGetProvisions", context, *request, response,
               &fake.batch_get);
  }

  gateway::FakeCatalog fake;

 private:
  template <typename Request, typename Response>
  grpc::Status Run(absl::string_view name, grpc::ServerContext* context,
                   const Request& request, Response* response,
                   gateway::FakeMethod<Request, Response>* method) {
    return skin_.Run(name, context, request, response, [&](const CallContext&) {
      absl::StatusOr<Response> out;
      method->Call(request,
                   [&](absl::StatusOr<Response> r) { out = std::move(r); });
      return out;
    });
  }

  SystemClock clock_;
  ServiceSkin skin_;
};

}  // namespace zhiheng::testing

#endif  // TESTS_SUPPORT_SCRIPTED_SERVICES_H_
