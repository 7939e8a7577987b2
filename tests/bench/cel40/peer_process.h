// A subject in another process that takes its turns when told: peers.mjs.
//
// One thread. UNAVAILABLE when the process cannot be started, answered wrongly
// or went away; its own words are on stderr.
#ifndef TESTS_BENCH_CEL40_PEER_PROCESS_H_
#define TESTS_BENCH_CEL40_PEER_PROCESS_H_

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace zhiheng::bench {

class PeerProcess {
 public:
  // Starts it and waits until its verdicts were compared.
  static absl::StatusOr<std::unique_ptr<PeerProcess>> Start(
      const std::vector<std::string>& command);
  ~PeerProcess();

  // One round over all labels; microseconds per label.
  absl::StatusOr<double> Round();

 private:
  PeerProcess() = default;
  pid_t pid_ = -1;
  FILE* to_ = nullptr;
  FILE* from_ = nullptr;
};

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_PEER_PROCESS_H_
