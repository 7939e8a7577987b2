#include "services/common/base/log.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace zhiheng {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string Logged(const LogFields& fields) {
  ::testing::internal::CaptureStderr();
  Log(Severity::kInfo, "call", fields);
  return ::testing::internal::GetCapturedStderr();
}

TEST(Log, ALineIsOneJsonObjectWithItsTimeToTheMillisecond) {
  const std::string line = Logged({{"method", "Evaluate"}, {"code", "OK"}});
  EXPECT_THAT(line,
              ContainsRegex("^\\{\"time\":\"20[0-9][0-9]-[0-9]+-[0-9]+T"
                            "[0-9]+:[0-9]+:[0-9]+[.][0-9][0-9][0-9]Z\","));
  EXPECT_THAT(line, EndsWith("\"severity\":\"INFO\",\"message\":\"call\","
                             "\"method\":\"Evaluate\",\"code\":\"OK\"}\n"));
}

TEST(Log, WhatJsonCannotHoldIsEscaped) {
  EXPECT_THAT(Logged({{"a", "quote \" slash \\ line\n"}}),
              HasSubstr("\"a\":\"quote \\\" slash \\\\ line\\n\""));
  EXPECT_THAT(Logged({{"a", "磷酸二铵"}}), HasSubstr("\"a\":\"磷酸二铵\""));
  EXPECT_THAT(Logged({{"a", "\xff"}}), HasSubstr("\"a\":\"\xef\xbf\xbd\""));
}

TEST(LogWriter, KeepsEveryLineAndTheirOrderUntilItEnds) {
  constexpr int kLines = 3000;  // more than may wait at once
  ::testing::internal::CaptureStderr();
  {
    const LogWriter writer;
    for (int i = 0; i < kLines; ++i) {
      Log(Severity::kInfo, "call",
          {{"number", absl::StrCat(i)}, {"padding", std::string(100, 'x')}});
    }
  }
  Log(Severity::kInfo, "after", {});
  const std::string all = ::testing::internal::GetCapturedStderr();
  const std::vector<std::string> lines =
      absl::StrSplit(all, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), kLines + 1u);
  for (int i = 0; i < kLines; ++i) {
    ASSERT_THAT(lines[static_cast<size_t>(i)],
                HasSubstr(absl::StrCat("\"number\":\"", i, "\"")));
  }
  EXPECT_THAT(lines.back(), HasSubstr("after"));
}

TEST(LogWriter, OneThatEndsBeforeItsThreadBeganLosesNothing) {
  constexpr int kWriters = 50;
  ::testing::internal::CaptureStderr();
  for (int i = 0; i < kWriters; ++i) {
    const LogWriter writer;
    Log(Severity::kInfo, "brief", {});
  }
  const std::string all = ::testing::internal::GetCapturedStderr();
  const std::vector<std::string> lines =
      absl::StrSplit(all, '\n', absl::SkipEmpty());
  EXPECT_EQ(lines.size(), static_cast<size_t>(kWriters));
}

// A warning may be the last word of a process.
TEST(LogWriter, AWarningDoesNotWait) {
  ::testing::internal::CaptureStderr();
  const LogWriter writer;
  Log(Severity::kInfo, "before", {});
  Log(Severity::kWarning, "trouble", {});
  const std::string so_far = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(so_far, HasSubstr("before"));
  EXPECT_THAT(so_far, HasSubstr("trouble"));
}

}  // namespace
}  // namespace zhiheng
