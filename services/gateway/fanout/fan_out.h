// Starts several calls at once and joins them under one deadline: reply, error,
// late, or called off. What is late is cancelled; its reply, should it still
// come, is dropped.
//
//   FanOut fan_out(call, budget);
//   auto findings = fan_out.Start<EvaluateResponse>(Need::kRequired, [&](…)
//   {…}); auto snapshot =
//   fan_out.Start<ListInstrumentsResponse>(Need::kOptional, …); fan_out.Join();
//   if (findings.state() == CallState::kOk) Use(findings.value());
//
// For one thread; completions may come on any. Replies outlive the FanOut.
// Nothing fails here: every slot has a state after Join().
#ifndef SERVICES_GATEWAY_FANOUT_FAN_OUT_H_
#define SERVICES_GATEWAY_FANOUT_FAN_OUT_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/call_context.h"
#include "services/gateway/backends/completion.h"

namespace zhiheng::gateway {

enum class CallState {
  kRunning,
  kOk,
  kFailed,     // answered with an error, or could not be reached
  kLate,       // no answer within the budget
  kCalledOff,  // cancelled: a required call failed, or the caller hung up
};

enum class Need {
  // When it fails the rest is of no use: Join() calls it off at once.
  kRequired,
  kOptional,
};

// What is shared between the joiner and the completions.
class Joint {
 public:
  // Returns whether the reply still counts.
  bool Deliver(const std::function<void()>& store, bool fatal)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Add() ABSL_LOCKS_EXCLUDED(mutex_);
  void Wake() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits until all are delivered, one was fatal, `call` is cancelled or out
  // of time; then nothing more is delivered.
  void WaitAndClose(const CallContext& call) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  CondVar changed_;
  int pending_ ABSL_GUARDED_BY(mutex_) = 0;
  bool fatal_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

// One call's outcome. Read it after Join().
template <typename Response>
class Slot {
 public:
  CallState state() const { return cell_->state; }
  // REQUIRES: state() is kOk.
  const Response& value() const { return *cell_->result; }
  // Why not, unless kOk.
  const absl::Status& status() const { return cell_->result.status(); }
  // From Start() to the answer, or to the end of waiting.
  absl::Duration elapsed() const { return cell_->elapsed; }

 private:
  friend class FanOut;
  struct Cell {
    CallState state = CallState::kRunning;
    absl::StatusOr<Response> result = absl::UnknownError("still running");
    absl::Time start;
    absl::Duration elapsed;
  };
  std::shared_ptr<Cell> cell_ = std::make_shared<Cell>();
};

class FanOut {
 public:
  // All calls share a context with at most `budget` left.
  FanOut(const CallContext& call, absl::Duration budget);
  // Joins when that was forgotten.
  ~FanOut();

  template <typename Response>
  Slot<Response> Start(Need need,
                       const std::function<void(const CallContext&,
                                                Completion<Response>)>& begin);

  void Join();

 private:
  // The state of a call that did not answer.
  CallState Unanswered() const;

  const CallContext call_;
  const std::shared_ptr<Joint> joint_ = std::make_shared<Joint>();
  std::vector<std::function<void()>> settle_;
  bool joined_ = false;
};

template <typename Response>
Slot<Response> FanOut::Start(
    Need need,
    const std::function<void(const CallContext&, Completion<Response>)>&
        begin) {
  Slot<Response> slot;
  auto cell = slot.cell_;
  cell->start = call_.clock().Now();
  joint_->Add();
  begin(call_, [joint = joint_, cell, need,
                clock = &call_.clock()](absl::StatusOr<Response> result) {
    const bool ok = result.ok();
    joint->Deliver(
        [&] {
          cell->elapsed = clock->Now() - cell->start;
          cell->state = ok ? CallState::kOk : CallState::kFailed;
          cell->result = std::move(result);
        },
        /*fatal=*/!ok && need == Need::kRequired);
  });
  settle_.push_back([this, cell] {
    if (cell->state == CallState::kRunning) {
      cell->state = Unanswered();
      cell->elapsed = call_.clock().Now() - cell->start;
      cell->result = absl::DeadlineExceededError("no answer in time");
    } else if (cell->state == CallState::kFailed &&
               cell->result.status().code() ==
                   absl::StatusCode::kDeadlineExceeded) {
      // The backend's own deadline fired a moment before ours.
      cell->state = CallState::kLate;
    }
  });
  return slot;
}

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_FANOUT_FAN_OUT_H_
