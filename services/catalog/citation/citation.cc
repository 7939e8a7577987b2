// Reads left to right: what names the instrument, then what says the edition,
// then steps 第…条, 第…款 …, each from its own reader; linear in the text.
// Tested by citation_test.cc.
#include "services/catalog/citation/citation.h"

#include <re2/re2.h>

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/qualifier.h"
#include "services/catalog/citation/standard_number.h"
#include "services/catalog/model/numerals.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr absl::string_view kOpen = "《";
constexpr absl::string_view kClose = "》";

re2::StringPiece Piece(absl::string_view text) {
  return {text.data(), text.size()};
}
absl::string_view View(re2::StringPiece piece) {
  return {piece.data(), piece.size()};
}

// A step after the instrument. Group 1: number, 2: unit, 3: the 之 number.
const RE2& LawStep() {
  static const RE2* const kPattern = new RE2(
      "[ ,]*第? ?\\(?([0-9]+|[零〇○一二两三四五六七八九十百千万]+)\\)? ?"
      "([编章节条款项目])(?: ?之([0-9]+|[一二三四五六七八九十]+))?");
  return *kPattern;
}
// 第五十七条(一): an item without its unit.
const RE2& BareItem() {
  static const RE2* const kPattern =
      new RE2("[ ,]*\\(([0-9]+|[一二三四五六七八九十]+)\\)");
  return *kPattern;
}
const RE2& Clause() {
  static const RE2* const kPattern =
      new RE2("[ ,]*第? ?([1-9][0-9]*(?:\\.[1-9][0-9]*)*) ?[章条]?");
  return *kPattern;
}
const RE2& Annex() {
  static const RE2* const kPattern =
      new RE2("[ ,]*(?:附录|附件) ?([A-Z]|[1-9][0-9]?)");
  return *kPattern;
}
const RE2& Table() {
  static const RE2* const kPattern = new RE2("[ ,]*表 ?([1-9][0-9]?)");
  return *kPattern;
}
absl::Status NotUnderstood(absl::string_view folded, absl::string_view rest) {
  return absl::InvalidArgumentError(absl::StrCat(
      "citation \"", folded, "\": not understood from \"", rest,
      "\" on; write it as 《商标法》第五十七条第（一）项 or GB 18382-2021 "
      "第7.3条"));
}

// Takes qualifiers in brackets that end a title: (2019年修正),
// (法释〔2004〕19号), (GB 18382-2021). Others, as (试行), are part of it.
void TakeQualifiers(std::string* title, ParsedCitation* out) {
  while (absl::EndsWith(*title, ")")) {
    const size_t open = title->rfind('(');
    if (open == std::string::npos) return;
    const std::string inside =
        title->substr(open + 1, title->size() - open - 2);
    if (!ReadQualifier(inside, out)) return;
    title->resize(open);
    absl::StripAsciiWhitespace(title);
  }
}

bool TakeStandard(absl::string_view* rest, ParsedCitation* out) {
  const auto number = ParseStandardNumber(*rest);
  if (!number.has_value()) return false;
  out->standard_number = number->number;
  out->year = number->year;
  rest->remove_prefix(number->consumed);
  return true;
}

bool TakeDocumentNumber(absl::string_view* rest, ParsedCitation* out) {
  return ConsumeDocumentNumber(rest, &out->document_number);
}

absl::Status TakeQuotedTitle(absl::string_view folded, absl::string_view* rest,
                             ParsedCitation* out) {
  // The outermost pair: titles contain titles.
  size_t depth = 0;
  size_t end = 0;
  for (size_t pos = 0; pos < rest->size();) {
    const size_t at = pos;
    const char32_t c = NextCodePoint(*rest, &pos);
    if (c == U'《') ++depth;
    if (c == U'》' && --depth == 0) {
      end = at;
      break;
    }
  }
  if (end == 0) return NotUnderstood(folded, *rest);
  std::string title(rest->substr(kOpen.size(), end - kOpen.size()));
  rest->remove_prefix(end + kClose.size());
  absl::string_view inside = title;
  if (TakeStandard(&inside, out)) return absl::OkStatus();
  TakeQualifiers(&title, out);
  out->title = title;
  return absl::OkStatus();
}

// Without 《》 the title ends where the first step, or a year, begins.
void TakeBareTitle(absl::string_view* rest, ParsedCitation* out) {
  static const RE2* const kEnd = new RE2(
      " ?(?:\\([0-9]{4}|第 ?[0-9零〇○一二两三四五六七八九十百千万]+ ?[编章节条]"
      "|[0-9]+ ?条| ?(?:附录|附件) ?[A-Z1-9])");
  re2::StringPiece where;
  const re2::StringPiece input = Piece(*rest);
  size_t end = rest->size();
  if (kEnd->Match(input, 0, input.size(), RE2::UNANCHORED, &where, 1)) {
    end = static_cast<size_t>(where.data() - input.data());
  }
  std::string title(rest->substr(0, end));
  rest->remove_prefix(end);
  absl::StripAsciiWhitespace(&title);
  TakeQualifiers(&title, out);
  out->title = title;
}

void TakeEdition(absl::string_view* rest, ParsedCitation* out) {
  while (true) {
    *rest = absl::StripLeadingAsciiWhitespace(*rest);
    if (!absl::StartsWith(*rest, "(")) break;
    const size_t close = rest->find(')');
    if (close == absl::string_view::npos) break;
    std::string qualifier(rest->substr(0, close + 1));
    TakeQualifiers(&qualifier, out);
    if (!qualifier.empty()) break;
    rest->remove_prefix(close + 1);
  }
  // GB 18382-2021《肥料标识 内容和要求》: the title says it again.
  if (!out->standard_number.empty() && absl::StartsWith(*rest, kOpen)) {
    const size_t close = rest->find(kClose);
    if (close != absl::string_view::npos) {
      rest->remove_prefix(close + kClose.size());
    }
  }
  if (out->year.empty()) {
    static const RE2* const kBareYear =
        new RE2(" ?([12][0-9]{3})年?(?:修正|修订|版|本)(?:本)?");
    re2::StringPiece input = Piece(*rest);
    if (RE2::Consume(&input, *kBareYear, &out->year)) *rest = View(input);
  }
}

Unit UnitOf(absl::string_view zh) {
  if (zh == "编") return Unit::kPart;
  if (zh == "章") return Unit::kChapter;
  if (zh == "节") return Unit::kSection;
  if (zh == "条") return Unit::kArticle;
  if (zh == "款") return Unit::kParagraph;
  if (zh == "项") return Unit::kItem;
  return Unit::kSubItem;
}

bool TakeLawStep(absl::string_view* rest, ProvisionPath* path) {
  re2::StringPiece input = Piece(*rest);
  std::string number, unit, of;
  if (RE2::Consume(&input, LawStep(), &number, &unit, &of)) {
    const auto value = ParseNumeral(number);
    const auto sub = ParseNumeral(of);
    if (!value.has_value() || (!of.empty() && !sub.has_value())) return false;
    path->push_back({UnitOf(unit), absl::StrCat(*value)});
    if (sub.has_value()) absl::StrAppend(&path->back().number, "-", *sub);
  } else if (input = Piece(*rest);
             !path->empty() && RE2::Consume(&input, BareItem(), &number)) {
    const auto value = ParseNumeral(number);
    if (!value.has_value()) return false;
    path->push_back({Unit::kItem, absl::StrCat(*value)});
  } else {
    return false;
  }
  *rest = View(input);
  return true;
}

bool TakeStandardStep(absl::string_view* rest, ProvisionPath* path) {
  re2::StringPiece input = Piece(*rest);
  std::string number;
  Unit unit = Unit::kClause;
  if (RE2::Consume(&input, Annex(), &number)) {
    unit = Unit::kAnnex;
  } else if (RE2::Consume(&input, Table(), &number)) {
    unit = Unit::kTable;
  } else if (!RE2::Consume(&input, Clause(), &number)) {
    return TakeLawStep(rest, path);
  }
  // In a standard, 第7章第7.3条 is clause 7.3.
  if (unit == Unit::kClause && !path->empty() &&
      path->back().unit == Unit::kClause &&
      absl::StartsWith(number, absl::StrCat(path->back().number, "."))) {
    path->pop_back();
  }
  path->push_back({unit, number});
  *rest = View(input);
  return true;
}

// A standard may be cited by its title: 《肥料标识 内容和要求》7.3. A bare
// whole number is not taken: 商标法57 is a slip, not a clause.
bool TakeClauseOfTitle(absl::string_view* rest, ProvisionPath* path) {
  absl::string_view after = *rest;
  ProvisionPath longer = *path;
  if (!TakeStandardStep(&after, &longer)) return false;
  const Segment& last = longer.back();
  if (last.unit != Unit::kAnnex && last.unit != Unit::kTable &&
      last.number.find('.') == std::string::npos) {
    return false;
  }
  *rest = after;
  *path = std::move(longer);
  return true;
}

bool OnlyClosingWords(absl::string_view rest) {
  static const RE2* const kClosing =
      new RE2(" ?(?:的|之)?(?:相关|有关)?(?:规定|要求)? ?[。.,;；，、]?");
  return RE2::FullMatch(Piece(rest), *kClosing);
}

}  // namespace

absl::StatusOr<ParsedCitation> ParseCitation(absl::string_view text) {
  if (!IsValidUtf8(text)) {
    return absl::InvalidArgumentError("the citation is not UTF-8");
  }
  if (const size_t length = Utf8Length(text); length > kMaxCitationChars) {
    return absl::InvalidArgumentError(
        absl::StrCat("the citation has ", length, " characters; at most ",
                     kMaxCitationChars, " are allowed"));
  }
  const std::string folded = FoldCitation(text);
  if (folded.empty()) {
    return absl::InvalidArgumentError("the citation is empty");
  }
  ParsedCitation out;
  absl::string_view rest = folded;
  if (absl::StartsWith(rest, kOpen)) {
    RETURN_IF_ERROR(TakeQuotedTitle(folded, &rest, &out));
  } else if (!TakeStandard(&rest, &out) && !TakeDocumentNumber(&rest, &out)) {
    TakeBareTitle(&rest, &out);
  }
  TakeEdition(&rest, &out);
  if (out.title.empty() && out.standard_number.empty() &&
      out.document_number.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("citation \"", folded,
                     "\" names no instrument; write it as "
                     "《商标法》第五十七条"));
  }
  const bool standard = !out.standard_number.empty();
  while (out.path.size() < kMaxSegments &&
         (standard ? TakeStandardStep(&rest, &out.path)
                   : TakeLawStep(&rest, &out.path) ||
                         TakeClauseOfTitle(&rest, &out.path))) {
  }
  if (!OnlyClosingWords(rest)) return NotUnderstood(folded, rest);
  if (standard) ReadAsClauses(&out.path);
  if (const auto again = ParseProvisionId(FormatProvisionId(out.path));
      !again.ok()) {
    return again.status();
  }
  return out;
}

void ReadAsClauses(ProvisionPath* path) {
  for (Segment& segment : *path) {
    if (segment.unit == Unit::kChapter || segment.unit == Unit::kArticle) {
      segment.unit = Unit::kClause;
    }
  }
}

std::string PrintCitation(const Instrument& instrument, const Edition& edition,
                          const ProvisionPath& path) {
  const std::string where = PrintProvisionZh(path);
  if (IsStandard(instrument.kind)) {
    const std::string& number =
        edition.number.empty() ? instrument.number : edition.number;
    return where.empty() ? number : absl::StrCat(number, " ", where);
  }
  const std::string& title = instrument.short_names.empty()
                                 ? instrument.title.zh
                                 : instrument.short_names.front();
  return absl::StrCat(kOpen, title, kClose, "(", edition.id, ")", where);
}

}  // namespace zhiheng::catalog
