// The guide, followed by somebody who writes no C++: a pack with a facts type
// of its own is linted, tested, checked in this process and served; a change of
// it goes live, a broken change does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/e2e/cli/split_services.h"

namespace zhiheng {
namespace {

using testing::Finished;
using ::testing::HasSubstr;
using testing::ReadWhole;
using testing::Zhiheng;

// The block of the guide that follows `marker`.
std::string Block(const std::string& guide, const std::string& marker) {
  const size_t at = guide.find(marker);
  EXPECT_NE(at, std::string::npos) << marker;
  const size_t start = guide.find('\n', guide.find("```", at)) + 1;
  return guide.substr(start, guide.find("```", start) - start);
}

class OwnFactsTest : public ::testing::Test {
 protected:
  OwnFactsTest() {
    const std::string guide =
        ReadWhole(testing::SourceDir() + "/services/rules/library/README.md");
    const std::string own = guide.substr(guide.find("## A facts type of your"));
    Write(packs_.File("helmet.proto"), Block(own, "`helmet.proto`:"));
    pack_ = Block(own, "`helmet.yaml`:");
    Write(packs_.File("helmet.yaml"), pack_);
    subject_ = dir_.File("helmet-7.yaml");
    Write(subject_, Block(own, "`helmet-7.yaml`:"));
  }
  static void Write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }

  testing::TempDir packs_, dir_;
  std::string pack_, subject_;
};

TEST_F(OwnFactsTest, LintTestAndCheckInThisProcess) {
  const Finished lint = Zhiheng({"packs", "lint", packs_.path()});
  EXPECT_EQ(lint.exit_code, 0) << lint.err;
  const Finished test = Zhiheng({"packs", "test", packs_.path()});
  EXPECT_EQ(test.exit_code, 0) << test.out << test.err;
  const Finished check =
      Zhiheng({"check", subject_, "--packs", packs_.path(), "--lang", "en"});
  EXPECT_EQ(check.exit_code, 100) << check.err;
  EXPECT_THAT(check.out, HasSubstr("the mass is 412.00 g"));
  EXPECT_THAT(check.out, HasSubstr("helmet.mass_g = 412.00"));
}

// The longer example: an enum, a list of messages, two editions, a suite.
TEST(ExamplePackTest, LintsTestsAndChecks) {
  const std::string folder = testing::SourceDir() + "/examples/packs";
  const Finished lint = Zhiheng({"packs", "lint", folder + "/helmet"});
  EXPECT_EQ(lint.exit_code, 0) << lint.err;
  const Finished test = Zhiheng({"packs", "test", folder + "/helmet"});
  EXPECT_EQ(test.exit_code, 0) << test.out << test.err;
  const Finished check = Zhiheng({"check", folder + "/helmet-7.yaml", "--packs",
                                  folder + "/helmet", "--lang", "en"});
  EXPECT_EQ(check.exit_code, 100) << check.err;
  EXPECT_THAT(check.out, HasSubstr("the mass is 412.00 g"));
}

TEST_F(OwnFactsTest, ASlipInTheFactsHasAPlace) {
  Write(subject_,
        "other:\n  \"@type\": demo.helmet.v1.HelmetLabel\n  bramd: x\n");
  Finished check = Zhiheng({"check", subject_, "--packs", packs_.path()});
  EXPECT_EQ(check.exit_code, 2);
  EXPECT_THAT(check.err, HasSubstr("helmet-7.yaml:3:3"));
  EXPECT_THAT(check.err, HasSubstr("brand"));
  Write(subject_, "other: {\"@type\": demo.helmet.v1.Hat}\n");
  check = Zhiheng({"check", subject_, "--packs", packs_.path()});
  EXPECT_EQ(check.exit_code, 2);
  EXPECT_THAT(check.err, HasSubstr("no facts type of that name"));
}

TEST_F(OwnFactsTest, ALiveServerGivesTheSameAnswerAndTakesUpChanges) {
  testing::SplitServices services({"--packs", packs_.path()});
  const auto check = [&] {
    return Zhiheng({"check", subject_, "--server", services.Address("gateway"),
                    "--descriptors", packs_.File("helmet.proto"), "--lang",
                    "en"});
  };
  const Finished first = check();
  EXPECT_EQ(first.exit_code, 100) << first.err;
  EXPECT_THAT(first.out, HasSubstr("the mass is 412.00 g"));

  // A broken pack is refused and the last good one serves on.
  std::string broken = pack_;
  broken.replace(broken.find("helmet.mass_g <="), 13, "helmet.maas_g");
  Write(packs_.File("helmet.yaml"), broken);
  const std::vector<std::string> list = {"packs", "list", "--server",
                                         services.Address("rules")};
  const auto until = [&](const auto& done) {
    for (int i = 0; i < 600 && !done(); ++i)
      absl::SleepFor(absl::Milliseconds(50));  // polls the server, not a guess
    EXPECT_TRUE(done());
  };
  until([&] { return !Zhiheng(list).err.empty(); });
  EXPECT_THAT(Zhiheng(list).err, HasSubstr("did you mean"));
  EXPECT_EQ(check().exit_code, 100);

  // Mended, with another limit, it goes live.
  std::string mended = pack_;
  mended.replace(mended.find("<= decimal('400')"), 17, "<= decimal('450')");
  Write(packs_.File("helmet.yaml"), mended);
  until([&] { return check().exit_code == 0; });
  EXPECT_EQ(Zhiheng(list).err, "");
}

}  // namespace
}  // namespace zhiheng
