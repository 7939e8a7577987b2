#include "services/cli/command/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <vector>

namespace zhiheng::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ParseTest : public ::testing::Test {
 protected:
  CommandLine Parse(std::initializer_list<const char*> words) {
    std::vector<const char*> argv = {"zhiheng"};
    argv.insert(argv.end(), words);
    return ParseCommandLine(static_cast<int>(argv.size()), argv.data(),
                            &console_);
  }
  std::istringstream in_;
  std::ostringstream out_, err_;
  Console console_{in_, out_, err_};
};

TEST_F(ParseTest, Check) {
  const CommandLine line =
      Parse({"check",   "a.json",     "-",        "--server",     "host:1",
             "--as-of", "2024-01-02", "--format", "jsonl",        "--lang",
             "zh",      "--pack",     "a",        "--pack",       "b",
             "--all",   "--color",    "always",   "--timeout-ms", "250"});
  EXPECT_FALSE(line.exit.has_value()) << err_.str();
  EXPECT_EQ(line.command, Command::kCheck);
  EXPECT_THAT(line.check.files, ElementsAre("a.json", "-"));
  EXPECT_EQ(line.server, "host:1");
  EXPECT_EQ(line.check.as_of, "2024-01-02");
  EXPECT_EQ(line.check.format, CheckFormat::kJsonLines);
  EXPECT_EQ(line.check.language, Language::kZh);
  EXPECT_THAT(line.check.packs, ElementsAre("a", "b"));
  EXPECT_TRUE(line.check.all_rules);
  EXPECT_TRUE(console_.colour);
  EXPECT_EQ(line.check.timeout, absl::Milliseconds(250));
}

TEST_F(ParseTest, APackFlagTakesOnePackOnly) {
  const CommandLine line = Parse({"check", "--pack", "a", "b.json"});
  EXPECT_THAT(line.check.packs, ElementsAre("a"));
  EXPECT_THAT(line.check.files, ElementsAre("b.json"));
}

TEST_F(ParseTest, CatalogAndPacks) {
  const CommandLine get =
      Parse({"catalog", "search", "地理标志", "商标", "--limit", "3"});
  EXPECT_EQ(get.command, Command::kCatalogSearch);
  EXPECT_EQ(get.catalog.what, "地理标志 商标");
  EXPECT_EQ(get.catalog.limit, 3);
  EXPECT_EQ(Parse({"packs", "lint"}).command, Command::kPacksLint);
  const CommandLine test = Parse({"packs", "test", "dir", "--filter", "TM"});
  EXPECT_EQ(test.command, Command::kPacksTest);
  EXPECT_EQ(test.pack_files.folder, "dir");
  EXPECT_EQ(test.pack_files.filter, "TM");
}

TEST_F(ParseTest, ServeSplit) {
  const CommandLine line = Parse({"serve", "--split", "--ready-file", "f"});
  EXPECT_EQ(line.command, Command::kServe);
  EXPECT_TRUE(line.serve.split);
  EXPECT_EQ(line.serve.ready_file, "f");
}

TEST_F(ParseTest, HelpTeaches) {
  EXPECT_EQ(Parse({"check", "--help"}).exit, kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("completeness: PARTIAL"));
}

TEST_F(ParseTest, BadFlagsAreUsageErrors) {
  EXPECT_EQ(Parse({}).exit, kExitUsage);
  EXPECT_EQ(Parse({"check"}).exit, kExitUsage);
  EXPECT_EQ(Parse({"chekc", "x"}).exit, kExitUsage);
  EXPECT_EQ(Parse({"check", "x", "--format", "xml"}).exit, kExitUsage);
  EXPECT_EQ(Parse({"check", "x", "--timeout-ms", "0"}).exit, kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--help"));
}

}  // namespace
}  // namespace zhiheng::cli
