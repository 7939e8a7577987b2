// A group is read once from left to right; a number that turns out to have no
// unit is given up. Tested by scanner_test.cc.
#include "services/catalog/citation/group_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/catalog/model/numerals.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kMaxNumeralChars = 12;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

bool IsNumeralChar(char32_t c) {
  return ChineseDigit(c) >= 0 || ChineseMultiplier(c) > 0;
}

std::optional<Unit> UnitAt(const ScanText& text, size_t at) {
  switch (text[at]) {
    case U'编':
      return Unit::kPart;
    case U'章':
      return Unit::kChapter;
    case U'节':
      return Unit::kSection;
    case U'条':
      return text[at + 1] == U'例' ? std::nullopt
                                   : std::optional<Unit>(Unit::kArticle);
    case U'款':
      return Unit::kParagraph;
    case U'项':
      // 第一项目 is no item.
      return text[at + 1] == U'目' ? std::nullopt
                                   : std::optional<Unit>(Unit::kItem);
    case U'目':
      return text[at + 1] == U'标' || text[at + 1] == U'录' ||
                     text[at + 1] == U'的'
                 ? std::nullopt
                 : std::optional<Unit>(Unit::kSubItem);
    default:
      return std::nullopt;
  }
}

size_t RangeAt(const ScanText& text, size_t at) {
  const char32_t c = text[at];
  return c == U'至' || c == U'到' || c == '-' || c == '~' || c == U'～' ? 1 : 0;
}

}  // namespace

size_t SeparatorAt(const ScanText& text, size_t at) {
  if (text.StartsWith(at, U"以及")) return 2;
  if (text.StartsWith(at, U"或者")) return 2;
  switch (text[at]) {
    case U'、':
    case U'和':
    case U'及':
    case U'与':
    case U'或':
    case U'并':
    case ',':
      return 1;
    default:
      return 0;
  }
}

std::optional<NumberGroup> GroupReader::Read(size_t at, bool first,
                                             bool plain) {
  NumberGroup group;
  size_t pos = at;
  bool bracketed = false;
  for (bool more = false;; more = true) {
    const size_t before = pos;
    const bool ordinal = TakeOrdinal(&pos, &group.slips);
    bracketed = text_[pos] == '(';
    if (!ordinal && !more && !plain && (first || !bracketed)) {
      return std::nullopt;
    }
    ReadNumber number;
    number.begin = more ? before : at;
    if (!TakeNumber(&pos, ordinal, &number, &group.slips)) {
      if (ordinal && !more && !first && MissingNumber(at, pos, &group)) {
        return group;
      }
      return std::nullopt;
    }
    TakeUntil(&pos, &number, &group.slips);
    number.end = pos;
    group.numbers.push_back(std::move(number));
    if (TakeUnit(&pos, &group)) break;
    if (first && !more && ordinal && MissingUnit(pos, &group)) break;
    if (!NextNumberFollows(pos) || group.numbers.size() >= kMaxSharedNumbers) {
      // 第五十七条(一): an item without its unit.
      if (!bracketed || first) return std::nullopt;
      group.unit = Unit::kItem;
      break;
    }
    pos += SeparatorAt(text_, pos);
  }
  TakeDoubledUnit(&pos, &group);
  group.numbers.back().end = pos;
  group.end = pos;
  TakeRange(&group);
  return group;
}

void GroupReader::AddSlip(SlipKind kind, size_t begin, size_t end,
                          Slips* slips) const {
  slips->push_back({kind, text_.Span(begin, end)});
}

bool GroupReader::TakeOrdinal(size_t* pos, Slips* slips) const {
  if (text_[*pos] != U'第') return false;
  if (text_.Original(*pos) != U'第') {
    AddSlip(SlipKind::kWrongCharacter, *pos, *pos + 1, slips);
  }
  ++*pos;
  if (text_[*pos] == U'第') {
    AddSlip(SlipKind::kDoubled, *pos - 1, *pos + 1, slips);
    ++*pos;
  }
  return true;
}

bool GroupReader::TakeNumber(size_t* pos, bool ordinal, ReadNumber* number,
                             Slips* slips) {
  size_t p = *pos;
  const bool open = text_[p] == '(';
  if (open) ++p;
  const size_t from = p;
  std::string chars;
  if (IsDigit(text_[p])) {
    while ((IsDigit(text_[p]) ||
            (text_[p] == '.' && IsDigit(text_[p + 1]) && !open)) &&
           p - from < kMaxNumeralChars) {
      AppendUtf8(text_[p++], &chars);
    }
  } else {
    TakeChinese(&p, ordinal || open, &chars, slips);
  }
  if (chars.empty() || p - from >= kMaxNumeralChars) return false;
  number->text = Value(chars, from, p, slips);
  if (open) {
    if (text_[p] != ')') {
      if (!UnitAt(text_, p).has_value()) return false;
      AddSlip(SlipKind::kUnbalanced, from - 1, p, slips);
    } else {
      ++p;
    }
  } else if (text_[p] == ')' && UnitAt(text_, p + 1).has_value() && ordinal) {
    AddSlip(SlipKind::kUnbalanced, from, p + 1, slips);
    ++p;
  }
  *pos = p;
  return true;
}

void GroupReader::TakeChinese(size_t* pos, bool dash_is_one, std::string* chars,
                              Slips* slips) const {
  size_t p = *pos;
  for (; p - *pos < kMaxNumeralChars; ++p) {
    if (IsNumeralChar(text_[p])) {
      AppendUtf8(text_[p], chars);
    } else if (dash_is_one && text_[p] == '-' &&
               (UnitAt(text_, p + 1).has_value() ||
                (chars->empty() && IsNumeralChar(text_[p + 1])))) {
      AddSlip(SlipKind::kDashForOne, p, p + 1, slips);
      AppendUtf8(U'一', chars);
    } else {
      break;
    }
  }
  *pos = p;
}

std::string GroupReader::Value(const std::string& chars, size_t from,
                               size_t end, Slips* slips) const {
  if (chars.find('.') != std::string::npos) return chars;
  const std::optional<int64_t> value = ParseNumeral(chars);
  if (!value.has_value()) {
    AddSlip(SlipKind::kUnreadableNumeral, from, end, slips);
    return std::string();
  }
  const bool chinese = !IsDigit(text_[from]);
  if (chinese && Plain(chars) != ToChineseNumeral(*value)) {
    AddSlip(SlipKind::kOddNumeral, from, end, slips);
  }
  return absl::StrCat(*value);
}

std::string GroupReader::Plain(absl::string_view chars) {
  std::string out;
  for (size_t pos = 0; pos < chars.size();) {
    const char32_t c = NextCodePoint(chars, &pos);
    AppendUtf8(c == U'〇' || c == U'○' ? U'零' : c, &out);
  }
  return out;
}

bool GroupReader::MissingNumber(size_t at, size_t pos,
                                NumberGroup* group) const {
  const std::optional<Unit> unit = UnitAt(text_, pos);
  if (!unit.has_value() || (*unit != Unit::kParagraph && *unit != Unit::kItem &&
                            *unit != Unit::kArticle)) {
    return false;
  }
  group->unit = *unit;
  group->end = pos + 1;
  AddSlip(SlipKind::kMissingNumber, at, pos + 1, &group->slips);
  return true;
}

bool GroupReader::MissingUnit(size_t pos, NumberGroup* group) const {
  if (text_[pos] != U'第' || !NumberBegins(pos)) return false;
  const ReadNumber& number = group->numbers.back();
  AddSlip(SlipKind::kMissingUnit, number.begin, pos, &group->slips);
  group->unit = Unit::kArticle;
  return true;
}

bool GroupReader::TakeUnit(size_t* pos, NumberGroup* group) const {
  const std::optional<Unit> unit = UnitAt(text_, *pos);
  const bool dotted = group->numbers.back().text.find('.') != std::string::npos;
  if (!unit.has_value()) {
    // GB 7718-2011 4.1.2: the dots tell.
    if (style_ != StepStyle::kStandard || !dotted) return false;
    group->unit = Unit::kClause;
    return true;
  }
  ++*pos;
  group->unit = dotted ? Unit::kClause : *unit;
  if (style_ == StepStyle::kStandard &&
      (*unit == Unit::kArticle || *unit == Unit::kChapter)) {
    group->unit = Unit::kClause;
  }
  TakeSubNumber(pos, &group->numbers.back().text);
  return true;
}

void GroupReader::TakeSubNumber(size_t* pos, std::string* number) const {
  if (text_[*pos] != U'之' || number->empty()) return;
  size_t p = *pos + 1;
  std::string chars;
  while (p - *pos < 5 && (IsNumeralChar(text_[p]) || IsDigit(text_[p]))) {
    AppendUtf8(text_[p++], &chars);
  }
  const std::optional<int64_t> value = ParseNumeral(chars);
  if (!value.has_value() || UnitAt(text_, p).has_value()) return;
  absl::StrAppend(number, "-", *value);
  *pos = p;
}

void GroupReader::TakeDoubledUnit(size_t* pos, NumberGroup* group) const {
  if (*pos == 0 || text_[*pos] != text_[*pos - 1]) return;
  if (!UnitAt(text_, *pos).has_value()) return;
  AddSlip(SlipKind::kDoubled, *pos - 1, *pos + 1, &group->slips);
  ++*pos;
}

bool GroupReader::NextNumberFollows(size_t pos) const {
  const size_t separator = SeparatorAt(text_, pos);
  if (separator == 0 || text_[pos] == ',') return false;
  return NumberBegins(pos + separator);
}

bool GroupReader::NumberBegins(size_t pos) const {
  if (text_[pos] == U'第') ++pos;
  if (text_[pos] == '(') ++pos;
  return IsDigit(text_[pos]) || IsNumeralChar(text_[pos]);
}

void GroupReader::TakeUntil(size_t* pos, ReadNumber* number, Slips* slips) {
  size_t p = *pos + RangeAt(text_, *pos);
  if (p == *pos || !NumberBegins(p)) return;
  Slips found;
  ReadNumber last;
  const bool ordinal = TakeOrdinal(&p, &found);
  if (!TakeNumber(&p, ordinal, &last, &found)) return;
  if (!UnitAt(text_, p).has_value()) return;
  number->until = last.text;
  slips->insert(slips->end(), found.begin(), found.end());
  *pos = p;
}

void GroupReader::TakeRange(NumberGroup* group) {
  size_t p = group->end + RangeAt(text_, group->end);
  if (p == group->end || !group->numbers.back().until.empty()) return;
  Slips slips;
  ReadNumber last;
  const bool ordinal = TakeOrdinal(&p, &slips);
  if (!ordinal && text_[p] != '(' && style_ == StepStyle::kLaw) return;
  if (!TakeNumber(&p, ordinal, &last, &slips)) return;
  NumberGroup unit;
  unit.numbers.push_back(last);
  if (!TakeUnit(&p, &unit) || unit.unit != group->unit) return;
  group->numbers.back().until = unit.numbers.back().text;
  group->numbers.back().end = p;
  group->end = p;
  group->slips.insert(group->slips.end(), slips.begin(), slips.end());
}

}  // namespace zhiheng::catalog
