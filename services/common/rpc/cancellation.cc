#include "services/common/rpc/cancellation.h"

#include <utility>

namespace zhiheng {

Cancellation::Cancellation() = default;
Cancellation::~Cancellation() = default;

std::shared_ptr<Cancellation> Cancellation::ChildOf(
    std::shared_ptr<Cancellation> parent) {
  auto child = std::make_shared<Cancellation>();
  child->follows_ = std::make_unique<CancelRegistration>(
      std::move(parent), [weak = std::weak_ptr<Cancellation>(child)] {
        if (auto alive = weak.lock()) {
          alive->Cancel();
        }
      });
  return child;
}

void Cancellation::Cancel() {
  if (cancelled_.exchange(true, std::memory_order_acq_rel)) {
    return;
  }
  std::map<int64_t, std::function<void()>> callbacks;
  {
    MutexLock lock(&mutex_);
    running_ = true;
    runner_ = std::this_thread::get_id();
    callbacks.swap(callbacks_);
  }
  for (auto& [id, callback] : callbacks) {
    callback();
  }
  MutexLock lock(&mutex_);
  running_ = false;
  done_.NotifyAll();
}

int64_t Cancellation::OnCancel(std::function<void()> callback) {
  {
    MutexLock lock(&mutex_);
    // Cancel() sets the flag before it takes the callbacks under the lock, so
    // one of the two sees this callback.
    if (!cancelled()) {
      callbacks_.emplace(next_id_, std::move(callback));
      return next_id_++;
    }
  }
  callback();
  return 0;
}

void Cancellation::Remove(int64_t id) {
  MutexLock lock(&mutex_);
  callbacks_.erase(id);
  while (running_ && runner_ != std::this_thread::get_id()) {
    done_.Wait(&mutex_);
  }
}

CancelRegistration::CancelRegistration(std::shared_ptr<Cancellation> source,
                                       std::function<void()> callback)
    : source_(std::move(source)) {
  if (source_ != nullptr) {
    id_ = source_->OnCancel(std::move(callback));
  }
}

CancelRegistration::CancelRegistration(CancelRegistration&& other) noexcept
    : source_(std::move(other.source_)), id_(other.id_) {
  other.source_ = nullptr;
}

CancelRegistration& CancelRegistration::operator=(
    CancelRegistration&& other) noexcept {
  if (this != &other) {
    Reset();
    source_ = std::move(other.source_);
    id_ = other.id_;
    other.source_ = nullptr;
  }
  return *this;
}

void CancelRegistration::Reset() {
  if (source_ != nullptr && id_ != 0) {
    source_->Remove(id_);
  }
  source_ = nullptr;
}

}  // namespace zhiheng
