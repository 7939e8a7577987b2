#include "services/cli/command/check_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "services/common/problem/problem.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Answers with a verdict by the subject's id, and keeps the last request.
class FakeGateway final : public Gateway {
 public:
  absl::StatusOr<gateway::v1::CheckResponse> Check(
      const CallContext&, const gateway::v1::CheckRequest& request) override {
    last = request;
    ++calls;
    if (request.subject().id() == "down") {
      return Problem(absl::StatusCode::kUnavailable, "RULES_DOWN")
          .Say("rules cannot be reached");
    }
    if (request.subject().id() == "bad") {
      return Problem(absl::StatusCode::kInvalidArgument, "BAD_FACTS")
          .Field("subject.label.batch", "too long", "shorten it");
    }
    gateway::v1::CheckResponse response;
    auto* assessment = response.mutable_assessment();
    assessment->set_subject_id(request.subject().id());
    if (request.subject().id() == "broken") {
      assessment->mutable_summary()->set_non_compliant(1);
    } else {
      assessment->mutable_summary()->set_compliant(1);
    }
    return response;
  }
  gateway::v1::CheckRequest last;
  int calls = 0;
};

class CheckCommandTest : public ::testing::Test {
 protected:
  std::string File(const std::string& name, const std::string& text) {
    std::ofstream(dir_.File(name)) << text;
    return dir_.File(name);
  }
  ExitCode Run(CheckOptions options) {
    Console console{in_, out_, err_};
    return RunCheck(options, &gateway_, &console);
  }

  testing::TempDir dir_;
  std::istringstream in_;
  std::ostringstream out_, err_;
  FakeGateway gateway_;
};

TEST_F(CheckCommandTest, SendsWhatTheFileAndTheFlagsSay) {
  CheckOptions options;
  options.files = {File("a.yaml", "id: x\nlabel: {batch: b1}\n")};
  options.as_of = "2024-09-30";
  options.today = "2026-01-02";
  options.packs = {"cn.fertilizer.label", "packs/other"};
  EXPECT_EQ(Run(options), kExitOk);
  EXPECT_EQ(gateway_.last.subject().label().batch(), "b1");
  EXPECT_EQ(gateway_.last.as_of().month(), 9);
  EXPECT_EQ(gateway_.last.today().year(), 2026);
  EXPECT_EQ(gateway_.last.packs(0).name(), "packs/cn.fertilizer.label");
  EXPECT_EQ(gateway_.last.packs(1).name(), "packs/other");
  EXPECT_EQ(gateway_.last.detail(), rules::v1::DETAIL_FINDINGS);
  EXPECT_THAT(out_.str(), HasSubstr("1 符合 COMPLIANT"));
  EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(CheckCommandTest, ReadsStandardInput) {
  in_.str("{\"id\": \"from-stdin\", \"label\": {}}");
  CheckOptions options;
  options.files = {"-"};
  EXPECT_EQ(Run(options), kExitOk);
  EXPECT_EQ(gateway_.last.subject().id(), "from-stdin");
}

TEST_F(CheckCommandTest, ASlipIsShownWithItsPlaceAndNothingIsSent) {
  CheckOptions options;
  const std::string file = File("a.yaml", "label:\n  batsh: x\n");
  options.files = {file};
  EXPECT_EQ(Run(options), kExitUsage);
  EXPECT_EQ(gateway_.calls, 0);
  EXPECT_EQ(err_.str(), file +
                            ":2:3: label.batsh: no field batsh in "
                            "ProductLabel\n"
                            "      batsh: x\n"
                            "      ^\n"
                            "  hint: did you mean batch?\n");
}

TEST_F(CheckCommandTest, OneBadFileDoesNotSpoilTheRun) {
  CheckOptions options;
  options.files = {File("bad.yaml", "label: 3"), dir_.File("missing.yaml"),
                   File("broken.yaml", "id: broken\nlabel: {}")};
  EXPECT_EQ(Run(options), kExitUsage);
  EXPECT_EQ(gateway_.calls, 1);
  EXPECT_THAT(out_.str(), HasSubstr("1 不符合 NON_COMPLIANT"));
  EXPECT_THAT(err_.str(), HasSubstr("cannot open"));
}

TEST_F(CheckCommandTest, VerdictsSetTheExitCode) {
  CheckOptions options;
  options.files = {File("a.yaml", "label: {}"),
                   File("b.yaml", "id: broken\nlabel: {}")};
  EXPECT_EQ(Run(options), kExitNonCompliant);
}

TEST_F(CheckCommandTest, AServiceThatIsDownIsNoVerdict) {
  CheckOptions options;
  options.files = {File("a.yaml", "id: down\nlabel: {}")};
  EXPECT_EQ(Run(options), kExitUnexpected);
  EXPECT_THAT(err_.str(), HasSubstr("rules cannot be reached"));
  EXPECT_THAT(err_.str(), HasSubstr("RULES_DOWN"));
}

TEST_F(CheckCommandTest, FieldsThatTheServiceRefusesAreNamed) {
  CheckOptions options;
  options.files = {File("a.yaml", "id: bad\nlabel: {}")};
  EXPECT_EQ(Run(options), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("subject.label.batch: too long"));
}

TEST_F(CheckCommandTest, PrintsTheRequestInsteadOfSendingIt) {
  CheckOptions options;
  options.files = {File("a.yaml", "case: {acts: [{from: 2024-09}]}")};
  options.print_request = true;
  EXPECT_EQ(Run(options), kExitOk);
  EXPECT_EQ(gateway_.calls, 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"case\": {"));
  EXPECT_THAT(out_.str(), HasSubstr("\"month\": 9"));
}

TEST_F(CheckCommandTest, JsonLinesAreOneLineAnAnswer) {
  CheckOptions options;
  options.files = {File("a.yaml", "id: a\nlabel: {}"),
                   File("b.yaml", "id: b\nlabel: {}")};
  options.format = CheckFormat::kJsonLines;
  EXPECT_EQ(Run(options), kExitOk);
  EXPECT_EQ(out_.str(),
            "{\"subjectId\":\"a\",\"summary\":{\"compliant\":1}}\n"
            "{\"subjectId\":\"b\",\"summary\":{\"compliant\":1}}\n");
}

TEST_F(CheckCommandTest, ADateFlagThatIsNoDateIsAUsageError) {
  CheckOptions options;
  options.files = {File("a.yaml", "label: {}")};
  options.as_of = "2024-02-30";
  EXPECT_EQ(Run(options), kExitUsage);
  EXPECT_THAT(err_.str(), StartsWith("zhiheng: --as-of: day 30"));
}

TEST_F(CheckCommandTest, AFolderIsNoSubject) {
  CheckOptions options;
  options.files = {dir_.path()};
  EXPECT_EQ(Run(options), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("is a folder"));
}

}  // namespace
}  // namespace zhiheng::cli
