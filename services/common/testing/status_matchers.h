// Matchers for absl::Status and absl::StatusOr (this Abseil has none).
//
//   EXPECT_OK(status);
//   ASSERT_OK_AND_ASSIGN(const Decimal value, Decimal::Parse("1.5"));
//   EXPECT_THAT(result, StatusIs(absl::StatusCode::kNotFound,
//                                HasSubstr("GB 18382")));
//   EXPECT_THAT(result, IsOkAndHolds(7));
// Test only.
#ifndef SERVICES_COMMON_TESTING_STATUS_MATCHERS_H_
#define SERVICES_COMMON_TESTING_STATUS_MATCHERS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace zhiheng::testing {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(
             message, std::string(StatusOf(arg).message()), result_listener);
}

MATCHER_P(IsOkAndHolds, value, "") {
  *result_listener << StatusOf(arg).ToString();
  return arg.ok() &&
         ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace zhiheng::testing

#define EXPECT_OK(expr) EXPECT_THAT(expr, ::zhiheng::testing::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT(expr, ::zhiheng::testing::IsOk())

#define ZH_TEST_CONCAT_INNER(a, b) a##b
#define ZH_TEST_CONCAT(a, b) ZH_TEST_CONCAT_INNER(a, b)
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  ZH_ASSERT_OK_AND_ASSIGN(ZH_TEST_CONCAT(zh_result_, __LINE__), lhs, expr)
#define ZH_ASSERT_OK_AND_ASSIGN(tmp, lhs, expr)     \
  auto tmp = (expr);                                \
  ASSERT_TRUE(tmp.ok()) << tmp.status().ToString(); \
  lhs = *std::move(tmp)

#endif  // SERVICES_COMMON_TESTING_STATUS_MATCHERS_H_
