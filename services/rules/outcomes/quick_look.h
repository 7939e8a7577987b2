// Most rules of a pack do not apply to a subject or are kept by it. A quick
// look tells these apart without a finding, in the order in which the full
// judgement goes; whatever is not plain yes and no is left to that.
//
// Not thread-safe. The asker must outlive it.
#ifndef SERVICES_RULES_OUTCOMES_QUICK_LOOK_H_
#define SERVICES_RULES_OUTCOMES_QUICK_LOOK_H_

#include "services/rules/outcomes/applied_day.h"
#include "services/rules/outcomes/asker.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

enum class QuickVerdict {
  kNotApplicable,
  kCompliant,
  kLookCloser,
};

QuickVerdict LookQuickly(const RuleProgram& rule, const AppliedDay& day,
                         Asker& asker);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_QUICK_LOOK_H_
