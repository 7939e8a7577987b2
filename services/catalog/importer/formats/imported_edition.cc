#include "services/catalog/importer/formats/imported_edition.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/catalog/importer/text/structure.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// （2018年修正）, (2022修订), （2020年修订版）, （2013修正文本）
bool IsRevisionNote(absl::string_view note) {
  const bool year = note.size() >= 4 &&
                    absl::ascii_isdigit(static_cast<unsigned char>(note[0]));
  return year &&
         (absl::StrContains(note, "修") || absl::StrContains(note, "年版") ||
          absl::StrContains(note, "文本") || note.size() <= 7);
}

std::string DropTrailingNotes(std::string title) {
  while (true) {
    const bool wide = absl::EndsWith(title, "）");
    if (!wide && !absl::EndsWith(title, ")")) return title;
    const size_t open =
        std::max(title.rfind("（") == std::string::npos ? 0 : title.rfind("（"),
                 title.rfind("(") == std::string::npos ? 0 : title.rfind("("));
    if (open == 0) return title;
    const size_t skip = title[open] == '(' ? 1 : 3;
    const absl::string_view note = absl::string_view(title).substr(
        open + skip, title.size() - open - skip - (wide ? 3 : 1));
    if (!IsRevisionNote(note) && !absl::StrContains(note, "号")) return title;
    title.resize(open);
    while (absl::EndsWith(title, " ")) title.pop_back();
  }
}

std::string IssuerOf(Kind kind, absl::string_view header) {
  if (kind == Kind::kLaw) {
    return absl::StrContains(header, "常务委员会") ||
                   !absl::StrContains(header, "全国人民代表大会")
               ? "全国人民代表大会常务委员会"
               : "全国人民代表大会";
  }
  if (kind == Kind::kRegulation) return "国务院";
  return "";
}

}  // namespace

bool ImportedEdition::Damaged() const {
  return std::any_of(
      diagnostics.begin(), diagnostics.end(),
      [](const Diagnostic& d) { return d.level != Level::kNote; });
}

std::string CleanTitle(absl::string_view title) {
  std::string out(absl::StripAsciiWhitespace(title));
  absl::StrReplaceAll({{"\n", ""}, {"　", ""}}, &out);
  out = DropTrailingNotes(std::move(out));
  // 《…》的通知 wraps the text itself.
  if (absl::StartsWith(out, "《")) {
    const size_t close = out.rfind("》");
    const absl::string_view tail = absl::string_view(out).substr(
        close == std::string::npos ? out.size() : close + 3);
    if (close != std::string::npos && (tail.empty() || tail == "的通知")) {
      out = out.substr(3, close - 3);
    }
  }
  return DropTrailingNotes(std::move(out));
}

std::string ShortTitle(absl::string_view title) {
  std::string out = CleanTitle(title);
  absl::string_view rest = out;
  if (absl::ConsumePrefix(&rest, "中华人民共和国") && !rest.empty() &&
      rest != "宪法修正案") {
    return std::string(rest);
  }
  return out;
}

Kind GuessKind(absl::string_view title, absl::string_view header) {
  const std::string text = ShortTitle(title);
  if (absl::StrContains(header, "国务院令") &&
      !absl::StrContains(header, "部令")) {
    return Kind::kRegulation;
  }
  if (absl::StrContains(text, "最高人民法院") ||
      absl::StrContains(header, "审判委员会") ||
      absl::StrContains(header, "检察委员会")) {
    return Kind::kJudicialInterpretation;
  }
  if (absl::StrContains(header, "省人民代表大会") ||
      absl::StrContains(header, "市人民代表大会") ||
      absl::StrContains(header, "省第") || absl::StrContains(header, "市第")) {
    return Kind::kLocalRule;
  }
  if (absl::StrContains(header, "全国人民代表大会")) return Kind::kLaw;
  if (absl::EndsWith(text, "通知") || absl::EndsWith(text, "公告") ||
      absl::EndsWith(text, "通告") || absl::EndsWith(text, "指南") ||
      absl::EndsWith(text, "指导原则")) {
    return Kind::kNotice;
  }
  if (absl::StartsWith(text, "浙江省") || absl::StartsWith(text, "杭州市")) {
    return Kind::kLocalRule;
  }
  if (absl::EndsWith(text, "法")) {
    return absl::EndsWith(text, "办法") ? Kind::kDepartmentalRule : Kind::kLaw;
  }
  if (absl::EndsWith(text, "条例")) return Kind::kRegulation;
  if (absl::EndsWith(text, "规定") || absl::EndsWith(text, "规则") ||
      absl::EndsWith(text, "细则") || absl::EndsWith(text, "规范")) {
    return Kind::kDepartmentalRule;
  }
  return Kind::kNotice;
}

Kind KindOfStandard(absl::string_view number) {
  if (absl::StartsWith(number, "GB/T") || absl::StartsWith(number, "GB/Z")) {
    return Kind::kRecommendedStandard;
  }
  if (absl::StartsWith(number, "GB ") || absl::StartsWith(number, "GB")) {
    return Kind::kMandatoryStandard;
  }
  if (absl::StartsWith(number, "DB")) return Kind::kLocalStandard;
  if (absl::StartsWith(number, "T/")) return Kind::kGroupStandard;
  if (absl::StartsWith(number, "ISO") || absl::StartsWith(number, "IEC")) {
    return Kind::kInternationalStandard;
  }
  return Kind::kIndustryStandard;
}

std::string YearInTitle(absl::string_view title) {
  for (absl::string_view open : {"（", "("}) {
    const size_t at = title.rfind(open);
    if (at == absl::string_view::npos) continue;
    const absl::string_view note = title.substr(at + open.size());
    if (IsRevisionNote(note) && absl::StrContains(note, "年")) {
      return std::string(note.substr(0, 4));
    }
  }
  return "";
}

ImportedEdition FinishText(SourceDocument document) {
  Structure structure = RecogniseStructure(&document);
  std::string header;
  std::vector<LegalEvent> events;
  for (const SourceLine& line : document.header) {
    absl::StrAppend(&header, line.text, "\n");
    for (const LegalEvent& event : ReadEvents(line.text)) {
      events.push_back(event);
    }
  }
  const LegalDates dates =
      WorkOutDates(events, structure.closing, document.metadata.published,
                   document.metadata.effective);
  ImportedEdition out;
  out.origin = document.origin;
  out.file = document.files.empty() ? "" : document.files[0];
  out.title = CleanTitle(document.title);
  out.title_year = YearInTitle(document.title);
  out.kind = document.metadata.kind != Kind::kUnspecified
                 ? document.metadata.kind
                 : GuessKind(document.title, header);
  out.edition_number = document.metadata.number.empty()
                           ? DocumentNumber(header)
                           : document.metadata.number;
  if (!IsValidUtf8(out.edition_number)) out.edition_number.clear();
  out.issuer = document.metadata.issuer.empty() ? IssuerOf(out.kind, header)
                                                : document.metadata.issuer;
  out.region_code = document.metadata.region_code;
  out.published = dates.published;
  out.effective = dates.effective;
  out.superseded = document.metadata.superseded;
  out.basis = dates.basis;
  if (!dates.published.has_value()) {
    document.Report(0, 0, Level::kNote, "no-date",
                    "neither the header nor the source says when",
                    "the edition stays undated");
  } else if (dates.basis == InForceBasis::kAssumed) {
    document.Report(0, 0, Level::kNote, "in-force-assumed",
                    "no source says from when it is in force",
                    absl::StrCat("taken as the day of publication, ",
                                 dates.published->ToString()));
  }
  out.provisions = std::move(structure.provisions);
  out.articles = structure.articles;
  out.diagnostics = std::move(document.diagnostics);
  return out;
}

}  // namespace zhiheng::catalog
