// Runs a program to its end and keeps what it wrote. Test only.
#ifndef TESTS_E2E_CLI_RUN_COMMAND_H_
#define TESTS_E2E_CLI_RUN_COMMAND_H_

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "services/common/testing/temp_dir.h"

namespace zhiheng::testing {

struct Finished {
  int exit_code = -1;  // 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

inline std::string ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string SourceDir() { return std::getenv("ZHIHENG_SOURCE_DIR"); }
inline std::string BinDir() { return std::getenv("ZHIHENG_BIN_DIR"); }

// `input` is the program's standard input.
inline Finished RunCommand(const std::vector<std::string>& words,
                           const std::string& input = "") {
  TempDir dir;
  std::ofstream(dir.File("in"), std::ios::binary) << input;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const std::string in = dir.File("in"), out = dir.File("out"),
                    err = dir.File("err");
  posix_spawn_file_actions_addopen(&files, 0, in.c_str(), O_RDONLY, 0);
  constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), kWrite, 0600);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), kWrite, 0600);
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  Finished finished;
  pid_t pid = 0;
  if (posix_spawnp(&pid, argv[0], &files, nullptr, argv.data(), environ) == 0) {
    int status = 0;
    waitpid(pid, &status, 0);
    finished.exit_code =
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  posix_spawn_file_actions_destroy(&files);
  finished.out = ReadWhole(out);
  finished.err = ReadWhole(err);
  return finished;
}

// zhiheng with these words.
inline Finished Zhiheng(std::vector<std::string> words,
                        const std::string& input = "") {
  words.insert(words.begin(), BinDir() + "/zhiheng");
  return RunCommand(words, input);
}

}  // namespace zhiheng::testing

#endif  // TESTS_E2E_CLI_RUN_COMMAND_H_
