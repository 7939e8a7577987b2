// What to ask of rules: which packs, pinned to which digests. Pure,
// thread-safe.
#ifndef SERVICES_GATEWAY_ASSESS_PLAN_H_
#define SERVICES_GATEWAY_ASSESS_PLAN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/exact/civil_date.h"
#include "services/gateway/assess/options.h"
#include "zhiheng/gateway/v1/gateway_service.pb.h"
#include "zhiheng/rules/v1/pack.pb.h"

namespace zhiheng::gateway {

// The packs named in the request, else those over its facts type that are in
// force on `as_of` (on any day, when that is unset: each pack selects its day
// from the facts). Each carries the digest that is live now, so that rules
// answers with exactly these or says that they have changed.
//
// NOT_FOUND for a pack that is not live; FAILED_PRECONDITION when the caller
// pinned another digest, when a pack is over another facts type, or when no
// pack fits (naming the facts types there are).
absl::StatusOr<std::vector<rules::v1::PackRef>> ChoosePacks(
    const std::vector<rules::v1::Pack>& live, const v1::CheckRequest& request,
    const AssessOptions& options);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_PLAN_H_
