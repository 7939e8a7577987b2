// A server in a process of its own: started, asked for the processor time it
// took, and ended by its id.
//
// For one thread. UNAVAILABLE when it cannot be started or does not listen in
// time; its own words are in `log`, a file. The destructor ends it and waits.
#ifndef TESTS_BENCH_SERVED_SERVED_PROCESS_H_
#define TESTS_BENCH_SERVED_SERVED_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace zhiheng::bench {

// How long a server may take to listen.
inline constexpr absl::Duration kStartLimit = absl::Seconds(30);

class ServedProcess {
 public:
  // A program of this repository: it takes --port-file and writes its address.
  static absl::StatusOr<std::unique_ptr<ServedProcess>> StartOurs(
      std::vector<std::string> command, const std::string& folder);
  // Any other: it listens at `address`.
  static absl::StatusOr<std::unique_ptr<ServedProcess>> StartAt(
      const std::vector<std::string>& command, const std::string& address,
      const std::string& log);
  ~ServedProcess();
  ServedProcess(const ServedProcess&) = delete;
  ServedProcess& operator=(const ServedProcess&) = delete;

  const std::string& address() const { return address_; }
  // User and system time of all its threads since it started; the kernel
  // counts in hundredths of a second.
  absl::Duration cpu_time() const;

 private:
  ServedProcess() = default;
  absl::Status Launch(const std::vector<std::string>& command,
                      const std::string& log);

  pid_t id_ = -1;
  std::string address_;
};

// A port of the loopback that nobody listened on a moment ago.
int FreePort();

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_SERVED_SERVED_PROCESS_H_
