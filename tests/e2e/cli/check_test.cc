// The client against the three binaries, and in process: same answers.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/common/testing/proto.h"
#include "tests/e2e/cli/split_services.h"
#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng {
namespace {

using ::testing::AnyOf;
using testing::EqualsMessage;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SourceDir;
using testing::Zhiheng;

class CheckE2eTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { services_ = new testing::SplitServices; }
  static void TearDownTestSuite() {
    delete services_;
    services_ = nullptr;
  }

  static gateway::v1::Assessment Parse(const Finished& finished) {
    gateway::v1::Assessment out;
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(finished.out, &out).ok())
        << finished.out << finished.err;
    return out;
  }

  // What is not part of the answer: ids and times of the call.
  static gateway::v1::Assessment WithoutCall(gateway::v1::Assessment answer) {
    answer.clear_id();
    answer.clear_trace_id();
    answer.clear_create_time();
    answer.clear_snapshot_token();
    answer.clear_backends();
    return answer;
  }

  static testing::SplitServices* services_;
};
testing::SplitServices* CheckE2eTest::services_ = nullptr;

TEST_F(CheckE2eTest, TheReferenceCasesAnswerAlikeWithAndWithoutAServer) {
  for (const char* name :
       {"case-a-jackets", "case-b-kiwifruit", "case-c-fertilizer"}) {
    const std::string file = SourceDir() + "/examples/" + name + ".json";
    const Finished local =
        Zhiheng({"check", file, "--format", "json", "--today", "2025-11-01"});
    const Finished remote =
        Zhiheng({"check", file, "--format", "json", "--today", "2025-11-01",
                 "--server", services_->Address("gateway")});
    EXPECT_EQ(local.exit_code, remote.exit_code) << local.err << remote.err;
    EXPECT_THAT(local.exit_code, AnyOf(0, 100, 101)) << local.err;
    const gateway::v1::Assessment answer = Parse(remote);
    EXPECT_GT(answer.findings_size(), 0);
    EXPECT_GT(answer.provisions_size(), 0);
    EXPECT_FALSE(answer.degraded());
    EXPECT_THAT(WithoutCall(Parse(local)), EqualsMessage(WithoutCall(answer)))
        << name;
  }
}

TEST_F(CheckE2eTest, TheSameQuestionGivesTheSameBytes) {
  const std::string file = SourceDir() + "/examples/case-b-kiwifruit.json";
  std::string first;
  for (int i = 0; i < 3; ++i) {
    const auto answer = WithoutCall(Parse(
        Zhiheng({"check", file, "--format", "json", "--today", "2025-11-01"})));
    const std::string bytes = answer.SerializeAsString();
    if (i == 0) first = bytes;
    EXPECT_EQ(bytes, first);
  }
}

TEST_F(CheckE2eTest, TheReportOfTheKiwifruitCase) {
  const Finished finished = Zhiheng(
      {"check", SourceDir() + "/examples/case-b-kiwifruit.json", "--today",
       "2025-11-01", "--server", services_->Address("gateway")});
  EXPECT_EQ(finished.exit_code, 100) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("[0, 250,000]"));
  EXPECT_THAT(finished.out, HasSubstr("32,161.23"));
  EXPECT_THAT(finished.out, HasSubstr("30,000"));
  EXPECT_THAT(finished.out, HasSubstr("在区间内 inside"));
  EXPECT_THAT(finished.out, HasSubstr("第五十七条"));
}

TEST_F(CheckE2eTest, AServerThatIsNotThereIsAnErrorNotAVerdict) {
  const Finished finished =
      Zhiheng({"check", SourceDir() + "/examples/case-b-kiwifruit.json",
               "--server", "127.0.0.1:1", "--timeout-ms", "2000"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, HasSubstr("zhiheng: "));
}

// Bad input, one line each: what is said.
struct BadInput {
  const char* name;
  std::string input;
  const char* says;
};

TEST_F(CheckE2eTest, BadInputIsSaidWithPathPlaceAndHint) {
  const BadInput kCases[] = {
      {"unknown field", R"({"label": {"netContant": {}}})",
       "<stdin>:1:12: label.netContant: no field netContant"},
      {"wrong enum", R"({"case": {"party": {"role": "BOSS"}}})",
       "case.party.role: no value of Role: BOSS"},
      {"malformed decimal", R"({"label": {"largestFaceCm2": "12,5"}})",
       "label.largest_face_cm2: not a decimal number"},
      {"impossible date", R"({"label": {"productionDate": "2023-02-29"}})",
       "day 29 does not exist"},
      {"empty body", "", "the input is empty"},
      {"10 MB body", std::string(10'000'000, ' '), "at most 4194304 are read"},
  };
  for (const BadInput& bad : kCases) {
    for (const bool remote : {false, true}) {
      std::vector<std::string> words = {"check", "-"};
      if (remote) {
        words.insert(words.end(), {"--server", services_->Address("gateway")});
      }
      const Finished finished = Zhiheng(words, bad.input);
      EXPECT_EQ(finished.exit_code, 2) << bad.name;
      EXPECT_THAT(finished.err, HasSubstr(bad.says)) << bad.name;
      EXPECT_THAT(finished.out, IsEmpty()) << bad.name;
    }
  }
}

TEST_F(CheckE2eTest, CatalogAndPacksAnswerAlikeWithAndWithoutAServer) {
  const std::vector<std::vector<std::string>> kCommands = {
      {"catalog", "get", "trademark-law"},
      {"catalog", "get", "trademark-law@2019/art57.item1"},
      {"catalog", "cite", "《商标法》第六十条第二款", "--as-of", "2024-09-30"},
      {"catalog", "search", "商标", "--as-of", "2024-09-30"},
  };
  for (auto words : kCommands) {
    const Finished local = Zhiheng(words);
    words.insert(words.end(), {"--server", services_->Address("catalog")});
    const Finished remote = Zhiheng(words);
    EXPECT_EQ(local.exit_code, 0) << words[2] << local.err;
    EXPECT_EQ(local.out, remote.out) << words[2];
  }
  const Finished local = Zhiheng({"packs", "list", "--format", "json"});
  const Finished remote = Zhiheng({"packs", "list", "--format", "json",
                                   "--server", services_->Address("rules")});
  EXPECT_EQ(local.exit_code, 0) << local.err;
  EXPECT_EQ(local.out, remote.out);
  EXPECT_THAT(local.out, HasSubstr("cn.trademark.infringement"));
}

TEST_F(CheckE2eTest, PacksLintAndTestPass) {
  const Finished lint = Zhiheng({"packs", "lint"});
  EXPECT_EQ(lint.exit_code, 0) << lint.out << lint.err;
  const Finished test = Zhiheng({"packs", "test"});
  EXPECT_EQ(test.exit_code, 0) << test.out << test.err;
}

}  // namespace
}  // namespace zhiheng
