// Each question is put to a case table of its own, so that only the axes it
// needs are cut. Tested by proofs_test.cc.
#include "services/rules/proof/proofs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/proof/case_builder.h"
#include "services/rules/proof/case_table.h"

namespace zhiheng::rules {
namespace {

using Part = CaseTable::Part;
using State = Proof::State;

class Prover {
 public:
  Prover(const CompiledPack& pack, Diagnostics* diagnostics)
      : pack_(pack), source_(*pack.source), diagnostics_(diagnostics) {}

  std::vector<Proof> Run() {
    ProveEditions();
    for (size_t i = 0; i < pack_.rules.size(); ++i) {
      ProveRule(i);
      ProveConsequences(i);
      ProveFines(i);
    }
    for (const AlternativesSource& a : source_.alternatives)
      ProveAlternatives(a);
    return std::move(proofs_);
  }

 private:
  void Proved(std::string about, Position at) {
    proofs_.push_back({std::move(about), at, State::kProved, ""});
  }
  void NotCovered(std::string about, Position at, std::string why) {
    proofs_.push_back(
        {std::move(about), at, State::kNotCovered, std::move(why)});
  }
  void Refuted(const char* code, std::string about, Position at,
               std::string sentence, std::string hint,
               std::string counterexample) {
    diagnostics_->Warning(code, source_.file, at, std::move(sentence),
                          std::move(hint));
    proofs_.push_back(
        {std::move(about), at, State::kRefuted, std::move(counterexample)});
  }

  // Conditions under which the rule speaks at all.
  CaseTable::Id Domain(size_t rule, CaseBuilder* builder, CaseTable* table) {
    const CaseTable::Id applies = builder->Condition(source_.applies.text);
    const CaseTable::Id when =
        builder->Condition(source_.rules[rule].when.text);
    const CaseTable::Id days =
        builder->InForce(pack_.rules[rule], pack_.rules[rule].in_force);
    return table->And({applies, when, days});
  }

  // A thing that must be possible.
  void MustBePossible(const char* code, const std::string& about, Position at,
                      const std::string& sentence, const std::string& hint,
                      const CaseTable& table, CaseTable::Id condition) {
    const CaseTable::Answer answer =
        table.Find({{condition}}, /*present=*/false);
    if (!answer.within_budget) {
      NotCovered(about, at, absl::StrCat("more than ", kMaxCases, " cases"));
    } else if (answer.found.has_value()) {
      Proved(about, at);
    } else if (table.CanWait(condition)) {
      NotCovered(about, at, "it waits for a fact");
    } else {
      Refuted(code, about, at, sentence, hint, "no case");
    }
  }

  void ProveRule(size_t i) {
    const RuleSource& rule = source_.rules[i];
    CaseTable table;
    CaseBuilder builder(pack_, &table);
    const CaseTable::Id domain = Domain(i, &builder, &table);
    const Written& test =
        rule.kind == Kind::kRequirement ? rule.require : rule.finds;
    const CaseTable::Id holds = builder.Condition(test.text);
    const CaseTable::Id kept = table.And({domain, holds});
    const CaseTable::Id other = table.And({domain, table.Not(holds)});
    table.Freeze();
    const std::string id = rule.id.text;
    const Position when = rule.when.empty() ? rule.at : rule.when.at;
    MustBePossible("never-applies", id + " can apply", when,
                   absl::StrCat("rule ", id,
                                " can never apply: no facts on any day in "
                                "force meet its condition"),
                   "look for bounds that exclude each other", table, domain);
    // An author who writes just `true` or `false` means it.
    if (test.empty() || test.text == "true" || test.text == "false") return;
    MustBePossible(
        "one-sided-rule", id + " can be met", test.at,
        absl::StrCat("'", rule.kind == Kind::kRequirement ? "require" : "finds",
                     "' of rule ", id, " can never be true"),
        "look for bounds that exclude each other", table, kept);
    MustBePossible(
        "one-sided-rule", id + " can fail", test.at,
        absl::StrCat("'", rule.kind == Kind::kRequirement ? "require" : "finds",
                     "' of rule ", id,
                     " is always true where the rule applies"),
        "'when' may say the same already", table, other);
  }

  void ProveConsequences(size_t i) {
    const RuleSource& rule = source_.rules[i];
    for (size_t c = 0; c < rule.consequences.size(); ++c) {
      const Written& when = rule.consequences[c].when;
      if (when.empty()) continue;
      CaseTable table;
      CaseBuilder builder(pack_, &table);
      const CaseTable::Id domain = Domain(i, &builder, &table);
      const CaseTable::Id both =
          table.And({domain, builder.Condition(when.text)});
      table.Freeze();
      MustBePossible(
          "never-follows",
          absl::StrCat(rule.id.text, ": consequence ", c + 1, " can follow"),
          when.at,
          absl::StrCat("consequence ", c + 1, " of rule ", rule.id.text,
                       " can never follow where the rule applies"),
          "look for bounds that exclude each other", table, both);
    }
  }

  // A fine of a rule as one of several.
  struct Alternative {
    size_t number;  // as people count consequences
    const Written* when;
    CaseTable::Id condition;
  };

  void ProveFines(size_t i) {
    const RuleSource& rule = source_.rules[i];
    CaseTable table;
    CaseBuilder builder(pack_, &table);
    const CaseTable::Id domain = Domain(i, &builder, &table);
    std::vector<Alternative> fines;
    std::vector<CaseTable::Id> any;
    for (size_t c = 0; c < rule.consequences.size(); ++c) {
      const ConsequenceSource& one = rule.consequences[c];
      if (one.what != ConsequenceSource::What::kFine || one.when.empty())
        continue;
      fines.push_back({c + 1, &one.when, builder.Condition(one.when.text)});
      any.push_back(fines.back().condition);
    }
    if (fines.size() < 2) return;
    const CaseTable::Id some = table.And({domain, table.Or(any)});
    const CaseTable::Id none = table.And({domain, table.Not(table.Or(any))});
    table.Freeze();
    for (size_t a = 0; a < fines.size(); ++a) {
      for (size_t b = a + 1; b < fines.size(); ++b)
        ProveApart(rule, domain, fines[a], fines[b], table);
    }
    ProveNoHole(rule, fines, some, none, table);
  }

  // The figures and days that both conditions look at.
  static std::vector<int> SharedScales(const CaseTable& table, CaseTable::Id a,
                                       CaseTable::Id b) {
    std::vector<int> out;
    const std::set<int> others = table.AxesOf(b);
    for (const int axis : table.AxesOf(a)) {
      const CaseTable::AxisKind kind = table.KindOf(axis);
      if (others.count(axis) > 0 && (kind == CaseTable::AxisKind::kNumber ||
                                     kind == CaseTable::AxisKind::kDay)) {
        out.push_back(axis);
      }
    }
    return out;
  }

  static std::string FreeTerms(const CaseTable& table,
                               const std::vector<CaseTable::Id>& conditions) {
    std::set<std::string> out;
    for (const CaseTable::Id condition : conditions) {
      for (const int axis : table.AxesOf(condition)) {
        if (table.IsFree(axis) &&
            table.KindOf(axis) == CaseTable::AxisKind::kFlag) {
          out.insert(table.TermOf(axis));
        }
      }
    }
    return absl::StrJoin(out, "; ");
  }

  void ProveApart(const RuleSource& rule, CaseTable::Id domain,
                  const Alternative& a, const Alternative& b,
                  const CaseTable& table) {
    // Fines that hang on different things may well follow together, as one for
    // the firm and one for its head.
    if (SharedScales(table, a.condition, b.condition).empty()) return;
    const std::string about =
        absl::StrCat(rule.id.text, ": fines ", a.number, " and ", b.number,
                     " do not overlap");
    const CaseTable::Answer answer =
        table.Find({{domain}, {a.condition}, {b.condition}}, /*present=*/true);
    const std::string free = FreeTerms(table, {a.condition, b.condition});
    if (!answer.within_budget) {
      NotCovered(about, b.when->at,
                 absl::StrCat("more than ", kMaxCases, " cases"));
    } else if (!answer.found.has_value()) {
      Proved(about, b.when->at);
    } else if (!free.empty()) {
      NotCovered(about, b.when->at, "it hangs on: " + free);
    } else {
      const std::string example = table.Describe(*answer.found);
      Refuted(
          "overlapping-fines", about, b.when->at,
          absl::StrCat("fines ", a.number, " and ", b.number, " of rule ",
                       rule.id.text, " both follow, for one when ", example),
          "let one of the two bounds leave the value out", example);
    }
  }

  // A value without a fine, with values that have one on either side.
  void ProveNoHole(const RuleSource& rule,
                   const std::vector<Alternative>& fines, CaseTable::Id some,
                   CaseTable::Id none, const CaseTable& table) {
    std::map<int, int> users;  // conditions that look at a scale
    std::vector<CaseTable::Id> conditions;
    for (const Alternative& fine : fines) {
      conditions.push_back(fine.condition);
      for (const int axis : SharedScales(table, fine.condition, fine.condition))
        ++users[axis];
    }
    for (const auto& [axis, count] : users) {
      if (count < 2) continue;
      const std::string about = absl::StrCat(
          rule.id.text, ": no hole between fines over ", table.TermOf(axis));
      const Position at = fines.front().when->at;
      bool covered = true;
      const std::optional<int> hole =
          FindHole(axis, some, none, table, &covered);
      if (!hole.has_value()) {
        if (covered) {
          Proved(about, at);
        } else {
          NotCovered(about, at,
                     absl::StrCat("more than ", kMaxCases, " cases"));
        }
        continue;
      }
      const std::string free = FreeTerms(table, conditions);
      const std::string example = table.DescribeRegion(axis, *hole);
      if (!free.empty()) {
        NotCovered(about, at, "it hangs on: " + free);
        continue;
      }
      Refuted("fine-hole", about, at,
              absl::StrCat("rule ", rule.id.text, " has no fine when ", example,
                           ", though it has one below and above"),
              "let one of the two bounds take the value in", example);
    }
  }

  static std::optional<int> FindHole(int axis, CaseTable::Id some,
                                     CaseTable::Id none, const CaseTable& table,
                                     bool* covered) {
    const int regions = table.Regions(axis);
    for (int hole = 1; hole + 1 < regions; ++hole) {
      if (table.IsEmpty(axis, hole)) continue;
      for (int low = 0; low < hole; ++low) {
        for (int high = hole + 1; high < regions; ++high) {
          const CaseTable::Answer answer = table.Find(
              {{none, axis, hole}, {some, axis, low}, {some, axis, high}},
              /*present=*/true);
          *covered = *covered && answer.within_budget;
          if (answer.found.has_value()) return hole;
        }
      }
    }
    return std::nullopt;
  }

  void ProveAlternatives(const AlternativesSource& a) {
    CaseTable table;
    CaseBuilder builder(pack_, &table);
    const CaseTable::Id over =
        table.And({builder.Condition(source_.applies.text),
                   builder.Condition(a.over.text)});
    std::vector<std::pair<std::string, CaseTable::Id>> rules;
    std::vector<CaseTable::Id> any;
    for (const Written& name : a.rules) {
      for (size_t i = 0; i < source_.rules.size(); ++i) {
        if (source_.rules[i].id.text != name.text) continue;
        rules.emplace_back(name.text, Domain(i, &builder, &table));
        any.push_back(rules.back().second);
      }
    }
    const CaseTable::Id none = table.Not(table.Or(any));
    table.Freeze();
    for (size_t x = 0; x < rules.size(); ++x) {
      for (size_t y = x + 1; y < rules.size(); ++y) {
        ProveNever(
            "overlapping-alternatives", a,
            absl::StrCat(rules[x].first, " and ", rules[y].first,
                         " never apply together"),
            absl::StrCat("alternatives ", a.name.text, ": ", rules[x].first,
                         " and ", rules[y].first, " both apply when "),
            {{over}, {rules[x].second}, {rules[y].second}}, table);
      }
    }
    ProveNever("alternatives-gap", a, "one of them always applies",
               absl::StrCat("alternatives ", a.name.text,
                            ": none of the rules applies when "),
               {{over}, {none}}, table);
  }

  void ProveNever(const char* code, const AlternativesSource& a,
                  const std::string& what, const std::string& sentence,
                  const std::vector<Part>& parts, const CaseTable& table) {
    const std::string about =
        absl::StrCat("alternatives ", a.name.text, ": ", what);
    const CaseTable::Answer answer = table.Find(parts, /*present=*/true);
    if (!answer.within_budget) {
      NotCovered(about, a.name.at,
                 absl::StrCat("more than ", kMaxCases, " cases"));
    } else if (!answer.found.has_value()) {
      Proved(about, a.name.at);
    } else {
      const std::string example = table.Describe(*answer.found);
      Refuted(code, about, a.name.at, sentence + example,
              "mend a bound, or narrow 'over'", example);
    }
  }

  void ProveEditions() {
    std::map<std::string, std::vector<const InstrumentSource*>> by_name;
    for (const InstrumentSource& i : source_.instruments)
      by_name[i.instrument].push_back(&i);
    for (auto& [name, editions] : by_name) {
      std::sort(editions.begin(), editions.end(),
                [](const InstrumentSource* a, const InstrumentSource* b) {
                  return a->interval.from < b->interval.from;
                });
      for (size_t i = 0; i + 1 < editions.size(); ++i)
        ProveFollows(*editions[i], *editions[i + 1]);
    }
  }

  void ProveFollows(const InstrumentSource& a, const InstrumentSource& b) {
    // One edition under two keys, or parts that are in force side by side.
    if (a.edition == b.edition) return;
    const std::string about = absl::StrCat(b.key, " follows ", a.key);
    if (!a.interval.until.has_value() || *a.interval.until > b.interval.from) {
      const std::string day = b.interval.from.ToString();
      Refuted(
          "overlapping-editions", about, b.at,
          absl::StrCat(a.key, " and ", b.key, " are both in force on ", day),
          absl::StrCat("give ", a.key, " 'until: ", day,
                       "', the first day no longer in force"),
          day);
    } else if (*a.interval.until < b.interval.from) {
      const std::string day = a.interval.until->ToString();
      Refuted("edition-gap", about, b.at,
              absl::StrCat("neither ", a.key, " nor ", b.key,
                           " is in force on ", day),
              absl::StrCat("'until' of ", a.key,
                           " is the first day no longer in force: ",
                           b.interval.from.ToString()),
              day);
    } else {
      Proved(about, b.at);
    }
  }

  const CompiledPack& pack_;
  const PackSource& source_;
  Diagnostics* const diagnostics_;
  std::vector<Proof> proofs_;
};

}  // namespace

const char kProofsLeaveOut[] =
    "Not covered by any proof: facts that are not known; facts that depend on "
    "each other; what is computed from lists and texts, which is taken as able "
    "to come out either way; fines that hang on different things; values "
    "below the lowest and above the highest bound of a set of fines.";

std::vector<Proof> ProvePack(const CompiledPack& pack,
                             Diagnostics* diagnostics) {
  return Prover(pack, diagnostics).Run();
}

}  // namespace zhiheng::rules
