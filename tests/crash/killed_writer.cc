#include "tests/crash/killed_writer.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"
#include "tests/support/process.h"

namespace zhiheng::catalog::crash {
namespace {

// A pause of random length that does not sleep.
void Turn(int turns) {
  std::mt19937 idle(static_cast<unsigned>(turns));
  unsigned sum = 0;
  for (int i = 0; i < turns; ++i) sum += static_cast<unsigned>(idle());
  if (turns > 0 && sum == 0) std::printf(" ");  // keeps the loop
}

}  // namespace

int Rounds() {
  const char* text = std::getenv("ZHIHENG_CRASH_ROUNDS");
  int rounds = 0;
  return text != nullptr && absl::SimpleAtoi(text, &rounds) ? rounds : 8;
}

std::string RunAndKill(const std::string& program,
                       const std::vector<std::string>& arguments, int lines,
                       int turns) {
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  std::vector<std::string> words = {testing::BuiltBinary(program)};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t writer = fork();
  if (writer == 0) {
    dup2(ends[1], 1);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  std::string said;
  char buffer[256];
  int seen = 0;
  ssize_t n = 0;
  while (seen < lines && (n = read(ends[0], buffer, sizeof buffer)) > 0) {
    said.append(buffer, static_cast<size_t>(n));
    for (ssize_t i = 0; i < n; ++i) seen += buffer[i] == '\n' ? 1 : 0;
  }
  EXPECT_TRUE(seen >= lines) << "the writer ended by itself";
  Turn(turns);
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  while ((n = read(ends[0], buffer, sizeof buffer)) > 0) {
    said.append(buffer, static_cast<size_t>(n));
  }
  close(ends[0]);
  return said;
}

std::optional<int> LastAcknowledged(const std::string& said) {
  const size_t last = said.rfind("ack ");
  if (last == std::string::npos) return std::nullopt;
  return std::atoi(said.c_str() + last + 4);
}

}  // namespace zhiheng::catalog::crash
