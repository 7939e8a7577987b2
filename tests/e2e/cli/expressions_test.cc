// zhiheng cel: what its README shows is what it prints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/e2e/cli/run_command.h"

namespace zhiheng {
namespace {

using testing::Finished;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::Zhiheng;

TEST(CelE2eTest, TheReadmeIsReal) {
  const std::string readme =
      testing::ReadWhole(testing::SourceDir() + "/services/cli/README.md");
  size_t shown = 0;
  for (size_t at = readme.find("$ zhiheng cel "); at != std::string::npos;
       at = readme.find("$ zhiheng cel ", at + 1)) {
    const size_t end = readme.find('\n', at);
    const std::string command = readme.substr(at + 2, end - at - 2);
    const size_t close = readme.find("```", end);
    const Finished real =
        testing::RunCommand({"sh", "-c",
                             "cd '" + testing::SourceDir() + "' && exec '" +
                                 testing::BinDir() + "'/" + command});
    EXPECT_THAT(real.out, StartsWith(readme.substr(end + 1, close - end - 1)))
        << command << real.err;
    ++shown;
  }
  EXPECT_EQ(shown, 2u);
}

TEST(CelE2eTest, ExitCodesTellScripts) {
  EXPECT_EQ(Zhiheng({"cel", "eval", "1 + 1"}).exit_code, 0);
  EXPECT_EQ(Zhiheng({"cel", "eval", "x", "--unknown", "x"}).exit_code, 101);
  EXPECT_EQ(Zhiheng({"cel", "eval", "1 / 0"}).exit_code, 102);
  const Finished slip = Zhiheng({"cel", "check", "1 +"});
  EXPECT_EQ(slip.exit_code, 2);
  EXPECT_THAT(slip.err, HasSubstr("^"));
  EXPECT_EQ(Zhiheng({"cel", "eval"}).exit_code, 2);
}

TEST(CelE2eTest, FactsOfAnExampleAreBound) {
  const Finished eval = Zhiheng(
      {"cel", "eval",
       "label.category == ProductLabel.Category."
       "CATEGORY_FERTILIZER",
       "--facts", testing::SourceDir() + "/examples/label-dap-correct.json"});
  EXPECT_EQ(eval.exit_code, 0) << eval.err;
  EXPECT_THAT(eval.out, StartsWith("value:     true\n"));
}

TEST(CelE2eTest, StandardInputAndDump) {
  const Finished dump = Zhiheng({"cel", "dump", "--ast", "-"}, "1 + 2\n");
  EXPECT_EQ(dump.exit_code, 0) << dump.err;
  EXPECT_THAT(dump.out, StartsWith("call _+_"));
}

}  // namespace
}  // namespace zhiheng
