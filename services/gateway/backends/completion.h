// What a backend calls when it is done: once, with an answer or a failure.
#ifndef SERVICES_GATEWAY_BACKENDS_COMPLETION_H_
#define SERVICES_GATEWAY_BACKENDS_COMPLETION_H_

#include <functional>

#include "absl/status/statusor.h"

namespace zhiheng::gateway {

template <typename Response>
using Completion = std::function<void(absl::StatusOr<Response>)>;

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_BACKENDS_COMPLETION_H_
