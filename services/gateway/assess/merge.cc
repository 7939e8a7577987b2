#include "services/gateway/assess/merge.h"

namespace zhiheng::gateway {
namespace {

using catalog::v1::TextStatus;
using rules::v1::Finding;

bool TextsLoaded(const TextStatuses& texts, const Finding& finding) {
  for (const type::v1::Citation& citation : finding.citations()) {
    const auto found =
        texts.find(CitationKey(citation, finding.date_applied()));
    if (found == texts.end() ||
        (found->second != TextStatus::TEXT_STATUS_OFFICIAL &&
         found->second != TextStatus::TEXT_STATUS_CONSOLIDATED)) {
      return false;
    }
  }
  // A rule without a citation has no text that could be loaded.
  return finding.citations_size() > 0;
}

}  // namespace

int PromoteFindings(const TextStatuses& texts, FindingList* findings) {
  int promoted = 0;
  for (Finding& finding : *findings) {
    if (finding.outcome() == rules::v1::OUTCOME_NEEDS_REVIEW &&
        finding.review_reason() == rules::v1::REVIEW_REASON_TEXT_NOT_LOADED &&
        TextsLoaded(texts, finding)) {
      finding.set_outcome(rules::v1::OUTCOME_NON_COMPLIANT);
      finding.clear_review_reason();
      finding.clear_question();
      ++promoted;
    }
  }
  return promoted;
}

gateway::v1::Summary Summarize(const FindingList& findings) {
  gateway::v1::Summary out;
  for (const Finding& finding : findings) {
    switch (finding.outcome()) {
      case rules::v1::OUTCOME_COMPLIANT:
        out.set_compliant(out.compliant() + 1);
        break;
      case rules::v1::OUTCOME_NON_COMPLIANT:
        out.set_non_compliant(out.non_compliant() + 1);
        break;
      case rules::v1::OUTCOME_NOT_APPLICABLE:
        out.set_not_applicable(out.not_applicable() + 1);
        break;
      case rules::v1::OUTCOME_NEEDS_FACTS:
        out.set_needs_facts(out.needs_facts() + 1);
        break;
      case rules::v1::OUTCOME_NEEDS_REVIEW:
        out.set_needs_review(out.needs_review() + 1);
        break;
      default:
        // An outcome that this version does not know is not a verdict.
        out.set_error(out.error() + 1);
    }
  }
  return out;
}

void TrimToVerdicts(FindingList* findings) {
  for (Finding& finding : *findings) {
    Finding verdict;
    verdict.set_id(finding.id());
    verdict.set_pack(finding.pack());
    verdict.set_rule(finding.rule());
    verdict.set_kind(finding.kind());
    verdict.set_outcome(finding.outcome());
    verdict.set_review_reason(finding.review_reason());
    verdict.set_advisory(finding.advisory());
    finding = std::move(verdict);
  }
}

}  // namespace zhiheng::gateway
