// Orders the facts that an answer waits for, the most decisive first.
//
// The expression is seen as its logic: &&, ||, !, ?:, all() and exists() over
// conditions that ask for facts. A condition can come out either way once its
// facts are known. Then, for a missing fact:
//   1. first those that can decide the answer alone, and of these those that
//      can decide it both ways before those that can decide it one way;
//   2. then those that decide more of the conditions alone;
//   3. then those that more conditions ask for;
//   4. then by path.
// What the facts already known decide is left out by the evaluation before:
// a fact that cannot matter is not missing.
//
// Thread-safe: what is worked out about an expression is kept. Keeps the
// environment alive.
#ifndef SERVICES_RULES_CEL_RESIDUAL_DECIDER_H_
#define SERVICES_RULES_CEL_RESIDUAL_DECIDER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/common/base/mutex.h"
#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/residual/residual.h"

namespace zhiheng::cel {

struct Ast;
struct Checked;

struct RankedFact {
  std::string path;
  // Alone, whatever else is missing.
  bool can_make_true = false;
  bool can_make_false = false;
  int decides = 0;  // conditions that wait for this fact only
  int asked = 0;    // conditions that wait for it at all

  bool decides_alone() const { return can_make_true || can_make_false; }
};

class Decider {
 public:
  // Conditions of one expression that are told apart; a larger one is taken as
  // a single condition.
  static constexpr size_t kMaxConditions = 1'000;

  // Variables that stand for facts elsewhere: a day chosen from several dates
  // is as missing as they are.
  using StandsFor = std::map<std::string, std::vector<std::string>>;

  Decider(std::shared_ptr<const Environment> environment,
          Definitions definitions, StandsFor stands_for = {});
  ~Decider();

  // `missing` are paths as an unknown set gives them: label.marks[0].text. An
  // expression with issues leaves their order by path.
  std::vector<RankedFact> Rank(const std::string& expression,
                               const std::vector<std::string>& missing) const;

 private:
  struct Logic;
  class Builder;
  struct Known;
  const Logic& LogicOf(const std::string& expression) const;
  static void PlainReads(const Known& known, const Ast& ast,
                         const Checked& checked, int root,
                         std::vector<std::string>* out);

  const std::shared_ptr<const Environment> environment_;
  const Definitions definitions_;
  const StandsFor stands_for_;
  mutable Mutex mutex_;
  const std::unique_ptr<Known> known_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_RESIDUAL_DECIDER_H_
