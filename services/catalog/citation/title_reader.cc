#include "services/catalog/citation/title_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/qualifier.h"
#include "services/catalog/citation/scanner.h"
#include "services/catalog/citation/standard_number.h"
#include "services/catalog/model/numerals.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// Longer ones first: 法典 is no 法, 实施细则 is 细则.
constexpr absl::string_view kLawWords[] = {
    "条例",     "规定", "办法", "细则",     "规则", "解释", "法典",
    "决定",     "准则", "通则", "规范",     "标准", "公约", "目录",
    "指导意见", "意见", "通知", "裁量基准", "基准", "总则", "程序",
    "规程",     "批复", "公告", "答复",     "法"};

// What stands before a bare name.
constexpr std::u32string_view kLeadWords[] = {
    U"根据", U"依据", U"按照", U"依照", U"违反了", U"违反", U"符合",
    U"参照", U"适用", U"触犯", U"遵守", U"执行",   U"属于", U"对照",
    U"以及", U"构成", U"不符", U"结合", U"和",     U"及",   U"与",
    U"按",   U"依",   U"系",   U"由",   U"据",     U"为"};

bool EndsTitle(char32_t c) {
  switch (c) {
    case 0:
    case U'。':
    case U'，':
    case ',':
    case U'；':
    case ';':
    case U'：':
    case ':':
    case U'“':
    case U'”':
    case U'《':
    case U'》':
    case U'、':
      return true;
    default:
      return false;
  }
}

// 第五条 ends what came before; 条例 does not.
bool EndsProvision(const ScanText& text, size_t at) {
  return text[at] == U'款' || (text[at] == U'条' && text[at + 1] != U'例');
}

// 《…》 may hold 《…》. npos-like 0 when it does not close in time.
size_t ClosingBracket(const ScanText& text, size_t at) {
  size_t depth = 0;
  for (size_t i = at; i < text.size() && i - at <= kMaxTitleChars + 1; ++i) {
    if (text[i] == U'《') ++depth;
    if (text[i] == U'》' && --depth == 0) return i;
    if (text[i] == U'。') return 0;
  }
  return 0;
}

// 《价格法第十四条: the title ends where the article begins.
size_t UnclosedTitleEnd(const ScanText& text, size_t at) {
  for (size_t i = at + 1; i - at <= kMaxBareTitleChars; ++i) {
    if (text[i] == U'第' && i > at + 2) return i;
    if (EndsTitle(text[i])) return 0;
  }
  return 0;
}

// 价格法法, 价格法价格法: the length of what is said twice at the end; 0: none.
size_t DoubledTail(const ScanText& text, size_t begin, size_t end) {
  const size_t length = end - begin;
  for (size_t n = length / 2; n >= 1; --n) {
    bool same = true;
    for (size_t i = 0; i < n && same; ++i) {
      same = text[end - n + i] == text[end - 2 * n + i];
    }
    if (!same) continue;
    if (n > 1 || text[end - 1] == U'法' || text[end - 1] == U'定' ||
        text[end - 1] == U'例') {
      return n;
    }
  }
  return 0;
}

std::string WithoutQuotes(std::string title) {
  // 《《价格法》》
  while (absl::StartsWith(title, "《") && absl::EndsWith(title, "》")) {
    title = title.substr(3, title.size() - 6);
  }
  return title;
}

// (2019年修正) at the end of the title itself.
void TakeInnerQualifiers(ParsedCitation* parsed) {
  while (absl::EndsWith(parsed->title, ")")) {
    const size_t open = parsed->title.rfind('(');
    if (open == std::string::npos || open == 0) return;
    const std::string inside =
        parsed->title.substr(open + 1, parsed->title.size() - open - 2);
    if (!ReadQualifier(inside, parsed)) return;
    parsed->title.resize(open);
  }
}

// 以下简称《程序规定》 -> 程序规定.
std::string AliasIn(absl::string_view inside) {
  bool found = false;
  for (absl::string_view word : {"以下", "下", "统", "简", "称", "为"}) {
    if (absl::StartsWith(inside, word)) {
      inside.remove_prefix(word.size());
      found = found || word == "称";
    }
  }
  if (!found) return "";
  std::string alias;
  for (size_t pos = 0; pos < inside.size();) {
    const char32_t c = NextCodePoint(inside, &pos);
    if (c == U'《' || c == U'》' || c == U'“' || c == U'”' || c == '"' ||
        c == ':') {
      continue;
    }
    AppendUtf8(c, &alias);
  }
  return alias;
}

}  // namespace

absl::string_view LawWordOf(absl::string_view title) {
  while (absl::EndsWith(title, ")")) {
    const size_t open = title.rfind('(');
    if (open == absl::string_view::npos) break;
    title = title.substr(0, open);
  }
  for (absl::string_view word : kLawWords) {
    if (absl::EndsWith(title, word)) return word;
  }
  return {};
}

bool SoundsLikeLaw(absl::string_view title) {
  const absl::string_view word = LawWordOf(title);
  // 《公告》 alone names no instrument.
  return !word.empty() && word.size() < title.size() &&
         !absl::EndsWith(title, "看法");
}

void ReadBrackets(const ScanText& text, size_t at, ReadTitle* title) {
  title->end = at;
  while (text[title->end] == '(') {
    size_t close = title->end + 1;
    size_t depth = 1;
    while (close < text.size() && close - title->end <= kMaxQualifierChars) {
      if (text[close] == '(') ++depth;
      if (text[close] == ')' && --depth == 0) break;
      ++close;
    }
    if (text[close] != ')' || depth != 0) return;
    const std::string inside = text.Utf8(title->end + 1, close);
    // (一)项 belongs to the provision.
    if (ParseNumeral(inside).has_value() && inside.size() != 4) return;
    ReadQualifier(inside, &title->parsed);
    if (std::string alias = AliasIn(inside); !alias.empty()) {
      title->aliases.push_back(std::move(alias));
    }
    title->end = close + 1;
  }
}

std::optional<ReadTitle> ReadQuotedTitle(const ScanText& text, size_t at) {
  ReadTitle out;
  size_t end = ClosingBracket(text, at);
  if (end != 0) {
    out.title_end = end + 1;
  } else {
    end = UnclosedTitleEnd(text, at);
    if (end == 0) return std::nullopt;
    out.title_end = end;
    out.slips.push_back({SlipKind::kUnbalanced, text.Span(at, end)});
  }
  if (end <= at + 1) return std::nullopt;
  const std::string title = WithoutQuotes(text.Utf8(at + 1, end));
  if (title.empty()) return std::nullopt;
  const auto standard = ParseStandardNumber(title);
  if (standard.has_value() && standard->consumed == title.size()) {
    out.parsed.standard_number = standard->number;
    out.parsed.year = standard->year;
  } else {
    out.parsed.title = title;
    TakeInnerQualifiers(&out.parsed);
    if (const size_t n = DoubledTail(text, at + 1, end); n > 0) {
      out.slips.push_back({SlipKind::kDoubled, text.Span(end - 2 * n, end)});
    }
  }
  // 《《价格法》》 leaves a bracket over.
  while (text[out.title_end] == U'》') ++out.title_end;
  ReadBrackets(text, out.title_end, &out);
  return out;
}

std::optional<size_t> FindBareTitle(
    const ScanText& text, size_t end,
    const std::function<bool(absl::string_view)>& known) {
  size_t begin = end;
  while (begin > 0 && end - begin < kMaxBareTitleChars &&
         !EndsTitle(text[begin - 1]) && !EndsProvision(text, begin - 1)) {
    --begin;
  }
  if (known) {
    for (size_t from = begin; from + 2 <= end; ++from) {
      if (known(text.Utf8(from, end))) return from;
    }
  }
  if (!SoundsLikeLaw(text.Utf8(begin, end))) return std::nullopt;
  if (text.StartsWith(end - 2, U"本法") || text.StartsWith(end - 2, U"该法")) {
    return std::nullopt;
  }
  // The last lead word: what follows it is the name.
  for (size_t from = end; from-- > begin;) {
    for (std::u32string_view word : kLeadWords) {
      if (!text.StartsWith(from, word) || from + word.size() + 2 > end) {
        continue;
      }
      // 价格与…规定: a single character may be part of the name.
      if (word.size() == 1 && from > begin) continue;
      return from + word.size();
    }
  }
  if (begin + 2 > end || end - begin > kMaxBareTitleChars / 2) {
    return std::nullopt;
  }
  return begin;
}

}  // namespace zhiheng::catalog
