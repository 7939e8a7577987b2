#include "services/gateway/fanout/fan_out.h"

#include <algorithm>
#include <chrono>

namespace zhiheng::gateway {
namespace {

constexpr absl::Duration kLookUp = absl::Milliseconds(100);

}  // namespace

bool Joint::Deliver(const std::function<void()>& store, bool fatal) {
  MutexLock lock(&mutex_);
  if (closed_) {
    return false;
  }
  store();
  --pending_;
  fatal_ = fatal_ || fatal;
  changed_.NotifyAll();
  return true;
}

void Joint::Add() {
  MutexLock lock(&mutex_);
  ++pending_;
}

void Joint::Wake() {
  MutexLock lock(&mutex_);
  changed_.NotifyAll();
}

void Joint::WaitAndClose(const CallContext& call) {
  MutexLock lock(&mutex_);
  while (pending_ > 0 && !fatal_ && !call.cancelled()) {
    const absl::Duration left = call.remaining();
    if (left <= absl::ZeroDuration()) {
      break;
    }
    // A client that hangs up cancels the calls passed on over gRPC, which ends
    // the wait; looking up now and then covers those that were not.
    changed_.WaitUntil(&mutex_,
                       std::chrono::steady_clock::now() +
                           absl::ToChronoNanoseconds(std::min(left, kLookUp)));
  }
  closed_ = true;
}

FanOut::FanOut(const CallContext& call, absl::Duration budget)
    : call_(call.WithBudget(budget)) {}

FanOut::~FanOut() { Join(); }

void FanOut::Join() {
  if (joined_) {
    return;
  }
  joined_ = true;
  {
    const CancelRegistration wake(call_.cancellation(),
                                  [joint = joint_] { joint->Wake(); });
    joint_->WaitAndClose(call_);
  }
  for (const std::function<void()>& settle : settle_) {
    settle();
  }
  // No lock is held: cancelling runs code of the backends.
  call_.cancellation()->Cancel();
}

CallState FanOut::Unanswered() const {
  return call_.remaining() <= absl::ZeroDuration() ? CallState::kLate
                                                   : CallState::kCalledOff;
}

}  // namespace zhiheng::gateway
