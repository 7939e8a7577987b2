#include "services/gateway/assess/backend_log.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/problem/problem.h"

namespace zhiheng::gateway {
namespace {

using State = gateway::v1::BackendStatus;

int Badness(CallState state) {
  switch (state) {
    case CallState::kRunning:
      return 0;
    case CallState::kOk:
      return 1;
    case CallState::kCalledOff:
      return 2;
    case CallState::kLate:
      return 3;
    case CallState::kFailed:
      return 4;
  }
  return 4;
}

std::string Millis(absl::Duration duration) {
  return absl::StrCat(absl::ToInt64Milliseconds(duration), " ms");
}

}  // namespace

bool IsCallersMistake(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

void BackendLog::Add(CallState state, const absl::Status& status,
                     absl::Duration elapsed) {
  elapsed_ = std::max(elapsed_, elapsed);
  if (Badness(state) > Badness(state_)) {
    state_ = state;
    status_ = status;
  }
}

bool BackendLog::whole() const { return state_ == CallState::kOk; }

gateway::v1::BackendStatus BackendLog::ToProto() const {
  gateway::v1::BackendStatus out;
  out.set_backend(backend_);
  out.set_elapsed_us(absl::ToInt64Microseconds(elapsed_));
  switch (state_) {
    case CallState::kOk:
      out.set_state(State::STATE_OK);
      break;
    case CallState::kLate:
      out.set_state(State::STATE_LATE);
      out.set_detail(absl::StrCat("did not answer within ", Millis(elapsed_)));
      break;
    case CallState::kFailed:
      out.set_state(State::STATE_FAILED);
      out.set_detail(
          status_.code() == absl::StatusCode::kUnavailable
              ? "could not be reached"
              : absl::StrCat("answered with an error: ",
                             absl::StatusCodeToString(status_.code())));
      break;
    case CallState::kCalledOff:
      out.set_state(State::STATE_NOT_CALLED);
      out.set_detail("called off, since another backend failed");
      break;
    case CallState::kRunning:
      out.set_state(State::STATE_NOT_CALLED);
      out.set_detail("was not needed");
      break;
  }
  return out;
}

absl::Status BackendLog::ToError() const {
  if (state_ == CallState::kLate) {
    return Problem(absl::StatusCode::kDeadlineExceeded, "BACKEND_LATE")
        .Say(
            absl::StrCat(backend_, " did not answer within ", Millis(elapsed_)))
        .With("backend", backend_)
        .With("waited_ms", absl::StrCat(absl::ToInt64Milliseconds(elapsed_)))
        .Hint("give the call a longer deadline, or set allow_partial");
  }
  if (status_.code() == absl::StatusCode::kUnavailable) {
    return Problem(absl::StatusCode::kUnavailable, "BACKEND_UNAVAILABLE")
        .Say(absl::StrCat(backend_, " could not be reached"))
        .With("backend", backend_)
        .Hint("try again, or set allow_partial");
  }
  if (status_.code() == absl::StatusCode::kResourceExhausted) {
    return status_;
  }
  return Problem(absl::StatusCode::kInternal, "BACKEND_FAILED")
      .Say(absl::StrCat(backend_, " answered with an error: ",
                        absl::StatusCodeToString(status_.code())))
      .With("backend", backend_)
      .With("code", absl::StatusCodeToString(status_.code()));
}

}  // namespace zhiheng::gateway
