#include "services/cli/report/to_look_at.h"

#include <algorithm>

namespace zhiheng::cli {

using rules::v1::Finding;

bool IsToLookAt(const Finding& finding) {
  return finding.kind() == rules::v1::RULE_KIND_CHECKLIST &&
         (finding.outcome() == rules::v1::OUTCOME_NEEDS_REVIEW ||
          finding.outcome() == rules::v1::OUTCOME_NEEDS_FACTS);
}

int CountToLookAt(const gateway::v1::Assessment& assessment) {
  const auto& findings = assessment.findings();
  return static_cast<int>(
      std::count_if(findings.begin(), findings.end(), IsToLookAt));
}

gateway::v1::Summary OpenSummary(const gateway::v1::Assessment& assessment) {
  gateway::v1::Summary out = assessment.summary();
  for (const Finding& finding : assessment.findings()) {
    if (!IsToLookAt(finding)) continue;
    if (finding.outcome() == rules::v1::OUTCOME_NEEDS_REVIEW) {
      out.set_needs_review(out.needs_review() - 1);
    } else {
      out.set_needs_facts(out.needs_facts() - 1);
    }
  }
  return out;
}

}  // namespace zhiheng::cli
