// Conditions over finitely many cases: each thing that a condition asks about
// is an axis, cut where some condition tells its values apart, and a question
// such as "can both hold?" is answered by looking at the cases.
//
//   case.amounts.illegal_turnover.value:  below 50000 | = 50000 | above 50000
//
// Mutable until Freeze(), then immutable and thread-safe. Nothing fails; a
// search past its budget says so. Axes are taken as independent of each other.
#ifndef SERVICES_RULES_PROOF_CASE_TABLE_H_
#define SERVICES_RULES_PROOF_CASE_TABLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/common/exact/decimal.h"

namespace zhiheng::rules {

// Cases looked at for one question; beyond, it is not answered.
inline constexpr int kMaxCases = 20'000;

enum class Compare { kLess, kLessEquals, kEquals };

class CaseTable {
 public:
  // A condition; an index.
  using Id = int;

  enum class AxisKind {
    kFlag,     // true or false
    kPresent,  // has(…): true or false
    kNumber,   // cut at the numbers it is compared with
    kDay,      // the same over whole days, as days since 1970
    kName,     // one of some words, or another one
  };

  Id Always(bool value);
  // Neither true nor false: it waits for a fact.
  Id Waits();
  Id Not(Id a);
  Id And(std::vector<Id> all);
  Id Or(std::vector<Id> any);
  Id If(Id condition, Id then, Id otherwise);

  // The axis of `term`, made when first asked for. `free`: nothing is known of
  // how it is computed.
  int Axis(const std::string& term, AxisKind kind, bool free);
  // Words that a kName axis can be, beside those it is compared with; `closed`:
  // and no other.
  void SetNames(int axis, const std::vector<std::string>& names, bool closed);
  Id Flag(int axis);
  Id Number(int axis, Compare compare, const Decimal& with);
  Id Named(int axis, const std::string& word);

  void Freeze();

  // Things that must hold together; one axis may be fixed for one of them.
  struct Part {
    Id condition = -1;
    int axis = -1;
    int region = -1;
  };
  struct Answer {
    bool within_budget = true;
    // A case in which all hold: the region of each axis, -1 where it does not
    // matter. Empty: there is none.
    std::optional<std::vector<int>> found;
  };
  // `present`: only cases in which every has(…) is true.
  Answer Find(const std::vector<Part>& parts, bool present) const;

  // Some part of the condition waits for a fact.
  bool CanWait(Id condition) const;
  // The axes that a condition depends on.
  std::set<int> AxesOf(Id condition) const;
  bool IsFree(int axis) const { return axes_[Index(axis)].free; }
  AxisKind KindOf(int axis) const { return axes_[Index(axis)].kind; }
  const std::string& TermOf(int axis) const { return axes_[Index(axis)].term; }
  int Regions(int axis) const { return axes_[Index(axis)].regions; }
  // Between two days that follow one another lies none.
  bool IsEmpty(int axis, int region) const;
  // `x = 50000, y below 2027-01-01`; axes that do not matter are left out.
  std::string Describe(const std::vector<int>& found) const;
  std::string DescribeRegion(int axis, int region) const;

 private:
  struct AxisData {
    std::string term;
    AxisKind kind;
    bool free;
    std::vector<Decimal> cuts;       // kNumber, kDay; sorted when frozen
    std::vector<std::string> names;  // kName
    bool closed = false;
    int regions = 2;
  };
  enum class What : uint8_t { kConst, kWaits, kAtom, kNot, kAnd, kOr, kIf };
  struct Condition;
  // The condition and all that it is made of, each once.
  std::vector<const Condition*> PartsOf(Id condition) const;
  struct Condition {
    What what = What::kConst;
    bool value = false;
    int axis = -1;
    Compare compare = Compare::kEquals;
    Decimal with;
    std::string word;
    std::vector<Id> args;
    std::vector<bool> holds;  // of an atom, by region
  };
  enum class Truth3 : uint8_t { kNo, kOpen, kYes };

  static size_t Index(int i) { return static_cast<size_t>(i); }
  Id Add(Condition condition);
  bool Holds(const Condition& atom, int region) const;
  bool Next(int axis, int* region) const;
  void CutAxis(AxisData* axis);
  Truth3 Evaluate(Id root, const std::vector<int>& regions) const;
  Truth3 Join(const Condition& condition,
              const std::vector<Truth3>& values) const;
  // Yes when all parts hold, no when one does not.
  Truth3 EvaluateAll(const std::vector<Part>& parts,
                     std::vector<int>* regions) const;

  std::vector<AxisData> axes_;
  std::map<std::string, int> by_term_;
  std::vector<Condition> conditions_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PROOF_CASE_TABLE_H_
