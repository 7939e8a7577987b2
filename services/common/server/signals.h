// Waits for SIGTERM or SIGINT on an ordinary thread, since nothing of gRPC may
// be called from a signal handler.
// Make one first thing in main, before any thread starts: threads inherit the
// blocked signals. Wait() may be called from any thread.
#ifndef SERVICES_COMMON_SERVER_SIGNALS_H_
#define SERVICES_COMMON_SERVER_SIGNALS_H_

#include <atomic>
#include <csignal>
#include <functional>
#include <string>
#include <thread>

namespace zhiheng {

class SignalWaiter {
 public:
  SignalWaiter();
  // Returns the name of the signal that came.
  std::string Wait() const;

 private:
  sigset_t set_;
};

// Calls back for every SIGHUP, on a thread of its own. Make one before any
// other thread starts, as a SignalWaiter; Start() once the callback may run.
// Stop(), or the destructor, returns when no callback runs any more.
class HangupListener {
 public:
  HangupListener();
  ~HangupListener() { Stop(); }
  HangupListener(const HangupListener&) = delete;
  HangupListener& operator=(const HangupListener&) = delete;

  void Start(std::function<void()> on_hangup);
  void Stop();

 private:
  sigset_t set_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_SERVER_SIGNALS_H_
