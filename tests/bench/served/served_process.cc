#include "served/served_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::bench {
namespace {

constexpr absl::Duration kLookInterval = absl::Milliseconds(20);

// Fields of /proc/PID/stat behind the name, which may hold spaces: utime and
// stime are the 14th and 15th of the line.
constexpr int kFieldsBeforeTimes = 11;

bool HasEnded(pid_t id) { return waitpid(id, nullptr, WNOHANG) != 0; }

absl::Status DoesNotListen(const std::string& log) {
  return absl::UnavailableError(
      absl::StrCat("a server does not listen; ", log, " has what it says"));
}

}  // namespace

absl::Status ServedProcess::Launch(const std::vector<std::string>& command,
                                   const std::string& log) {
  id_ = fork();
  if (id_ < 0) return absl::UnavailableError("cannot fork");
  if (id_ > 0) return absl::OkStatus();
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // not to outlive a run that is stopped
  const int out = open(log.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  std::vector<char*> argv;
  for (const std::string& word : command) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

absl::StatusOr<std::unique_ptr<ServedProcess>> ServedProcess::StartOurs(
    std::vector<std::string> command, const std::string& folder) {
  const std::string name = command[0].substr(command[0].rfind('/') + 1);
  const std::string port_file = absl::StrCat(folder, "/", name, ".port");
  const std::string log = absl::StrCat(folder, "/", name, ".log");
  unlink(port_file.c_str());
  command.insert(command.end(), {"--port-file", port_file});
  std::unique_ptr<ServedProcess> process(new ServedProcess());
  RETURN_IF_ERROR(process->Launch(command, log));
  const absl::Time limit = absl::Now() + kStartLimit;
  while (absl::Now() < limit) {
    if (std::ifstream(port_file) >> process->address_) return process;
    if (HasEnded(process->id_)) break;
    absl::SleepFor(kLookInterval);
  }
  return DoesNotListen(log);
}

absl::StatusOr<std::unique_ptr<ServedProcess>> ServedProcess::StartAt(
    const std::vector<std::string>& command, const std::string& address,
    const std::string& log) {
  std::unique_ptr<ServedProcess> process(new ServedProcess());
  RETURN_IF_ERROR(process->Launch(command, log));
  process->address_ = address;
  const auto channel =
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(
          absl::ToChronoTime(absl::Now() + kStartLimit))) {
    return DoesNotListen(log);
  }
  return process;
}

ServedProcess::~ServedProcess() {
  if (id_ <= 0) return;
  kill(id_, SIGTERM);
  waitpid(id_, nullptr, 0);
}

absl::Duration ServedProcess::cpu_time() const {
  std::ifstream file(absl::StrCat("/proc/", id_, "/stat"));
  std::string line;
  std::getline(file, line);
  std::istringstream rest(line.substr(line.rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < kFieldsBeforeTimes; ++i) rest >> skipped;
  long user = 0;
  long system = 0;
  rest >> user >> system;
  return absl::Seconds(1) * (user + system) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

int FreePort() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(listener, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  close(listener);
  return ntohs(address.sin_port);
}

}  // namespace zhiheng::bench
