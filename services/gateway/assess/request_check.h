// Whether a CheckRequest can be worked on at all. Pure, thread-safe.
// INVALID_ARGUMENT with every field at fault, its rule and a hint.
#ifndef SERVICES_GATEWAY_ASSESS_REQUEST_CHECK_H_
#define SERVICES_GATEWAY_ASSESS_REQUEST_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "services/common/exact/civil_date.h"
#include "services/gateway/assess/options.h"
#include "zhiheng/gateway/v1/gateway_service.pb.h"

namespace zhiheng::gateway {

absl::Status ValidateCheckRequest(const v1::CheckRequest& request,
                                  const AssessOptions& options);

// Full name of the facts message, as `zhiheng.facts.v1.ProductLabel`.
// REQUIRES: ValidateCheckRequest() is OK.
std::string FactsTypeOf(const facts::v1::Subject& subject);

// REQUIRES: ValidateCheckRequest() is OK of the request it stands in.
CivilDate FullDate(const type::v1::Date& date);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_REQUEST_CHECK_H_
