// Asks the expressions of a pack about one subject: binds the facts and the
// days, and turns values into answers of four kinds.
//
// Not thread-safe. The pack and the facts must outlive it.
#ifndef SERVICES_RULES_OUTCOMES_ASKER_H_
#define SERVICES_RULES_OUTCOMES_ASKER_H_

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/outcomes/applied_day.h"
#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

struct Answer {
  enum class Truth { kTrue, kFalse, kUnknown, kError };
  Truth truth = Truth::kTrue;
  std::vector<std::string> missing;  // with kUnknown, most decisive first
  std::string error;                 // with kError

  bool IsTrue() const { return truth == Truth::kTrue; }
  bool IsFalse() const { return truth == Truth::kFalse; }
  bool IsUnknown() const { return truth == Truth::kUnknown; }
  bool IsError() const { return truth == Truth::kError; }
};

// Both hold. A no decides whatever the other is; an error comes before an
// unknown, so that a broken rule is seen.
Answer Both(Answer a, Answer b);

// The facts an answer waits for, each once, in order.
std::vector<std::string> MissingFacts(const cel::UnknownSet& unknown);

class Asker {
 public:
  Asker(const CompiledPack& pack, const FactsView& facts);

  // Off: missing facts keep the order of their paths. For answers that do not
  // show them.
  void RankMissing(bool rank) { rank_missing_ = rank; }

  absl::Status Bind(CivilDate today, const std::vector<AppliedDay>& days);

  // `missing_expression` is the answer for an expression that is not there.
  Answer Ask(cel::ExprId id, bool missing_expression = true);
  // The pack's own guard, asked once.
  const Answer& PackApplies();
  cel::Value Evaluate(cel::ExprId id) { return evaluation_->Evaluate(id); }
  // Plain yes or no, or neither. Test() asks each time; guards, which many
  // rules share, are asked once. REQUIRES for Test(): the id is valid.
  cel::Truth Test(cel::ExprId id) { return evaluation_->Test(id); }
  cel::Truth Guard(cel::ExprId id);  // true without an expression
  cel::Truth PackGuard() { return Guard(pack_.applies); }
  Texts Render(const TextTemplates& templates);

 private:
  absl::Status BindDay(const std::string& variable, const AppliedDay& day);

  const CompiledPack& pack_;
  const FactsView& facts_;
  cel::EvaluationPool::Lease evaluation_;
  std::vector<int8_t> guards_;  // by expression; -1: not asked
  bool rank_missing_ = true;
  std::optional<Answer> pack_applies_;
  // What the unknown days point at.
  std::deque<cel::AttributeNode> nodes_;
  std::deque<const cel::AttributeNode*> node_pointers_;
  std::deque<cel::UnknownSet> unknowns_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_ASKER_H_
