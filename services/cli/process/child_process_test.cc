#include "services/cli/process/child_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>

#include "services/cli/process/split_server.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;

// Waits for the end without polling: the process stays to be reaped.
void AwaitEnd(const ChildProcess& child) {
  siginfo_t info = {};
  waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED | WNOWAIT);
}

TEST(ChildProcessTest, TellsHowItEnded) {
  ASSERT_OK_AND_ASSIGN(ChildProcess child,
                       ChildProcess::Start("/bin/sh", {"-c", "exit 7"}));
  AwaitEnd(child);
  EXPECT_EQ(child.Ended(), "ended with exit code 7");
  EXPECT_EQ(child.Ended(), "has ended");
}

TEST(ChildProcessTest, TellsWhichSignalEndedIt) {
  ASSERT_OK_AND_ASSIGN(ChildProcess child,
                       ChildProcess::Start("/bin/sh", {"-c", "kill -9 $$"}));
  AwaitEnd(child);
  EXPECT_EQ(child.Ended(), "was ended by signal 9");
}

TEST(ChildProcessTest, StopsWithTheObject) {
  pid_t pid = 0;
  {
    ASSERT_OK_AND_ASSIGN(ChildProcess child,
                         ChildProcess::Start("/bin/sleep", {"1000"}));
    pid = child.pid();
    EXPECT_EQ(child.Ended(), std::nullopt);
  }
  EXPECT_EQ(kill(pid, 0), -1);  // gone and reaped
}

TEST(ChildProcessTest, AProgramThatIsNotThereIsNamed) {
  EXPECT_THAT(
      ChildProcess::Start("/no/such/program", {}),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("/no/such/program")));
}

// A service that ends at once is told apart from one that is slow.
TEST(SplitServerTest, SaysWhichServiceDidNotComeUp) {
  testing::TempDir dir;
  for (const char* name : {"catalogd", "rulesd", "gatewayd"}) {
    std::ofstream(dir.File(name)) << "#!/bin/sh\nexit 3\n";
    std::filesystem::permissions(dir.File(name),
                                 std::filesystem::perms::owner_all);
  }
  SplitOptions options;
  options.programs = dir.path();
  EXPECT_THAT(ServeSplit(options),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("catalogd ended with exit code 3")));
}

}  // namespace
}  // namespace zhiheng::cli
