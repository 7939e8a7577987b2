// What each backend did during one check, and how that is told: in the answer
// as BackendStatus, or as an error when the answer would not be whole.
// For one thread. Texts are for callers: no address, no inner words.
#ifndef SERVICES_GATEWAY_ASSESS_BACKEND_LOG_H_
#define SERVICES_GATEWAY_ASSESS_BACKEND_LOG_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/gateway/fanout/fan_out.h"
#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::gateway {

class BackendLog {
 public:
  // `backend`: `rules` or `catalog`.
  explicit BackendLog(std::string backend) : backend_(std::move(backend)) {}

  // One call of several; the worst decides. `elapsed` counts from the start of
  // the check.
  void Add(CallState state, const absl::Status& status, absl::Duration elapsed);

  bool whole() const;
  gateway::v1::BackendStatus ToProto() const;

  // The error of a check that may not be partial: DEADLINE_EXCEEDED with reason
  // BACKEND_LATE, UNAVAILABLE with BACKEND_UNAVAILABLE, INTERNAL with
  // BACKEND_FAILED; metadata `backend` names it. REQUIRES: !whole().
  absl::Status ToError() const;

 private:
  const std::string backend_;
  CallState state_ = CallState::kRunning;  // not called
  absl::Status status_;
  absl::Duration elapsed_;
};

// Whether the backend refused what the caller asked for, rather than failed.
bool IsCallersMistake(const absl::Status& status);

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_BACKEND_LOG_H_
