// Tested by quick_look_test.cc: over packs and subjects of many kinds, what it
// says is what the full judgement says.
#include "services/rules/outcomes/quick_look.h"

namespace zhiheng::rules {

using cel::Truth;

QuickVerdict LookQuickly(const RuleProgram& rule, const AppliedDay& day,
                         Asker& asker) {
  if (!day.certain()) return QuickVerdict::kLookCloser;
  if (!rule.InForceOn(day.days.from)) return QuickVerdict::kNotApplicable;
  const Truth pack = asker.PackGuard();
  const Truth when = asker.Guard(rule.when);
  if (pack == Truth::kFalse || when == Truth::kFalse) {
    return QuickVerdict::kNotApplicable;
  }
  if (pack != Truth::kTrue || when != Truth::kTrue ||
      (rule.kind != Kind::kRequirement && rule.kind != Kind::kConduct) ||
      (rule.judge.valid() && asker.Test(rule.judge) != Truth::kFalse)) {
    return QuickVerdict::kLookCloser;
  }
  const bool kept =
      rule.require.valid()
          ? asker.Test(rule.require) == Truth::kTrue
          : !rule.finds.valid() || asker.Test(rule.finds) == Truth::kFalse;
  return kept ? QuickVerdict::kCompliant : QuickVerdict::kLookCloser;
}

}  // namespace zhiheng::rules
