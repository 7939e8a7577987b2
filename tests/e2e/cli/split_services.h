// `zhiheng serve --split` as a fixture: three processes on free ports, started
// once for all tests of a suite, ended with it. Test only.
#ifndef TESTS_E2E_CLI_SPLIT_SERVICES_H_
#define TESTS_E2E_CLI_SPLIT_SERVICES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/cli/process/child_process.h"
#include "tests/e2e/cli/run_command.h"

namespace zhiheng::testing {

class SplitServices {
 public:
  // `flags` go to serve.
  explicit SplitServices(const std::vector<std::string>& flags = {}) {
    std::vector<std::string> words = {"serve", "--split", "--ready-file",
                                      dir_.File("ready")};
    words.insert(words.end(), flags.begin(), flags.end());
    auto child = cli::ChildProcess::Start(BinDir() + "/zhiheng", words);
    EXPECT_TRUE(child.ok()) << child.status().ToString();
    if (!child.ok()) return;
    child_ = std::make_unique<cli::ChildProcess>(*std::move(child));
    AwaitReady();
  }

  // Of `gateway`, `catalog` or `rules`; a closed port when not serving.
  std::string Address(const std::string& name) const {
    const auto found = lines_.find(name);
    return found == lines_.end() ? "127.0.0.1:1" : found->second;
  }

 private:
  void AwaitReady() {
    const absl::Time until = absl::Now() + absl::Seconds(90);
    while (absl::Now() < until && !child_->Ended().has_value()) {
      std::ifstream in(dir_.File("ready"));
      std::string line;
      while (std::getline(in, line)) {
        const size_t equals = line.find('=');
        if (equals != std::string::npos) {
          lines_[line.substr(0, equals)] = line.substr(equals + 1);
        }
      }
      if (!lines_.empty()) return;
      absl::SleepFor(absl::Milliseconds(20));  // polls a file, not a guess
    }
    ADD_FAILURE() << "the services did not come up";
  }

  TempDir dir_;
  std::unique_ptr<cli::ChildProcess> child_;
  std::map<std::string, std::string> lines_;
};

}  // namespace zhiheng::testing

#endif  // TESTS_E2E_CLI_SPLIT_SERVICES_H_
