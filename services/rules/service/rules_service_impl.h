// RulesService over gRPC: each call handed to the engine.
//
// Thread-safe. Borrows the engine, which must outlive it. Failures: see
// ServiceSkin and RulesEngine.
#ifndef SERVICES_RULES_SERVICE_RULES_SERVICE_IMPL_H_
#define SERVICES_RULES_SERVICE_RULES_SERVICE_IMPL_H_

#include <memory>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/common/server/service_call.h"
#include "services/rules/engine/rules_engine.h"

namespace zhiheng::rules {

inline constexpr char kRulesService[] = "zhiheng.rules.v1.RulesService";

std::unique_ptr<grpc::Service> MakeRulesService(const RulesEngine* engine,
                                                SkinOptions skin);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_SERVICE_RULES_SERVICE_IMPL_H_
