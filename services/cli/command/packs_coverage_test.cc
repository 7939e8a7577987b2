// Coverage of a folder of packs, and of the library that ships: its report is
// part of the documentation. ZHIHENG_UPDATE_GOLDEN=1 rewrites it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "services/cli/command/packs_files.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class PacksCoverageTest : public ::testing::Test {
 protected:
  PacksCoverageTest() {
    options_.folder = dir_.path();
    std::filesystem::copy(Root() + "/services/rules/testdata/good", dir_.path(),
                          std::filesystem::copy_options::recursive);
  }
  static std::string Root() { return std::getenv("ZHIHENG_SOURCE_DIR"); }
  void WriteRows(const std::string& text) {
    std::ofstream(dir_.File("rows.yml")) << text;
  }
  ExitCode Run() { return RunPacksCoverage(options_, &console_); }

  testing::TempDir dir_;
  PackFilesOptions options_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  Console console_{in_, out_, err_};
};

TEST_F(PacksCoverageTest, EveryRowAnsweredIsGreen) {
  WriteRows("rows: {INF: Y}\n");
  EXPECT_EQ(Run(), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("1 rows, 0 uncovered"));
}

TEST_F(PacksCoverageTest, ARowWithoutAnAnswerFails) {
  WriteRows("rows: {INF: Y, MISSING-1: Y}\n");
  EXPECT_EQ(Run(), kExitPackBroken);
  EXPECT_THAT(out_.str(), HasSubstr("UNCOVERED MISSING-1 (Y)"));
}

TEST_F(PacksCoverageTest, AMistakeInTheListFailsWithItsPlace) {
  WriteRows("rows: {INF: Y}\ncovered_by:\n  INF: [PENN]\n");
  EXPECT_EQ(Run(), kExitPackBroken);
  EXPECT_THAT(err_.str(), HasSubstr("rows.yml:3:9"));
}

TEST_F(PacksCoverageTest, WithoutAListProvisionsAreCompared) {
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_THAT(err_.str(), HasSubstr("only provisions are compared"));
  EXPECT_THAT(out_.str(), HasSubstr("trademark-law@2019"));
}

TEST_F(PacksCoverageTest, ThePageStandsAlone) {
  WriteRows("rows: {\"<b>\": Y}\n");
  options_.html = dir_.File("c.html");
  Run();
  const std::string page = ReadFile(options_.html);
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, Not(HasSubstr("http")));
}

TEST_F(PacksCoverageTest, TheReportInTheDocumentationIsThatOfTheLibrary) {
  const std::string library = Root() + "/services/rules/library";
  const std::string golden = library + "/coverage.md";
  options_.folder = library;
  options_.markdown = std::getenv("ZHIHENG_UPDATE_GOLDEN") != nullptr
                          ? golden
                          : dir_.File("coverage.md");
  EXPECT_EQ(Run(), kExitOk) << err_.str() << out_.str();
  EXPECT_TRUE(ReadFile(options_.markdown) == ReadFile(golden))
      << "write it anew: zhiheng packs coverage --markdown "
         "services/rules/library/coverage.md";
}

}  // namespace
}  // namespace zhiheng::cli
