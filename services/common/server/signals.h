// Waits for SIGTERM or SIGINT on an ordinary thread, since nothing of gRPC may
// be called from a signal handler.
// Make one first thing in main, before any thread starts: threads inherit the
// blocked signals. Wait() may be called from any thread.
#ifndef SERVICES_COMMON_SERVER_SIGNALS_H_
#define SERVICES_COMMON_SERVER_SIGNALS_H_

#include <csignal>
#include <string>

namespace zhiheng {

class SignalWaiter {
 public:
  SignalWaiter();
  // Returns the name of the signal that came.
  std::string Wait() const;

 private:
  sigset_t set_;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_SERVER_SIGNALS_H_
