#include "services/catalog/model/numerals.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr char32_t kDigits[] = U"零一二三四五六七八九";

std::optional<int64_t> Checked(int64_t value) {
  if (value < 1 || value > kMaxNumeral) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseAscii(absl::string_view text) {
  int64_t value = 0;
  if (text.size() > 5 || !absl::SimpleAtoi(text, &value)) return std::nullopt;
  return Checked(value);
}

}  // namespace

int ChineseDigit(char32_t c) {
  if (c == U'〇' || c == U'○') return 0;
  if (c == U'两') return 2;
  for (int i = 0; i < 10; ++i) {
    if (kDigits[i] == c) return i;
  }
  return -1;
}

int64_t ChineseMultiplier(char32_t c) {
  switch (c) {
    case U'十':
      return 10;
    case U'百':
      return 100;
    case U'千':
      return 1000;
    case U'万':
      return 10000;
    default:
      return 0;
  }
}

std::string ToChineseNumeral(int64_t value) {
  if (value < 1 || value > kMaxNumeral) return absl::StrCat(value);
  static constexpr int64_t kPlaces[] = {10000, 1000, 100, 10, 1};
  static constexpr char32_t kMarks[] = {U'万', U'千', U'百', U'十', 0};
  std::string out;
  bool gap = false;
  for (int i = 0; i < 5; ++i) {
    const int digit = static_cast<int>(value / kPlaces[i]);
    value %= kPlaces[i];
    if (digit == 0) {
      gap = gap || !out.empty();
      continue;
    }
    if (gap) AppendUtf8(U'零', &out);
    gap = false;
    // 十二, not 一十二; but 一百一十二.
    if (!(digit == 1 && kMarks[i] == U'十' && out.empty())) {
      AppendUtf8(kDigits[digit], &out);
    }
    if (kMarks[i] != 0) AppendUtf8(kMarks[i], &out);
  }
  return out;
}

std::optional<int64_t> ParseNumeral(absl::string_view text) {
  if (text.empty()) return std::nullopt;
  if (absl::ascii_isdigit(static_cast<unsigned char>(text.front()))) {
    return ParseAscii(text);
  }
  int64_t total = 0;
  int64_t pending = -1;  // a digit waiting for its multiplier
  bool multiplied = false;
  int digits = 0;
  int64_t spelled = 0;  // digit by digit, as 二〇一九
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = NextCodePoint(text, &pos);
    if (const int digit = ChineseDigit(c); digit >= 0) {
      if (++digits > 5) return std::nullopt;
      spelled = spelled * 10 + digit;
      pending = digit;
      continue;
    }
    const int64_t multiplier = ChineseMultiplier(c);
    if (multiplier == 0) return std::nullopt;
    if (pending < 0 && (multiplier != 10 || total % 100 != 0)) {
      return std::nullopt;  // 百 alone
    }
    if (pending == 0) return std::nullopt;
    total += (pending < 0 ? 1 : pending) * multiplier;
    pending = -1;
    multiplied = true;
    if (total > kMaxNumeral) return std::nullopt;
  }
  if (!multiplied) return Checked(spelled);
  return Checked(total + (pending > 0 ? pending : 0));
}

}  // namespace zhiheng::catalog
