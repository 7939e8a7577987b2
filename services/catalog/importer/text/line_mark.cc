// One pass over the beginning of a line; no line is read twice.
// Tested by text_test.cc.
#include "services/catalog/importer/text/line_mark.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/catalog/model/numerals.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// Characters of one number with its spaces: 一万二千三百四十五 and some.
constexpr int kMaxNumberChars = 16;

absl::string_view Trimmed(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

// Reads a number from the front of `text`; 0 when there is none. Spaces inside
// and behind are taken along and told.
int ReadNumber(absl::string_view* text, bool* spaces) {
  std::string digits;
  absl::string_view rest = *text;
  absl::string_view end = *text;
  for (int i = 0; i < kMaxNumberChars && !rest.empty(); ++i) {
    size_t pos = 0;
    char32_t c = NextCodePoint(rest, &pos);
    if (c >= 0xFF10 && c <= 0xFF19) c = c - 0xFF10 + '0';
    const bool digit = (c >= '0' && c <= '9') || ChineseDigit(c) >= 0 ||
                       ChineseMultiplier(c) != 0;
    if (!digit && c != ' ') break;
    rest.remove_prefix(pos);
    if (c == ' ') {
      *spaces = *spaces || !digits.empty();
      continue;
    }
    AppendUtf8(c, &digits);
    end = rest;
  }
  // A space behind the last digit belongs to the number only when a unit
  // follows; the caller decides by looking at `end`.
  *text = end;
  return static_cast<int>(ParseNumeral(digits).value_or(0));
}

// Takes `word` from the front, after spaces; false leaves `text` alone.
bool Take(absl::string_view* text, absl::string_view word, bool* spaces) {
  absl::string_view rest = *text;
  bool skipped = false;
  while (absl::ConsumePrefix(&rest, " ")) skipped = true;
  if (!absl::ConsumePrefix(&rest, word)) return false;
  *spaces = *spaces || skipped;
  *text = rest;
  return true;
}

void Finish(absl::string_view rest, LineMark* mark) {
  mark->set_off = rest.empty() || rest.front() == ' ';
  mark->rest = Trimmed(rest);
}

LineMark ReadOrdinal(absl::string_view line) {
  LineMark mark;
  absl::string_view rest = line;
  if (absl::ConsumePrefix(&rest, "笫")) {
    mark.misprint = true;
  } else if (!absl::ConsumePrefix(&rest, "第")) {
    return mark;
  }
  bool spaces = false;
  mark.number = ReadNumber(&rest, &spaces);
  if (mark.number == 0) return LineMark();
  static constexpr struct {
    const char* word;
    MarkKind kind;
  } kUnits[] = {{"分编", MarkKind::kSubPart}, {"编", MarkKind::kPart},
                {"部分", MarkKind::kPart},    {"章", MarkKind::kChapter},
                {"节", MarkKind::kSection},   {"条", MarkKind::kArticle}};
  for (const auto& unit : kUnits) {
    if (!Take(&rest, unit.word, &spaces)) continue;
    mark.kind = unit.kind;
    mark.inner_space = spaces;
    if (unit.kind == MarkKind::kArticle) {
      absl::string_view after = rest;
      bool ignored = false;
      if (Take(&after, "之", &ignored)) {
        mark.suffix = ReadNumber(&after, &ignored);
        if (mark.suffix > 0) rest = after;
      }
    }
    Finish(rest, &mark);
    return mark;
  }
  return LineMark();
}

LineMark ReadBracketed(absl::string_view line) {
  LineMark mark;
  absl::string_view rest = line;
  if (!absl::ConsumePrefix(&rest, "（") && !absl::ConsumePrefix(&rest, "(")) {
    return mark;
  }
  const bool digits =
      !Trimmed(rest).empty() &&
      (absl::ascii_isdigit(static_cast<unsigned char>(Trimmed(rest)[0])) ||
       absl::StartsWith(rest, "\xEF\xBC"));
  bool spaces = false;
  const int number = ReadNumber(&rest, &spaces);
  if (number == 0) return mark;
  if (!Take(&rest, "）", &spaces) && !Take(&rest, ")", &spaces)) return mark;
  mark.kind = digits ? MarkKind::kSubItem : MarkKind::kItem;
  mark.number = number;
  Finish(rest, &mark);
  return mark;
}

LineMark ReadNumbered(absl::string_view line) {
  LineMark mark;
  if (line.empty() ||
      absl::ascii_isdigit(static_cast<unsigned char>(line.front()))) {
    return mark;
  }
  absl::string_view rest = line;
  bool spaces = false;
  const int number = ReadNumber(&rest, &spaces);
  if (number == 0 || !absl::ConsumePrefix(&rest, "、")) return mark;
  mark.kind = MarkKind::kNumbered;
  mark.number = number;
  Finish(rest, &mark);
  return mark;
}

// 1. 1． 1、 (sub-item) and 1.2, 1.2.3 (clause).
LineMark ReadDigits(absl::string_view line) {
  LineMark mark;
  absl::string_view rest = line;
  std::string number;
  int dots = 0;
  while (!rest.empty()) {
    const char c = rest.front();
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(c));
    const bool dot = c == '.' && !number.empty() && rest.size() > 1 &&
                     absl::ascii_isdigit(static_cast<unsigned char>(rest[1]));
    if (!digit && !dot) break;
    dots += dot ? 1 : 0;
    number.push_back(c);
    rest.remove_prefix(1);
  }
  if (number.empty() || number.size() > 12) return mark;
  if (dots > 0) {
    if (rest.empty() || rest.front() != ' ' || number.front() == '0') {
      return mark;
    }
    mark.kind = MarkKind::kClause;
    mark.clause = number;
    Finish(rest, &mark);
    return mark;
  }
  if (!absl::ConsumePrefix(&rest, ".") && !absl::ConsumePrefix(&rest, "．") &&
      !absl::ConsumePrefix(&rest, "、")) {
    return mark;
  }
  mark.number = static_cast<int>(ParseNumeral(number).value_or(0));
  if (mark.number == 0) return LineMark();
  mark.kind = MarkKind::kSubItem;
  Finish(rest, &mark);
  return mark;
}

std::string WithoutSpaces(absl::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

LineMark ReadWord(absl::string_view line) {
  LineMark mark;
  if (line.size() > 400) return mark;
  // Nearly no line begins like one of the words below.
  if (!absl::StartsWith(line, "附") && !absl::StartsWith(line, "序") &&
      !absl::StartsWith(line, "目")) {
    return mark;
  }
  const std::string bare = WithoutSpaces(line);
  const auto set = [&](MarkKind kind) {
    mark.kind = kind;
    mark.set_off = true;
    mark.rest = line;
  };
  if (bare == "附则") set(MarkKind::kSupplement);
  if (bare == "序言") set(MarkKind::kPreamble);
  if (bare == "目录" || bare == "目次") set(MarkKind::kContents);
  if (mark.kind != MarkKind::kNone) return mark;
  for (absl::string_view word : {"附件", "附录", "附表", "附"}) {
    absl::string_view rest = line;
    if (!absl::ConsumePrefix(&rest, word)) continue;
    bool spaces = false;
    const int number = ReadNumber(&rest, &spaces);
    const bool ends =
        rest.empty() || rest.front() == ' ' ||
        absl::ConsumePrefix(&rest, "：") || absl::ConsumePrefix(&rest, ":") ||
        absl::ConsumePrefix(&rest, ".") || absl::ConsumePrefix(&rest, "．");
    if (!ends) return mark;
    mark.kind = MarkKind::kAnnex;
    mark.number = number;
    mark.set_off = true;
    mark.rest = Trimmed(rest);
    return mark;
  }
  return mark;
}

}  // namespace

LineMark ReadLineMark(absl::string_view line) {
  for (auto* read :
       {ReadOrdinal, ReadBracketed, ReadNumbered, ReadDigits, ReadWord}) {
    LineMark mark = read(line);
    if (mark.kind != MarkKind::kNone) return mark;
  }
  return LineMark();
}

bool ReadsAsHeading(const LineMark& mark, absl::string_view line) {
  if (line.size() > 4 * static_cast<size_t>(kMaxHeadingChars) ||
      Utf8Length(line) > static_cast<size_t>(kMaxHeadingChars)) {
    return false;
  }
  for (absl::string_view end : {"。", "；", "：", "，"}) {
    if (absl::EndsWith(line, end)) return false;
  }
  return mark.set_off || !ReadsAsReference(mark.rest);
}

bool ReadsAsReference(absl::string_view rest) {
  for (absl::string_view word :
       {"规定", "第", "的", "、",   "和",   "至",   "所",   "中",   "，",
        "以及", "或", "及", "与",   "修改", "改为", "增加", "至第", "”",
        "》",   "）", "款", "列举", "关于", "有关", "删去", "作为"}) {
    if (absl::StartsWith(rest, word)) return true;
  }
  return false;
}

}  // namespace zhiheng::catalog
