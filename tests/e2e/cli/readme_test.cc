// The README shows what the program prints, not what somebody wished.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/e2e/cli/run_command.h"

namespace zhiheng {
namespace {

using testing::Finished;
using ::testing::HasSubstr;
using testing::ReadWhole;
using testing::SourceDir;
using ::testing::StartsWith;

// What stands between `from` and `to`.
std::string Between(const std::string& text, const std::string& from,
                    const std::string& to) {
  const size_t start = text.find(from);
  if (start == std::string::npos) return "";
  const size_t first = start + from.size();
  const size_t end = text.find(to, first);
  return end == std::string::npos ? "" : text.substr(first, end - first);
}

TEST(ReadmeTest, TheWorkedExampleIsReal) {
  const std::string shown =
      Between(ReadWhole(SourceDir() + "/README.md"),
              "--today 2026-04-01 --lang en\n", "  …\n```");
  ASSERT_FALSE(shown.empty());
  const Finished real = testing::RunCommand(
      {"env", "-C", SourceDir(), testing::BinDir() + "/zhiheng", "check",
       "examples/label-dap-order.json", "--today", "2026-04-01", "--lang",
       "en"});
  EXPECT_EQ(real.exit_code, 100) << real.err;
  EXPECT_THAT(real.out, StartsWith(shown));
}

TEST(ReadmeTest, TheFineOfCaseBIsReal) {
  const std::string shown =
      Between(ReadWhole(SourceDir() + "/README.md"),
              "--today 2025-11-01 --lang zh\n  …\n", "  …\n```");
  ASSERT_FALSE(shown.empty());
  const Finished real = testing::RunCommand(
      {"env", "-C", SourceDir(), testing::BinDir() + "/zhiheng", "check",
       "examples/case-b-kiwifruit.json", "--today", "2025-11-01", "--lang",
       "zh"});
  EXPECT_THAT(real.out, HasSubstr(shown));
}

TEST(ReadmeTest, TheSlipIsReal) {
  const std::string readme = ReadWhole(SourceDir() + "/README.md");
  const std::string shown =
      Between(readme, "$ build/bin/zhiheng check label.yaml\n", "```");
  ASSERT_FALSE(shown.empty());
  testing::TempDir dir;
  std::ofstream(dir.File("label.yaml"))
      << "label:\n  generic_name: 磷酸二铵\n  # as read from the bag\n"
         "  fertilizer: {n_pct: 18%}\n";
  const Finished real = testing::RunCommand({"env", "-C", dir.path(),
                                             testing::BinDir() + "/zhiheng",
                                             "check", "label.yaml"});
  EXPECT_EQ(real.exit_code, 2);
  EXPECT_EQ(real.err, shown);
}

}  // namespace
}  // namespace zhiheng
