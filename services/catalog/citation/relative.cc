#include "services/catalog/citation/relative.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {
namespace {

struct LawWord {
  std::u32string_view word;
  absl::string_view utf8;
};
constexpr LawWord kLawWords[] = {
    {U"条例", "条例"}, {U"规定", "规定"}, {U"办法", "办法"}, {U"细则", "细则"},
    {U"规则", "规则"}, {U"解释", "解释"}, {U"决定", "决定"}, {U"法典", "法典"},
    {U"标准", "标准"}, {U"意见", "意见"}, {U"法", "法"}};

// 本法院, 该法定代表人, 该法律, 本办法人: not 本法.
bool ContinuesWord(const ScanText& text, size_t at) {
  constexpr std::u32string_view kMore = U"院官人定律学制庭典令治";
  if (text[at] == U'规') return text[at + 1] != U'定';
  return text[at] != 0 && kMore.find(text[at]) != std::u32string_view::npos;
}

std::optional<Unit> UnitOf(char32_t c) {
  switch (c) {
    case U'章':
      return Unit::kChapter;
    case U'条':
      return Unit::kArticle;
    case U'款':
      return Unit::kParagraph;
    case U'项':
      return Unit::kItem;
    default:
      return std::nullopt;
  }
}

std::optional<RelativeWord> ReadInstrument(const ScanText& text, size_t at) {
  // 基本法 is a name, 根本办法 a phrase, 成本规定 about costs.
  constexpr std::u32string_view kEndWithBen = U"基根成样文版标资日课应不共";
  if (at > 0 && kEndWithBen.find(text[at - 1]) != std::u32string_view::npos) {
    return std::nullopt;
  }
  for (const LawWord& law : kLawWords) {
    if (!text.StartsWith(at + 1, law.word)) continue;
    RelativeWord out;
    out.instrument = true;
    out.law_word = law.utf8;
    out.end = at + 1 + law.word.size();
    if (law.word == U"法" && ContinuesWord(text, out.end)) return std::nullopt;
    return out;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RelativeWord> ReadRelativeWord(const ScanText& text, size_t at) {
  const char32_t c = text[at];
  if (c != U'本' && c != U'该' && c != U'同' && c != U'前' && c != U'上') {
    return std::nullopt;
  }
  RelativeWord out;
  size_t pos = at + 1;
  if (c == U'前' || c == U'上') {
    out.back = 1;
    if (text[pos] == U'述') return std::nullopt;
    if (text[pos] == U'两' || text[pos] == U'二') {
      out.back = 2;
      ++pos;
    } else if (text[pos] == U'三') {
      out.back = 3;
      ++pos;
    }
  } else if (auto instrument = ReadInstrument(text, at)) {
    return instrument;
  }
  const std::optional<Unit> unit = UnitOf(text[pos]);
  if (!unit.has_value() || *unit == Unit::kChapter) return std::nullopt;
  out.unit = *unit;
  out.end = pos + 1;
  // 本条例, 该项目, 本款项, 前项目.
  const char32_t next = text[out.end];
  if (next == U'例' || next == U'目' || next == U'件' ||
      (*unit == Unit::kParagraph && next == U'项')) {
    return std::nullopt;
  }
  // 该条, 同款, 上项 are everyday words unless a number or 规定 follows.
  const bool strong = c == U'本' || c == U'前';
  if ((!strong || *unit == Unit::kItem) && next != U'第' &&
      !text.StartsWith(out.end, U"规定") &&
      !text.StartsWith(out.end, U"的规定") &&
      !text.StartsWith(out.end, U"所列")) {
    return std::nullopt;
  }
  return out;
}

bool MoveInside(const RelativeWord& word, ProvisionPath* path) {
  while (!path->empty() && path->back().unit > word.unit) path->pop_back();
  if (path->empty() || path->back().unit != word.unit) {
    // 本款 of an article without paragraphs is the article.
    return false;
  }
  if (word.back == 0) return true;
  int number = 0;
  if (!absl::SimpleAtoi(path->back().number, &number) || number <= word.back) {
    path->pop_back();
    return false;
  }
  path->back().number = absl::StrCat(number - word.back);
  return true;
}

bool IsContractClause(const ScanText& text, size_t at) {
  for (std::u32string_view word :
       {std::u32string_view(U"合同"), std::u32string_view(U"协议"),
        std::u32string_view(U"协议书"), std::u32string_view(U"合同书"),
        std::u32string_view(U"承诺函"), std::u32string_view(U"章程"),
        std::u32string_view(U"约定")}) {
    if (at >= word.size() && text.StartsWith(at - word.size(), word)) {
      return true;
    }
  }
  return false;
}

}  // namespace zhiheng::catalog
