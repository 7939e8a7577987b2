// A child process: started, watched, ended. It ends with its parent even when
// the parent is killed.
//
// For one thread. Start() returns UNAVAILABLE when the program cannot be run.
// The destructor sends SIGTERM and waits.
#ifndef SERVICES_CLI_PROCESS_CHILD_PROCESS_H_
#define SERVICES_CLI_PROCESS_CHILD_PROCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace zhiheng::cli {

class ChildProcess {
 public:
  // Standard output of the child goes to standard error: standard output
  // belongs to the parent's own lines.
  static absl::StatusOr<ChildProcess> Start(
      const std::string& program, const std::vector<std::string>& arguments);

  ChildProcess(ChildProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), program_(other.program_) {}
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  const std::string& program() const { return program_; }

  // How it ended, in words, once it has; never waits.
  std::optional<std::string> Ended();
  // Asks it to end, and waits until it has.
  void Stop();

 private:
  ChildProcess(pid_t pid, std::string program)
      : pid_(pid), program_(std::move(program)) {}

  pid_t pid_ = -1;
  std::string program_;
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_PROCESS_CHILD_PROCESS_H_
