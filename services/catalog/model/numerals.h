// Chinese numerals of legal numbering: 一百二十 <-> 120.
//
// Pure functions; thread-safe; failure is an empty optional.
#ifndef SERVICES_CATALOG_MODEL_NUMERALS_H_
#define SERVICES_CATALOG_MODEL_NUMERALS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace zhiheng::catalog {

// Nothing in law is numbered higher; larger numbers are taken for mistakes.
inline constexpr int64_t kMaxNumeral = 99'999;

// 1 to kMaxNumeral; digits for anything else.
std::string ToChineseNumeral(int64_t value);

// Chinese (一百零二, 十, 二〇一九 digit by digit) or ASCII digits, all of
// `text`, 1 to kMaxNumeral. Full-width digits must be folded before.
std::optional<int64_t> ParseNumeral(absl::string_view text);

// The value of one digit character 〇零一二两三…九; -1 for any other.
int ChineseDigit(char32_t c);
// 10, 100, 1000, 10000 for 十 百 千 万; 0 for any other.
int64_t ChineseMultiplier(char32_t c);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_MODEL_NUMERALS_H_
