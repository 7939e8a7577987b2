#include "services/cli/report/finding_view.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/report/consequence_view.h"
#include "services/cli/report/page.h"
#include "services/cli/report/words.h"
#include "zhiheng/gateway/v1/assessment.pb.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::cli {
namespace {

using rules::v1::Finding;

std::string InForceText(const gateway::v1::CitedProvision& cited,
                        const Page& page) {
  const auto& provision = cited.provision();
  const std::string from = DateText(provision.effective());
  const std::string until = DateText(provision.superseded());
  if (from.empty()) return "";
  return until.empty()
             ? page.Say(absl::StrCat(from, "起施行"),
                        absl::StrCat("in force since ", from))
             : page.Say(absl::StrCat(from, "起施行, ", until, "起失效"),
                        absl::StrCat("in force ", from, " to before ", until));
}

// `with_text`: a text is printed where it is first cited, and once.
void PrintProvision(const std::string& display,
                    const gateway::v1::CitedProvision* cited, bool first,
                    bool with_text, Page* page) {
  std::string line = display;
  if (cited != nullptr && cited->has_provision() && with_text) {
    const Word status = WordOf(cited->provision().text_status());
    const std::string force = InForceText(*cited, *page);
    if (!force.empty()) absl::StrAppend(&line, "  · ", force);
    absl::StrAppend(&line, "  · ", page->Say(status.zh, status.en));
  } else if (cited != nullptr && !cited->missing_reason().empty()) {
    absl::StrAppend(&line, "  · ", cited->missing_reason());
  }
  if (first) {
    page->Row("依据", "law", line);
  } else {
    page->More(line);
  }
  if (with_text && cited != nullptr && cited->has_provision()) {
    page->More(cited->provision().text(), Ink::kDim);
  }
}

void PrintCitations(const Finding& finding, ProvisionTexts* provisions,
                    Page* page) {
  bool first = true;
  for (const auto& citation : finding.citations()) {
    const std::string key = CitationKey(citation);
    const auto found = provisions->by_key.find(key);
    PrintProvision(CitationText(citation),
                   found == provisions->by_key.end() ? nullptr : found->second,
                   first, provisions->printed.insert(key).second, page);
    first = false;
  }
}

// `case.amounts.revenue.value` says nothing beside `case.amounts.revenue`.
bool IsCoveredByParent(const std::string& path,
                       const std::set<std::string>& paths) {
  for (const char* part : {".value", ".bound", ".amount"}) {
    if (absl::EndsWith(path, part) &&
        paths.count(path.substr(0, path.rfind('.'))) > 0) {
      return true;
    }
  }
  return false;
}

void PrintDay(const Finding& finding, Page* page) {
  const std::string day = DateText(finding.date_applied());
  if (day.empty()) return;
  const std::string reason =
      page->Say(finding.date_reason().zh(), finding.date_reason().en());
  page->Row("适用日", "day",
            absl::StrCat(day, reason.empty() ? "" : "  · ", reason));
}

std::string FactText(const rules::v1::FactRead& fact, const Page& page) {
  if (fact.unknown()) {
    return absl::StrCat(fact.path(), ": ", page.Say("未记录", "not known"));
  }
  if (fact.absent()) {
    return absl::StrCat(fact.path(), ": ",
                        page.Say("查过, 没有", "looked for, absent"));
  }
  return absl::StrCat(fact.path(), " = ", fact.value());
}

void PrintEvidence(const Finding& finding, Page* page) {
  std::set<std::string> paths, printed;
  for (const auto& fact : finding.evidence()) paths.insert(fact.path());
  std::vector<std::string> lines;
  for (const auto& fact : finding.evidence()) {
    if (IsCoveredByParent(fact.path(), paths) ||
        !printed.insert(fact.path()).second) {
      continue;
    }
    lines.push_back(FactText(fact, *page));
  }
  // One a line where somebody will be held to them, else as one paragraph.
  if (finding.outcome() != rules::v1::OUTCOME_NON_COMPLIANT) {
    lines = {absl::StrJoin(lines, "; ")};
  }
  bool first = true;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    if (first) {
      page->Row("事实", "facts", line);
    } else {
      page->More(line);
    }
    first = false;
  }
}

std::string Title(const Finding& finding, const Page& page) {
  const Word outcome = WordOf(finding.outcome());
  const Word kind = WordOf(finding.kind());
  std::string out = absl::StrCat(MarkOf(finding.outcome()), " ", finding.rule(),
                                 "  ", page.Say(outcome.zh, outcome.en));
  const Word reason = WordOf(finding.review_reason());
  if (*reason.en != '\0') {
    absl::StrAppend(&out, " (", page.Say(reason.zh, reason.en), ")");
  }
  if (*kind.en != '\0')
    absl::StrAppend(&out, "  · ", page.Say(kind.zh, kind.en));
  const Word severity = WordOf(finding.severity());
  if (*severity.en != '\0' &&
      finding.outcome() == rules::v1::OUTCOME_NON_COMPLIANT) {
    absl::StrAppend(&out, "  · ", page.Say(severity.zh, severity.en));
  }
  if (finding.advisory()) {
    absl::StrAppend(&out, "  · ", page.Say("尚未强制", "not yet binding"));
  }
  return out;
}

}  // namespace

std::vector<std::string> MissingFactsOf(const Finding& finding) {
  const std::set<std::string> all(finding.missing_facts().begin(),
                                  finding.missing_facts().end());
  std::vector<std::string> out;
  for (const std::string& path : finding.missing_facts()) {
    if (!IsCoveredByParent(path, all)) out.push_back(path);
  }
  return out;
}

void PrintFinding(const Finding& finding, ProvisionTexts* provisions,
                  Page* page) {
  page->Line(Title(finding, *page), InkOf(finding.outcome()), 2);
  page->Row("规则", "rule", finding.title());
  page->Row("认定", "found", finding.message());
  if (!finding.error().empty()) {
    page->Row("错误", "error", finding.error(), Ink::kMagenta);
  }
  page->Row("问题", "question", finding.question(), Ink::kYellow);
  if (finding.missing_facts_size() > 0) {
    page->Row("缺少", "missing", absl::StrJoin(MissingFactsOf(finding), ", "),
              Ink::kYellow);
  }
  PrintCitations(finding, provisions, page);
  PrintDay(finding, page);
  // What is open is settled by the facts that are missing, not by those read.
  if (finding.outcome() != rules::v1::OUTCOME_NEEDS_FACTS) {
    PrintEvidence(finding, page);
  }
  for (const auto& consequence : finding.consequences()) {
    PrintConsequence(consequence, page);
  }
  page->Row("整改", "remedy", finding.remedy());
  if (!finding.verification().empty()) {
    page->Row("待核实", "to verify", finding.verification(), Ink::kDim);
  }
}

void PrintFindingBriefly(const Finding& finding, Page* page) {
  std::vector<std::string> citations;
  for (const auto& citation : finding.citations()) {
    citations.push_back(CitationText(citation));
  }
  std::string line =
      absl::StrCat(MarkOf(finding.outcome()), " ", finding.rule(), "  ",
                   page->SayShort(finding.title()));
  if (!citations.empty()) {
    absl::StrAppend(&line, "  · ", absl::StrJoin(citations, "; "));
  }
  page->Line(line, InkOf(finding.outcome()), 2);
}

}  // namespace zhiheng::cli
