// How far the packs agree with published decisions: the provisions the
// authority applied, an interval that holds its fine, and what the recorded
// dates allow to say of the procedure; as data and as a Markdown table.
//
// Pure functions, thread-safe.
#ifndef TESTS_DECISIONS_AGREEMENT_H_
#define TESTS_DECISIONS_AGREEMENT_H_

#include <string>
#include <vector>

#include "tests/reference/reference_check.h"
#include "tests/reference/reference_suite.h"

namespace zhiheng::reference {

struct Agreement {
  std::string rules;              // those that state the sanction
  std::string interval;           // [0, 250000], or [3 × A, 5 × A]
  std::string place;              // per cent of the interval, empty: not inside
  std::string procedure;          // what the dates allow to say
  bool provisions_found = false;  // all that the authority applied
  bool fine_inside = false;
  bool open = false;  // an amount the interval counts on is not published

  bool Full() const { return provisions_found && fine_inside; }
};

Agreement Compare(const ReferenceCase& decision, const Findings& findings);

// One line a decision, then the disagreements with their notes.
std::string AgreementTable(const std::vector<ReferenceCase>& decisions,
                           const std::vector<Agreement>& agreements);

}  // namespace zhiheng::reference

#endif  // TESTS_DECISIONS_AGREEMENT_H_
