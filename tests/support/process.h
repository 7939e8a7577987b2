// Starts one of our binaries, learns its address, and ends it by its own id.
// Test only. For one thread. The destructor kills and reaps, so nothing is left
// behind when a test fails.
#ifndef TESTS_SUPPORT_PROCESS_H_
#define TESTS_SUPPORT_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace zhiheng::testing {

// Path of a binary built with the tests: beside the running one.
std::string BuiltBinary(const std::string& name);

class Process {
 public:
  // `environment` is added to the test's own; an empty value removes a name.
  Process(const std::string& program, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The address of its `listening` line; fails the test, and gives an
  // unreachable one, when there is none in time.
  const std::string& address() const { return address_; }
  pid_t id() const { return id_; }

  void Signal(int signal);
  // SIGKILL, then waits.
  void Kill();
  // The exit code; empty when it does not end in time or died by a signal.
  std::optional<int> Wait(absl::Duration timeout);

 private:
  void AwaitListening(absl::Duration timeout);

  pid_t id_ = -1;
  int output_ = -1;
  std::string address_ = "127.0.0.1:1";
};

}  // namespace zhiheng::testing

#endif  // TESTS_SUPPORT_PROCESS_H_
