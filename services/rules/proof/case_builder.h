// Turns the conditions of a pack into conditions over cases: definitions are
// followed, comparisons with written values become cuts, the rest becomes
// something that can be true or false (`free`).
//
// One thread. The pack and the table must outlive it. Nothing fails: what is
// not understood is free, and said to be so.
#ifndef SERVICES_RULES_PROOF_CASE_BUILDER_H_
#define SERVICES_RULES_PROOF_CASE_BUILDER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/common/exact/civil_date.h"
#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/packs/compiled_pack.h"
#include "services/rules/proof/case_table.h"

namespace zhiheng::rules {

class CaseBuilder {
 public:
  CaseBuilder(const CompiledPack& pack, CaseTable* table);
  ~CaseBuilder();

  // Always true for an empty text.
  CaseTable::Id Condition(const std::string& text);
  // The day that counts for the rule lies in one of `days`.
  CaseTable::Id InForce(const RuleProgram& rule,
                        const std::vector<DateInterval>& days);

 private:
  struct Expression {
    cel::Ast ast;
    cel::Checked checked;
  };
  // A value that stands written in a condition.
  struct Written {
    enum class Kind { kNumber, kDay, kWord, kFlag };
    Kind kind = Kind::kNumber;
    Decimal number;
    std::string word;
    bool flag = false;
    // Every word that this one is one of, where that is known.
    std::vector<std::string> among;
  };
  struct Term {
    std::string text;
    bool free = false;
  };

  const Expression* Read(const std::string& text);
  const Expression* Definition(const std::string& name) const;
  CaseTable::Id Convert(const Expression& e, int node, int depth);
  CaseTable::Id ConvertCall(const Expression& e, int node, int depth);
  CaseTable::Id ConvertCompare(const Expression& e, int node, int depth);
  CaseTable::Id ConvertIn(const Expression& e, int node);
  CaseTable::Id ConvertName(const Expression& e, int node, int depth);
  CaseTable::Id Free(const Expression& e, int node);
  CaseTable::Id Equals(const Term& term, const Written& value);
  CaseTable::Id Ordered(const Term& term, const std::string& op,
                        const Written& value);
  std::optional<Written> ValueOf(const Expression& e, int node) const;
  std::optional<Written> ValueOfCall(const cel::Ast& ast,
                                     const cel::Node& node) const;
  Term TermOf(const Expression& e, int node) const;

  const CompiledPack& pack_;
  CaseTable& table_;
  cel::Scope scope_;
  std::map<std::string, std::unique_ptr<Expression>> definitions_;
  std::map<std::string, std::unique_ptr<Expression>> expressions_;
  std::map<std::string, CaseTable::Id> converted_;  // definitions
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PROOF_CASE_BUILDER_H_
