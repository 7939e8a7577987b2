#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace zhiheng::testing {
namespace {

namespace fs = std::filesystem;

// Where Debian puts the server's programs, newest version last; else the PATH.
std::string FindBin() {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& entry :
       fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const std::string bin = entry.path().string() + "/bin";
    if (fs::exists(bin + "/initdb", ignored)) found.push_back(bin);
  }
  std::sort(found.begin(), found.end());
  return found.empty() ? "" : found.back();
}

// The user to run as when we are root; nullptr: our own.
const passwd* OtherUser() {
  if (geteuid() != 0) return nullptr;
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* user = getpwnam(name)) return user;
  }
  return nullptr;
}

// Starts a program as that user with both outputs into `output`.
pid_t Spawn(const std::string& program, std::vector<std::string> arguments,
            int output) {
  const passwd* user = OtherUser();
  const uid_t uid = user != nullptr ? user->pw_uid : geteuid();
  const gid_t gid = user != nullptr ? user->pw_gid : getegid();
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(gid) != 0 || setuid(uid) != 0)) {
    _exit(126);
  }
  dup2(output, 1);
  dup2(output, 2);
  if (chdir("/") != 0) _exit(126);
  unsetenv("PGHOST");
  unsetenv("PGPORT");
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

std::unique_ptr<PostgresServer> PostgresServer::Start(bool durable) {
  std::unique_ptr<PostgresServer> server(new PostgresServer);
  server->bin_ = FindBin();
  if (server->bin_.empty()) return nullptr;
  server->durable_ = durable;
  std::string pattern =
      (fs::temp_directory_path() / "zhiheng-pg-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    ADD_FAILURE() << "no temporary folder";
    return nullptr;
  }
  server->folder_ = pattern;
  if (const passwd* user = OtherUser()) {
    EXPECT_EQ(chown(pattern.c_str(), user->pw_uid, user->pw_gid), 0);
  }
  if (!server->RunTool("initdb",
                       {"-D", server->folder_ + "/data", "-A", "trust", "-U",
                        "zhiheng", "-E", "UTF8", "--locale=C", "--no-sync"}) ||
      !server->Launch()) {
    ADD_FAILURE() << "PostgreSQL is installed and does not start";
    return nullptr;
  }
  return server;
}

PostgresServer::~PostgresServer() {
  if (id_ > 0) Stop(SIGINT);
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

bool PostgresServer::Launch() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  id_ = Spawn(
      bin_ + "/postgres",
      {"-D", folder_ + "/data", "-k", folder_, "-c", "listen_addresses=", "-c",
       "max_connections=40", "-c", durable_ ? "fsync=on" : "fsync=off", "-c",
       "shared_buffers=32MB", "-c", "logging_collector=off", "-c",
       "log_min_messages=error", "-c", "log_checkpoints=off"},
      ends[1]);
  close(ends[1]);
  // The log begins with lines of level LOG; they end when it is ready.
  std::string log;
  char buffer[1024];
  bool ready = false;
  for (ssize_t n = 0;
       !ready && (n = read(ends[0], buffer, sizeof buffer)) > 0;) {
    log.append(buffer, static_cast<size_t>(n));
    ready = absl::StrContains(log, "ready to accept connections");
  }
  if (!ready) ADD_FAILURE() << log;
  // Later messages have nobody to read them; a full pipe must not stop it.
  const pid_t drain = fork();
  if (drain == 0) {
    // Ends when the server closes its end.
    while (read(ends[0], buffer, sizeof buffer) > 0) {
    }
    _exit(0);
  }
  drains_.push_back(drain);
  close(ends[0]);
  return ready;
}

void PostgresServer::Stop(int signal) {
  kill(id_, signal);
  waitpid(id_, nullptr, 0);
  id_ = -1;
  for (const pid_t drain : drains_) waitpid(drain, nullptr, 0);
  drains_.clear();
}

void PostgresServer::Crash() { Stop(SIGQUIT); }

void PostgresServer::Restart() { EXPECT_TRUE(Launch()); }

std::string PostgresServer::conninfo() const {
  return absl::StrCat("host=", folder_, " dbname=postgres user=zhiheng");
}

bool PostgresServer::RunTool(const std::string& name,
                             const std::vector<std::string>& arguments) {
  const std::string log = folder_ + "-" + name + ".log";
  const int output =
      open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const pid_t child = Spawn(bin_ + "/" + name, arguments, output);
  close(output);
  int status = -1;
  waitpid(child, &status, 0);
  std::error_code ignored;
  fs::remove(log, ignored);
  return status == 0;
}

std::string PostgresServer::NewSchema() {
  const std::string name = absl::StrCat("s", ++schemas_);
  EXPECT_TRUE(RunTool("psql", {"-q", "-c", "CREATE SCHEMA " + name, "-h",
                               folder_, "-U", "zhiheng", "postgres"}));
  return absl::StrCat(conninfo(), " options=-csearch_path=", name);
}

}  // namespace zhiheng::testing
