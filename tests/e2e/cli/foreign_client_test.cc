// A client that nobody here wrote: `buf curl` finds the services by reflection
// and gets a right answer. Skipped, loudly, where npm did not install buf.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/e2e/cli/split_services.h"

namespace zhiheng {
namespace {

using testing::Finished;
using ::testing::HasSubstr;
using testing::RunCommand;
using testing::SourceDir;

class BufCurlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (access(Buf().c_str(), X_OK) != 0) {
      GTEST_SKIP() << "buf is not installed; ./dev test installs it";
    }
  }
  static std::string Buf() {
    return SourceDir() + "/tests/npm/node_modules/.bin/buf";
  }
  static Finished Curl(std::vector<std::string> words,
                       const std::string& address, const std::string& path) {
    words.insert(words.begin(), {Buf(), "curl", "--http2-prior-knowledge",
                                 "--protocol", "grpc", "--timeout", "20s"});
    words.push_back("http://" + address + path);
    return RunCommand(words);
  }
};

TEST_F(BufCurlTest, ListsTheServicesAndChecksACase) {
  testing::SplitServices services;
  const std::string gateway = services.Address("gateway");
  const Finished list = Curl({"--list-services"}, gateway, "");
  EXPECT_EQ(list.exit_code, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("zhiheng.gateway.v1.GatewayService"));

  // The request as our own client would send it.
  const Finished request = testing::Zhiheng(
      {"check", SourceDir() + "/examples/case-b-kiwifruit.json", "--today",
       "2025-11-01", "--print-request"});
  ASSERT_EQ(request.exit_code, 0) << request.err;
  const Finished answer = Curl({"--data", request.out}, gateway,
                               "/zhiheng.gateway.v1.GatewayService/Check");
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("\"amount\": \"250000\""));
  EXPECT_THAT(answer.out, HasSubstr("OUTCOME_NON_COMPLIANT"));
  EXPECT_THAT(answer.out, HasSubstr("\"inside\": true"));
}

TEST_F(BufCurlTest, ABadFieldComesBackWithItsPath) {
  testing::SplitServices services;
  const Finished answer = Curl(
      {"--data",
       R"({"subject": {"label": {"largestFaceCm2": {"value": "1,5"}}}})"},
      services.Address("gateway"), "/zhiheng.gateway.v1.GatewayService/Check");
  EXPECT_NE(answer.exit_code, 0);
  EXPECT_THAT(answer.err, HasSubstr("invalid_argument"));
  EXPECT_THAT(answer.err, HasSubstr("subject.label.largest_face_cm2"));
}

}  // namespace
}  // namespace zhiheng
