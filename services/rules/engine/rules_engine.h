// The rules service as a library: what follows from facts, under the packs
// that are live. The gRPC service and the command line are skins over it.
//
// Thread-safe. Stateless but for the live packs, which change only whole.
// Errors carry a Problem reason; authors' mistakes in packs are
// FAILED_PRECONDITION with every diagnostic in the message.
#ifndef SERVICES_RULES_ENGINE_RULES_ENGINE_H_
#define SERVICES_RULES_ENGINE_RULES_ENGINE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/call_context.h"
#include "services/rules/engine/library_loader.h"
#include "services/rules/engine/pack_registry.h"
#include "zhiheng/rules/v1/rules_service.pb.h"

namespace zhiheng::rules {

// Version of the evaluation semantics. Raised when the same facts and packs
// would give another answer.
inline constexpr char kEngineSemantics[] = "1";

inline constexpr int kMaxPacksPerRequest = 100;
inline constexpr int kMaxSubjectsPerBatch = 1000;
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

class RulesEngine {
 public:
  // Loads the packs of `folder`. FAILED_PRECONDITION (PACKS_BROKEN) when one
  // has a mistake, or when there is none.
  static absl::StatusOr<std::unique_ptr<RulesEngine>> Create(
      const std::string& folder);
  explicit RulesEngine(std::shared_ptr<const PackSet> packs);

  absl::StatusOr<v1::EvaluateResponse> Evaluate(
      const CallContext& call, const v1::EvaluateRequest& request) const;
  absl::StatusOr<v1::BatchEvaluateResponse> BatchEvaluate(
      const CallContext& call, const v1::BatchEvaluateRequest& request) const;
  absl::StatusOr<v1::GetPackResponse> GetPack(
      const CallContext& call, const v1::GetPackRequest& request) const;
  absl::StatusOr<v1::ListPacksResponse> ListPacks(
      const CallContext& call, const v1::ListPacksRequest& request) const;

  PackRegistry& registry() { return registry_; }

 private:
  PackRegistry registry_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_ENGINE_RULES_ENGINE_H_
