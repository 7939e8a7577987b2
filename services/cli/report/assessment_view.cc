#include "services/cli/report/assessment_view.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/cli/report/finding_view.h"
#include "services/cli/report/to_look_at.h"
#include "services/cli/report/words.h"
#include "zhiheng/facts/v1/subject.pb.h"
#include "zhiheng/gateway/v1/assessment.pb.h"

namespace zhiheng::cli {
namespace {

using gateway::v1::Assessment;
using rules::v1::Finding;
using rules::v1::Outcome;

// The order in which an officer reads: what is broken, what could not be
// judged, what waits for a person, what waits for facts, what is met.
constexpr Outcome kOrder[] = {
    rules::v1::OUTCOME_NON_COMPLIANT, rules::v1::OUTCOME_ERROR,
    rules::v1::OUTCOME_NEEDS_REVIEW,  rules::v1::OUTCOME_NEEDS_FACTS,
    rules::v1::OUTCOME_COMPLIANT,     rules::v1::OUTCOME_NOT_APPLICABLE,
};

int CountOf(const gateway::v1::Summary& summary, Outcome outcome) {
  switch (outcome) {
    case rules::v1::OUTCOME_COMPLIANT:
      return summary.compliant();
    case rules::v1::OUTCOME_NON_COMPLIANT:
      return summary.non_compliant();
    case rules::v1::OUTCOME_NOT_APPLICABLE:
      return summary.not_applicable();
    case rules::v1::OUTCOME_NEEDS_FACTS:
      return summary.needs_facts();
    case rules::v1::OUTCOME_NEEDS_REVIEW:
      return summary.needs_review();
    case rules::v1::OUTCOME_ERROR:
      return summary.error();
    default:
      return 0;
  }
}

std::string SummaryText(const Assessment& assessment, const Page& page) {
  const gateway::v1::Summary summary = OpenSummary(assessment);
  std::vector<std::string> parts;
  for (const Outcome outcome : kOrder) {
    const int count = CountOf(summary, outcome);
    if (count == 0) continue;
    const Word word = WordOf(outcome);
    parts.push_back(absl::StrCat(count, " ", page.Say(word.zh, word.en)));
  }
  if (const int count = CountToLookAt(assessment); count > 0) {
    parts.push_back(absl::StrCat(count, " ", page.Say("请查看", "to look at")));
  }
  return parts.empty() ? page.Say("无适用规则", "no rule applies")
                       : absl::StrJoin(parts, " · ");
}

std::string SubjectKind(const facts::v1::Subject& subject, const Page& page) {
  switch (subject.facts_case()) {
    case facts::v1::Subject::kLabel:
      return page.Say("产品标签", "product label");
    case facts::v1::Subject::kEnforcementCase:
      return page.Say("执法案件", "enforcement case");
    case facts::v1::Subject::kStandardProject:
      return page.Say("标准计划项目", "standard project");
    case facts::v1::Subject::kStandardRecord:
      return page.Say("标准题录", "standard record");
    case facts::v1::Subject::kSupervision:
      return page.Say("监督管理事项", "supervision matter");
    case facts::v1::Subject::kProduct:
      return page.Say("产品参数", "product profile");
    case facts::v1::Subject::kOther:
      // The full name: what stands before the slash says nothing.
      return subject.other().type_url().substr(
          subject.other().type_url().rfind('/') + 1);
    case facts::v1::Subject::FACTS_NOT_SET:
      return page.Say("无事实", "no facts");
  }
  return "";
}

void PrintHead(const Assessment& assessment, const facts::v1::Subject& subject,
               absl::string_view source, Page* page) {
  page->Line(page->Say("质衡 判定报告", "Zhiheng assessment"), Ink::kBold);
  const std::string id =
      subject.id().empty() ? "" : absl::StrCat(subject.id(), "  · ");
  page->Row("对象", "subject",
            absl::StrCat(id, SubjectKind(subject, *page),
                         source.empty() ? "" : "  · ", source));
  const bool complete =
      subject.completeness() == facts::v1::Subject::COMPLETENESS_COMPLETE;
  page->Row("事实范围", "facts",
            complete ? page->Say("完整: 未填即查过没有",
                                 "complete: what is not set was looked for and "
                                 "is absent")
                     : page->Say("部分: 未填即未知",
                                 "partial: what is not set is not known"));
  page->Row("判定日", "asked on", DateText(assessment.today()));
  page->Row("结果", "result", SummaryText(assessment, *page), Ink::kBold);
}

void PrintDegraded(const Assessment& assessment, Page* page) {
  if (!assessment.degraded()) return;
  page->Blank();
  page->Line(page->Say("！结果不完整", "! This answer is not whole"),
             Ink::kRed);
  for (const auto& backend : assessment.backends()) {
    if (backend.state() == gateway::v1::BackendStatus::STATE_OK) continue;
    const Word state = WordOf(backend.state());
    page->Row(
        "", backend.backend(),
        absl::StrCat(page->Say(state.zh, state.en),
                     backend.detail().empty() ? "" : ": ", backend.detail()));
  }
}

// What is met and still has something to follow from it (a sanction that
// applies, a duty to keep) is read right after what is broken.
bool OnlyFollows(const Finding& finding) {
  return finding.outcome() == rules::v1::OUTCOME_COMPLIANT &&
         !finding.consequences().empty();
}

struct Section {
  Outcome outcome;
  bool follows;
  Word title;
  bool to_look_at = false;

  bool Has(const Finding& finding) const {
    if (to_look_at || IsToLookAt(finding))
      return to_look_at && IsToLookAt(finding);
    return finding.outcome() == outcome && OnlyFollows(finding) == follows;
  }
};
const Section kSections[] = {
    {rules::v1::OUTCOME_NON_COMPLIANT, false, {"不符合", "NON_COMPLIANT"}},
    {rules::v1::OUTCOME_ERROR, false, {"出错", "ERROR"}},
    {rules::v1::OUTCOME_COMPLIANT,
     true,
     {"法律后果与期限", "What follows, and by when"}},
    {rules::v1::OUTCOME_NEEDS_REVIEW, false, {"待人工判断", "NEEDS_REVIEW"}},
    {rules::v1::OUTCOME_NEEDS_FACTS, false, {"待补充事实", "NEEDS_FACTS"}},
    {rules::v1::OUTCOME_NEEDS_REVIEW, false, {"请查看", "To look at"}, true},
    {rules::v1::OUTCOME_COMPLIANT, false, {"符合", "COMPLIANT"}},
    {rules::v1::OUTCOME_NOT_APPLICABLE, false, {"不适用", "NOT_APPLICABLE"}},
};

void PrintFindings(const Assessment& assessment, Page* page) {
  ProvisionTexts provisions;
  for (const auto& cited : assessment.provisions()) {
    provisions.by_key.emplace(CitationKey(cited.citation()), &cited);
  }
  for (const Section& section : kSections) {
    std::vector<const Finding*> here;
    for (const Finding& finding : assessment.findings()) {
      if (section.Has(finding)) here.push_back(&finding);
    }
    if (here.empty()) continue;
    page->Blank();
    page->Heading(section.title.zh, section.title.en,
                  absl::StrCat("(", here.size(), ")"), Ink::kBold);
    const bool brief = !section.follows &&
                       (section.outcome == rules::v1::OUTCOME_COMPLIANT ||
                        section.outcome == rules::v1::OUTCOME_NOT_APPLICABLE);
    for (const Finding* finding : here) {
      if (brief) {
        PrintFindingBriefly(*finding, page);
      } else {
        PrintFinding(*finding, &provisions, page);
      }
    }
  }
}

// Every missing fact once, with the rules that wait for it.
void PrintMissingFacts(const Assessment& assessment, Page* page) {
  std::vector<std::pair<std::string, std::vector<std::string>>> facts;
  std::map<std::string, size_t> index;
  for (const Finding& finding : assessment.findings()) {
    if (IsToLookAt(finding)) continue;
    for (const std::string& path : MissingFactsOf(finding)) {
      const auto [at, is_new] = index.emplace(path, facts.size());
      if (is_new) facts.push_back({path, {}});
      facts[at->second].second.push_back(finding.rule());
    }
  }
  if (facts.empty()) return;
  page->Blank();
  page->Heading("补充以下事实即可判定", "Facts that would settle what is open",
                "", Ink::kBold);
  for (const auto& [path, rules] : facts) {
    page->Line(absl::StrCat(path, "  → ", absl::StrJoin(rules, ", ")),
               Ink::kPlain, 4);
  }
}

void PrintFoot(const Assessment& assessment, Page* page) {
  page->Blank();
  std::vector<std::string> packs;
  for (const auto& pack : assessment.packs()) {
    absl::string_view name = pack.name();
    absl::ConsumePrefix(&name, "packs/");
    packs.push_back(absl::StrCat(name, "@", pack.version(), " ",
                                 ShortDigest(pack.digest())));
  }
  page->Row("规则包", "packs", absl::StrJoin(packs, "; "), Ink::kDim);
  page->Row("条文库", "catalog", assessment.snapshot_token(), Ink::kDim);
  std::string answer =
      absl::StrCat(assessment.id(), "  · ", page->Say("语义版本", "semantics"),
                   " ", assessment.engine_semantics());
  if (!assessment.trace_id().empty()) {
    absl::StrAppend(&answer, "  · trace ", assessment.trace_id());
  }
  page->Row("判定编号", "answer", answer, Ink::kDim);
}

}  // namespace

std::string RenderAssessment(const Assessment& assessment,
                             const facts::v1::Subject& subject,
                             absl::string_view source,
                             const PageOptions& options) {
  Page page(options);
  PrintHead(assessment, subject, source, &page);
  PrintDegraded(assessment, &page);
  PrintFindings(assessment, &page);
  PrintMissingFacts(assessment, &page);
  PrintFoot(assessment, &page);
  return page.Text();
}

}  // namespace zhiheng::cli
