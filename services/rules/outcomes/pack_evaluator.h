// Judges one subject by one pack: one finding for each rule, in the order of
// the pack.
//
// One evaluator for one subject and pack; not thread-safe. The pack, the facts
// and the calendar must outlive it. A rule that cannot be evaluated is an
// ERROR finding; Status means that nothing could be evaluated at all.
#ifndef SERVICES_RULES_OUTCOMES_PACK_EVALUATOR_H_
#define SERVICES_RULES_OUTCOMES_PACK_EVALUATOR_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/rules/calendar/calendar.h"
#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::rules {

struct EvaluateOptions {
  // What is overdue is measured against this day.
  CivilDate today;
  // The day whose law is applied, instead of the one the pack selects.
  std::optional<CivilDate> as_of;
  // Becomes part of finding ids.
  std::string subject_id;
  // Only the rule of this id; empty: all.
  std::string only_rule;
  bool with_not_applicable = false;
  // Also the rules that the subject keeps.
  bool with_compliant = true;
  // Outcome, rule and pack only.
  bool verdicts_only = false;
  // Asked now and then; an error stops the evaluation and is returned.
  std::function<absl::Status()> check;
};

struct RuleVerdict {
  const RuleProgram* rule = nullptr;
  zhiheng::rules::v1::Outcome outcome = {};
  zhiheng::rules::v1::ReviewReason review_reason = {};
};

// The verdicts alone, in the order of the pack, of the rules that the options
// ask for.
absl::Status JudgePack(const CompiledPack& pack, const FactsView& facts,
                       const Calendar& calendar, const EvaluateOptions& options,
                       std::vector<RuleVerdict>* verdicts);

absl::Status EvaluatePack(
    const CompiledPack& pack, const FactsView& facts, const Calendar& calendar,
    const EvaluateOptions& options,
    google::protobuf::RepeatedPtrField<zhiheng::rules::v1::Finding>* findings);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_PACK_EVALUATOR_H_
