// The live packs of rules, kept for a few seconds.
//
// Thread-safe. `rules` and `clock` (of the calls) must outlive it. A stale list
// does no harm: every evaluation pins the digests it was planned with, and
// rules refuses when they have changed; then ask with kReread.
// Fails as the call to rules fails: DEADLINE_EXCEEDED when it was late.
#ifndef SERVICES_GATEWAY_ASSESS_PACK_DIRECTORY_H_
#define SERVICES_GATEWAY_ASSESS_PACK_DIRECTORY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/call_context.h"
#include "services/gateway/assess/options.h"
#include "services/gateway/backends/rules_backend.h"
#include "zhiheng/rules/v1/pack.pb.h"

namespace zhiheng::gateway {

struct PackListing {
  std::vector<rules::v1::Pack> packs;
  std::string engine_semantics;
  absl::Time read;
};

enum class Freshness { kCached, kReread };

class PackDirectory {
 public:
  PackDirectory(RulesBackend* rules, const AssessOptions& options)
      : rules_(rules), options_(options) {}

  absl::StatusOr<std::shared_ptr<const PackListing>> Current(
      const CallContext& call, Freshness freshness);

 private:
  absl::StatusOr<std::shared_ptr<const PackListing>> Read(
      const CallContext& call) const;

  RulesBackend* const rules_;
  const AssessOptions options_;
  Mutex mutex_;
  std::shared_ptr<const PackListing> listing_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_PACK_DIRECTORY_H_
