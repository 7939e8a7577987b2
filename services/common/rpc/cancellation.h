// Cancellation that travels down a tree of work: a source, and callbacks that
// run when it is cancelled.
// Thread-safe. Callbacks run on the thread that cancels, without any lock held,
// and must not wait. A removed callback has either run or never will.
#ifndef SERVICES_COMMON_RPC_CANCELLATION_H_
#define SERVICES_COMMON_RPC_CANCELLATION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "services/common/base/mutex.h"

namespace zhiheng {

class CancelRegistration;

class Cancellation {
 public:
  Cancellation();
  ~Cancellation();
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

  // Cancelled on its own or with `parent`, which it keeps alive.
  static std::shared_ptr<Cancellation> ChildOf(
      std::shared_ptr<Cancellation> parent);

  // The first call runs the callbacks; later ones do nothing.
  void Cancel();
  bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }

  // Runs `callback` at once when already cancelled. The id is for Remove().
  int64_t OnCancel(std::function<void()> callback);
  // Waits for the callback when it is running on another thread.
  void Remove(int64_t id);

 private:
  std::atomic<bool> cancelled_ = false;
  Mutex mutex_;
  CondVar done_;
  bool running_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread::id runner_ ABSL_GUARDED_BY(mutex_);
  int64_t next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  std::map<int64_t, std::function<void()>> callbacks_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<CancelRegistration> follows_;
};

// Removes its callback when destroyed.
class CancelRegistration {
 public:
  CancelRegistration() = default;
  CancelRegistration(std::shared_ptr<Cancellation> source,
                     std::function<void()> callback);
  CancelRegistration(CancelRegistration&& other) noexcept;
  CancelRegistration& operator=(CancelRegistration&& other) noexcept;
  ~CancelRegistration() { Reset(); }
  void Reset();

 private:
  std::shared_ptr<Cancellation> source_;
  int64_t id_ = 0;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_RPC_CANCELLATION_H_
