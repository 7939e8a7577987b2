// A group is numbers that share a unit; a reference is groups of deeper and
// deeper units; a list is references between separators. Each is tried once
// from left to right, with a bound on what is looked ahead.
// Tested by scanner_test.cc.
#include "services/catalog/citation/step_reader.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/catalog/model/numerals.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kMaxNumeralChars = 12;
constexpr size_t kMaxHeadingChars = 20;

struct Number {
  std::string text;  // digits; dotted for clauses; empty when unreadable
  std::string until;
  size_t begin = 0;
  size_t end = 0;
};

struct Group {
  Unit unit = Unit::kArticle;
  std::vector<Number> numbers;
  size_t end = 0;
  Slips slips;
};

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

size_t RangeAt(const ScanText& text, size_t at) {
  const char32_t c = text[at];
  return c == U'至' || c == U'到' || c == '-' || c == '~' || c == U'～' ? 1 : 0;
}

class GroupReader {
 public:
  GroupReader(const ScanText& text, StepStyle style)
      : text_(text), style_(style) {}

  // `first`: nothing was read before it, so that a bracketed number alone is
  // an enumerator, not an item.
  std::optional<Group> Read(size_t at, bool first, bool plain) {
    Group group;
    size_t pos = at;
    bool bracketed = false;
    for (bool more = false;; more = true) {
      const size_t before = pos;
      const bool ordinal = TakeOrdinal(&pos, &group.slips);
      bracketed = text_[pos] == '(';
      if (!ordinal && !more && !plain && (first || !bracketed)) {
        return std::nullopt;
      }
      Number number;
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
      if (!NextNumberFollows(pos) ||
          group.numbers.size() >= kMaxSharedNumbers) {
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

 private:
  void AddSlip(SlipKind kind, size_t begin, size_t end, Slips* slips) const {
    slips->push_back({kind, text_.Span(begin, end)});
  }

  bool TakeOrdinal(size_t* pos, Slips* slips) const {
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

  bool TakeNumber(size_t* pos, bool ordinal, Number* number, Slips* slips) {
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

  void TakeChinese(size_t* pos, bool dash_is_one, std::string* chars,
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

  // Digits of the number; empty, with a slip, when it is none.
  std::string Value(const std::string& chars, size_t from, size_t end,
                    Slips* slips) const {
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

  // 〇 and ○ are as good as 零.
  static std::string Plain(absl::string_view chars) {
    std::string out;
    for (size_t pos = 0; pos < chars.size();) {
      const char32_t c = NextCodePoint(chars, &pos);
      AppendUtf8(c == U'〇' || c == U'○' ? U'零' : c, &out);
    }
    return out;
  }

  // 第五条第款.
  bool MissingNumber(size_t at, size_t pos, Group* group) const {
    const std::optional<Unit> unit = UnitAt(text_, pos);
    if (!unit.has_value() ||
        (*unit != Unit::kParagraph && *unit != Unit::kItem &&
         *unit != Unit::kArticle)) {
      return false;
    }
    group->unit = *unit;
    group->end = pos + 1;
    AddSlip(SlipKind::kMissingNumber, at, pos + 1, &group->slips);
    return true;
  }

  // 第七十二第一款: 条 is left out.
  bool MissingUnit(size_t pos, Group* group) const {
    if (text_[pos] != U'第' || !NumberBegins(pos)) return false;
    const Number& number = group->numbers.back();
    AddSlip(SlipKind::kMissingUnit, number.begin, pos, &group->slips);
    group->unit = Unit::kArticle;
    return true;
  }

  bool TakeUnit(size_t* pos, Group* group) const {
    const std::optional<Unit> unit = UnitAt(text_, *pos);
    const bool dotted =
        group->numbers.back().text.find('.') != std::string::npos;
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

  // 第一百二十条之一.
  void TakeSubNumber(size_t* pos, std::string* number) const {
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

  void TakeDoubledUnit(size_t* pos, Group* group) const {
    if (*pos == 0 || text_[*pos] != text_[*pos - 1]) return;
    if (!UnitAt(text_, *pos).has_value()) return;
    AddSlip(SlipKind::kDoubled, *pos - 1, *pos + 1, &group->slips);
    ++*pos;
  }

  // 、（三）项: another number before the unit that they share.
  bool NextNumberFollows(size_t pos) const {
    const size_t separator = SeparatorAt(text_, pos);
    if (separator == 0 || text_[pos] == ',') return false;
    return NumberBegins(pos + separator);
  }

  bool NumberBegins(size_t pos) const {
    if (text_[pos] == U'第') ++pos;
    if (text_[pos] == '(') ++pos;
    return IsDigit(text_[pos]) || IsNumeralChar(text_[pos]);
  }

  // 第五至七条: the unit comes after both.
  void TakeUntil(size_t* pos, Number* number, Slips* slips) {
    size_t p = *pos + RangeAt(text_, *pos);
    if (p == *pos || !NumberBegins(p)) return;
    Slips found;
    Number last;
    const bool ordinal = TakeOrdinal(&p, &found);
    if (!TakeNumber(&p, ordinal, &last, &found)) return;
    if (!UnitAt(text_, p).has_value()) return;
    number->until = last.text;
    slips->insert(slips->end(), found.begin(), found.end());
    *pos = p;
  }

  // 第四十九条至第五十三条.
  void TakeRange(Group* group) {
    size_t p = group->end + RangeAt(text_, group->end);
    if (p == group->end || !group->numbers.back().until.empty()) return;
    Slips slips;
    Number last;
    const bool ordinal = TakeOrdinal(&p, &slips);
    if (!ordinal && text_[p] != '(' && style_ == StepStyle::kLaw) return;
    if (!TakeNumber(&p, ordinal, &last, &slips)) return;
    Group unit;
    unit.numbers.push_back(last);
    if (!TakeUnit(&p, &unit) || unit.unit != group->unit) return;
    group->numbers.back().until = unit.numbers.back().text;
    group->numbers.back().end = p;
    group->end = p;
    group->slips.insert(group->slips.end(), slips.begin(), slips.end());
  }

  const ScanText& text_;
  const StepStyle style_;
};

class ListReader {
 public:
  ListReader(const ScanText& text, size_t at, ProvisionPath context,
             StepStyle style)
      : text_(text),
        style_(style),
        groups_(text, style),
        context_(std::move(context)) {
    list_.end = at;
  }

  ReadList Run() {
    size_t pos = list_.end;
    bool after_comma = false;  // 、: the next may leave out 第
    while (list_.members.size() < kMaxListMembers) {
      if (!TakeReference(pos, after_comma)) break;
      pos = list_.end;
      const size_t separator = SeparatorAt(text_, pos);
      if (separator == 0) break;
      after_comma = text_[pos] == U'、';
      pos += separator;
    }
    return std::move(list_);
  }

 private:
  bool TakeReference(size_t at, bool plain_ok) {
    size_t pos = at;
    ReadReference reference;
    reference.begin = at;
    ProvisionPath path = context_;
    std::optional<Unit> last;
    while (path.size() < kMaxSegments) {
      if (style_ == StepStyle::kStandard && TakeAnnexOrTable(&pos, &path)) {
        last = path.back().unit;
        continue;
      }
      const bool begins = !last.has_value();
      const bool plain =
          begins
              ? (list_.members.empty() ? style_ != StepStyle::kLaw : plain_ok)
              : style_ != StepStyle::kLaw && IsDigit(text_[pos]);
      std::optional<Group> group =
          groups_.Read(pos, begins && path.empty(), plain);
      if (!group.has_value()) {
        const size_t behind = SkipHeading(pos);
        if (!last.has_value() || behind == pos) break;
        group = groups_.Read(behind, false, false);
        if (!group.has_value()) break;
      }
      if (last.has_value() && group->unit <= *last) break;
      if (begins && plain && !list_.members.empty() && text_[pos] != U'第' &&
          text_[pos] != '(' && group->unit != last_unit_) {
        break;
      }
      TakeGroup(*group, &path, &reference);
      last = group->unit;
      pos = group->end;
    }
    if (!last.has_value()) return false;
    last_unit_ = *last;
    reference.path = path;
    reference.end = pos;
    context_ = std::move(path);
    list_.members.push_back(std::move(reference));
    list_.end = pos;
    return true;
  }

  // 第八条【裁量基准】第（一）项: the heading of the article between; forms
  // print 第八条/第一款.
  size_t SkipHeading(size_t pos) const {
    if (text_[pos] == '/' && text_[pos + 1] == U'第') return pos + 1;
    if (text_[pos] != U'〔') return pos;
    for (size_t end = pos + 1; end - pos <= kMaxHeadingChars; ++end) {
      if (text_[end] == U'〕') return end + 1;
    }
    return pos;
  }

  // All numbers but the last are members of their own.
  void TakeGroup(const Group& group, ProvisionPath* path,
                 ReadReference* reference) {
    const ProvisionPath above = *path;
    for (size_t i = 0; i < group.numbers.size(); ++i) {
      const Number& number = group.numbers[i];
      if (i > 0) {
        ReadReference whole = *reference;
        whole.path = *path;
        whole.end = group.numbers[i - 1].end;
        list_.members.push_back(std::move(whole));
        *reference = {};
        reference->begin = number.begin;
      }
      if (!number.text.empty()) {
        *path = Continue(above, {group.unit, number.text});
      }
      reference->until.clear();
      if (!number.until.empty()) {
        reference->until = Continue(above, {group.unit, number.until});
      }
    }
    reference->slips.insert(reference->slips.end(), group.slips.begin(),
                            group.slips.end());
  }

  bool TakeAnnexOrTable(size_t* pos, ProvisionPath* path) const {
    size_t p = *pos;
    Unit unit = Unit::kAnnex;
    if (text_.StartsWith(p, U"附录") || text_.StartsWith(p, U"附件")) {
      p += 2;
    } else if (text_[p] == U'表' && IsDigit(text_[p + 1])) {
      p += 1;
      unit = Unit::kTable;
    } else {
      return false;
    }
    std::string number;
    if (unit == Unit::kAnnex && text_[p] >= 'A' && text_[p] <= 'Z') {
      AppendUtf8(text_[p++], &number);
    } else {
      while (IsDigit(text_[p]) && number.size() < 2) {
        AppendUtf8(text_[p++], &number);
      }
    }
    if (number.empty() || number == "0") return false;
    path->clear();
    path->push_back({unit, number});
    *pos = p;
    return true;
  }

  const ScanText& text_;
  const StepStyle style_;
  GroupReader groups_;
  ProvisionPath context_;
  Unit last_unit_ = Unit::kArticle;
  ReadList list_;
};

}  // namespace

ProvisionPath Continue(const ProvisionPath& context, const Segment& step) {
  ProvisionPath path = context;
  // An article's number says it all; chapters above it are left out.
  if (step.unit == Unit::kArticle) path.clear();
  if (step.unit == Unit::kClause) {
    std::erase_if(path,
                  [](const Segment& s) { return s.unit != Unit::kAnnex; });
  }
  while (!path.empty() && path.back().unit >= step.unit &&
         step.unit != Unit::kClause) {
    path.pop_back();
  }
  path.push_back(step);
  return path;
}

ReadList ReadProvisions(const ScanText& text, size_t at,
                        const ProvisionPath& context, StepStyle style) {
  return ListReader(text, at, context, style).Run();
}

}  // namespace zhiheng::catalog
