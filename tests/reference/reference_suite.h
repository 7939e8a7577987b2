// The expected findings of the reference cases, as tests/reference/*.yaml hold
// them: a subject from examples/ (or written in place), changes to it, and what
// each rule must say of it.
//
// Plain values. A file that cannot be read, or that holds a word nobody knows,
// is INVALID_ARGUMENT with its place.
#ifndef TESTS_REFERENCE_REFERENCE_SUITE_H_
#define TESTS_REFERENCE_REFERENCE_SUITE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/exact/civil_date.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng::reference {

// What is expected of one fine interval.
struct ExpectedFine {
  std::string min;
  std::string max;
  std::optional<bool> max_at_least;
  std::optional<bool> hypothetical;
  std::optional<bool> reported_inside;
  std::string position_pct;
};

// What is expected of one rule; parts that are empty are not looked at.
struct ExpectedFinding {
  std::string row;  // where the expectation comes from, as B.2/4
  std::string rule;
  std::string outcome;
  std::string reason;
  std::vector<std::string>
      cites;  // instrument/edition/provision, exactly these
  std::vector<std::string> needs;  // exactly these
  std::vector<std::string> texts;  // each stands somewhere in the finding
  std::optional<ExpectedFine> fine;
  std::vector<std::string> duty;  // statuses of the duties, in order
  std::string due;                // due day of the first duty
};

struct ReferenceCase {
  std::string name;   // suite and case, fit for a test name
  std::string title;  // the case as written
  facts::v1::Subject subject;
  CivilDate today;
  std::vector<ExpectedFinding> findings;
  // What every rule that is not listed must give, outcome or reason of review;
  // empty: anything.
  std::vector<std::string> others;
  // Of a published decision: where it stands, what the authority applied
  // (instrument/edition/provision), and why the packs see it otherwise.
  std::string source;
  std::vector<std::string> applied;
  std::string note;
};

// All cases of all suites in `folder`, in the order of file names. `root` is
// the folder that `file:` paths start from.
absl::StatusOr<std::vector<ReferenceCase>> LoadSuites(const std::string& folder,
                                                      const std::string& root);

}  // namespace zhiheng::reference

#endif  // TESTS_REFERENCE_REFERENCE_SUITE_H_
