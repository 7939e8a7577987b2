#include "cel40/peer_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace zhiheng::bench {
namespace {

absl::Status Gone() {
  return absl::UnavailableError("the peer does not answer; see above");
}

}  // namespace

absl::StatusOr<std::unique_ptr<PeerProcess>> PeerProcess::Start(
    const std::vector<std::string>& command) {
  std::unique_ptr<PeerProcess> peer(new PeerProcess());
  int in[2];
  int out[2];
  // Not for the peers that start later: a pipe they hold too never ends.
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) return Gone();
  signal(SIGPIPE, SIG_IGN);
  peer->pid_ = fork();
  if (peer->pid_ < 0) return Gone();
  if (peer->pid_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    std::vector<char*> argv;
    for (const std::string& arg : command) {
      argv.push_back(const_cast<char*>(arg.c_str()));
    }
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  peer->to_ = fdopen(in[1], "w");
  peer->from_ = fdopen(out[0], "r");
  char line[256];
  if (fgets(line, sizeof line, peer->from_) == nullptr ||
      std::string(line) != "ready\n") {
    return Gone();
  }
  return peer;
}

PeerProcess::~PeerProcess() {
  if (to_ != nullptr) fclose(to_);  // the end of its input ends it
  if (from_ != nullptr) fclose(from_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

absl::StatusOr<double> PeerProcess::Round() {
  char line[256];
  if (fputs("round\n", to_) < 0 || fflush(to_) != 0 ||
      fgets(line, sizeof line, from_) == nullptr) {
    return Gone();
  }
  return std::strtod(line, nullptr);
}

}  // namespace zhiheng::bench
