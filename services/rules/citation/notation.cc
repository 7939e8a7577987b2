#include "services/rules/citation/notation.h"

#include <cctype>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace zhiheng::rules {
namespace {

constexpr const char* kDigits[] = {"零", "一", "二", "三", "四",
                                   "五", "六", "七", "八", "九"};

absl::Status Unreadable(CitationForm form, absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(
      "'", text, "' is not a provision",
      form == CitationForm::kArticles
          ? "; write 57, 57(1), 60-2, 27-1(2) or 120之一"
          : "; write 7, 7.3, 7.3 a), 7.3(2), annex A, annex A.2 or table 1"));
}

// Reads pieces off the front of a text.
class Cursor {
 public:
  explicit Cursor(absl::string_view text) : left_(text) {}

  bool done() const { return left_.empty(); }

  std::optional<int> Number() {
    size_t n = 0;
    while (n < left_.size() && absl::ascii_isdigit(left_[n])) ++n;
    int value = 0;
    if (n == 0 || n > 4 || !absl::SimpleAtoi(left_.substr(0, n), &value) ||
        value == 0) {
      return std::nullopt;
    }
    left_.remove_prefix(n);
    return value;
  }

  bool Eat(absl::string_view word) {
    if (!absl::StartsWith(left_, word)) return false;
    left_.remove_prefix(word.size());
    return true;
  }

  std::optional<char> Letter() {
    if (left_.empty() || !absl::ascii_isalpha(left_[0])) return std::nullopt;
    const char letter = left_[0];
    left_.remove_prefix(1);
    return letter;
  }

  // 一 … 九, as in 之一.
  std::optional<int> ChineseDigit() {
    for (int i = 1; i <= 9; ++i) {
      if (Eat(kDigits[i])) return i;
    }
    return std::nullopt;
  }

  // `(n)`
  std::optional<int> Parenthesised() {
    if (!Eat("(")) return std::nullopt;
    const std::optional<int> number = Number();
    if (!number.has_value() || !Eat(")")) return std::nullopt;
    return number;
  }

  absl::string_view left() const { return left_; }

 private:
  absl::string_view left_;
};

absl::StatusOr<ProvisionRef> ParseArticle(absl::string_view text) {
  const absl::Status unreadable = Unreadable(CitationForm::kArticles, text);
  Cursor cursor(text);
  const std::optional<int> article = cursor.Number();
  if (!article.has_value()) return unreadable;
  ProvisionRef ref{absl::StrCat("art", *article),
                   absl::StrCat("第", ChineseNumber(*article), "条")};
  if (cursor.Eat("之")) {
    const std::optional<int> inserted = cursor.ChineseDigit();
    if (!inserted.has_value()) return unreadable;
    absl::StrAppend(&ref.id, "-", *inserted);
    absl::StrAppend(&ref.printed, "之", kDigits[*inserted]);
  }
  if (cursor.Eat("-")) {
    const std::optional<int> paragraph = cursor.Number();
    if (!paragraph.has_value()) return unreadable;
    absl::StrAppend(&ref.id, ".para", *paragraph);
    absl::StrAppend(&ref.printed, "第", ChineseNumber(*paragraph), "款");
  }
  if (!cursor.done()) {
    const std::optional<int> item = cursor.Parenthesised();
    if (!item.has_value()) return unreadable;
    absl::StrAppend(&ref.id, ".item", *item);
    absl::StrAppend(&ref.printed, "第（", ChineseNumber(*item), "）项");
  }
  if (!cursor.done()) {
    const std::optional<int> sub = cursor.Parenthesised();
    if (!sub.has_value() || !cursor.done()) return unreadable;
    absl::StrAppend(&ref.id, ".sub", *sub);
    absl::StrAppend(&ref.printed, "第", *sub, "目");
  }
  return ref;
}

// Reads `7`, `7.3`, `7.3.1` and says so with dots.
std::optional<std::string> ClauseNumber(Cursor* cursor) {
  std::string number;
  do {
    const std::optional<int> part = cursor->Number();
    if (!part.has_value()) return std::nullopt;
    absl::StrAppend(&number, number.empty() ? "" : ".", *part);
  } while (cursor->Eat("."));
  return number;
}

absl::StatusOr<ProvisionRef> ParseAnnex(Cursor cursor,
                                        const absl::Status& unreadable) {
  const std::optional<char> letter = cursor.Letter();
  if (!letter.has_value() || !absl::ascii_isupper(*letter)) return unreadable;
  const std::string name(1, *letter);
  ProvisionRef ref{absl::StrCat("annex", name), absl::StrCat("附录", name)};
  if (cursor.Eat(".")) {
    const std::optional<std::string> number = ClauseNumber(&cursor);
    if (!number.has_value()) return unreadable;
    absl::StrAppend(&ref.id, ".cl", *number);
    absl::StrAppend(&ref.printed, ".", *number);
  }
  if (!cursor.done()) return unreadable;
  return ref;
}

absl::StatusOr<ProvisionRef> ParseClause(absl::string_view text) {
  const absl::Status unreadable = Unreadable(CitationForm::kClauses, text);
  Cursor cursor(text);
  if (cursor.Eat("annex ")) return ParseAnnex(cursor, unreadable);
  if (cursor.Eat("table ")) {
    const std::optional<int> table = cursor.Number();
    if (!table.has_value() || !cursor.done()) return unreadable;
    return ProvisionRef{absl::StrCat("tbl", *table),
                        absl::StrCat("表", *table)};
  }
  const std::optional<std::string> number = ClauseNumber(&cursor);
  if (!number.has_value()) return unreadable;
  ProvisionRef ref{absl::StrCat("cl", *number),
                   absl::StrCat("第", *number,
                                absl::StrContains(*number, ".") ? "条" : "章")};
  cursor.Eat(" ");
  if (cursor.done()) return ref;
  if (absl::StartsWith(cursor.left(), "(")) {
    const std::optional<int> item = cursor.Parenthesised();
    if (!item.has_value()) return unreadable;
    absl::StrAppend(&ref.id, ".item", *item);
    absl::StrAppend(&ref.printed, "第（", *item, "）项");
  } else if (const std::optional<char> letter = cursor.Letter()) {
    if (!absl::ascii_islower(*letter) || !cursor.Eat(")")) return unreadable;
    absl::StrAppend(&ref.id, ".item", std::string(1, *letter));
    absl::StrAppend(&ref.printed, std::string(1, *letter), "）项");
  }
  if (!cursor.done()) return unreadable;
  return ref;
}

}  // namespace

std::string ChineseNumber(int number) {
  static constexpr const char* kUnits[] = {"千", "百", "十", ""};
  if (number <= 0 || number > 9999) return absl::StrCat(number);
  std::string out;
  bool gap = false;
  int divisor = 1000;
  for (int i = 0; i < 4; ++i, divisor /= 10) {
    const int digit = number / divisor % 10;
    if (digit == 0) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += kDigits[0];
    gap = false;
    // Ten to nineteen are read without the leading one.
    if (!(digit == 1 && i == 2 && out.empty())) out += kDigits[digit];
    out += kUnits[i];
  }
  return out;
}

absl::StatusOr<ProvisionRef> ParseNotation(CitationForm form,
                                           absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) return ProvisionRef{};
  return form == CitationForm::kArticles ? ParseArticle(text)
                                         : ParseClause(text);
}

}  // namespace zhiheng::rules
