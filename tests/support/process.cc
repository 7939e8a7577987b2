#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace zhiheng::testing {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(60);
constexpr absl::Duration kPoll = absl::Milliseconds(5);

std::vector<std::string> Environment(
    const std::map<std::string, std::string>& changes) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (changes.count(text.substr(0, text.find('='))) == 0) {
      out.push_back(text);
    }
  }
  for (const auto& [name, value] : changes) {
    if (!value.empty()) {
      out.push_back(name + "=" + value);
    }
  }
  return out;
}

std::vector<char*> Pointers(std::vector<std::string>* texts) {
  std::vector<char*> out;
  for (std::string& text : *texts) {
    out.push_back(text.data());
  }
  out.push_back(nullptr);
  return out;
}

}  // namespace

std::string BuiltBinary(const std::string& name) {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name)
      .string();
}

Process::Process(const std::string& program,
                 const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment) {
  int pipe_ends[2];
  EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
  output_ = pipe_ends[0];
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = Environment(environment);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  const int error =
      posix_spawn(&id_, program.c_str(), &actions, nullptr,
                  Pointers(&words).data(), Pointers(&variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  EXPECT_EQ(error, 0) << "cannot start " << program;
  if (error != 0) {
    id_ = -1;
    return;
  }
  AwaitListening(kStartTimeout);
}

Process::~Process() {
  Kill();
  if (output_ >= 0) {
    close(output_);
  }
}

void Process::AwaitListening(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  std::string text;
  while (absl::Now() < deadline) {
    pollfd waiting = {output_, POLLIN, 0};
    if (poll(&waiting, 1, 100) <= 0) {
      continue;
    }
    char buffer[512];
    const ssize_t size = read(output_, buffer, sizeof(buffer));
    if (size <= 0) {
      break;
    }
    text.append(buffer, static_cast<size_t>(size));
    const size_t line = text.find("listening ");
    const size_t at = text.find("address=", line);
    const size_t end = text.find('\n', at);
    if (line != std::string::npos && at != std::string::npos &&
        end != std::string::npos) {
      address_ = text.substr(at + 8, end - at - 8);
      return;
    }
  }
  ADD_FAILURE() << "no listening line; it said: " << text;
}

void Process::Signal(int signal) {
  if (id_ > 0) {
    kill(id_, signal);
  }
}

void Process::Kill() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
    id_ = -1;
  }
}

std::optional<int> Process::Wait(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (id_ > 0 && absl::Now() < deadline) {
    int status = 0;
    if (waitpid(id_, &status, WNOHANG) == id_) {
      id_ = -1;
      return WIFEXITED(status) ? std::optional<int>(WEXITSTATUS(status))
                               : std::nullopt;
    }
    absl::SleepFor(kPoll);  // there is no event to wait for with a timeout
  }
  return std::nullopt;
}

}  // namespace zhiheng::testing
