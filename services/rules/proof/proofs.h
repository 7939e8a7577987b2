// What can be proved about the rules of a pack without facts:
//
//   - a rule can apply on some day, can be kept and can be broken;
//   - each consequence can follow;
//   - the fines of a rule that hang on one figure or day leave no hole between
//     them and do not overlap;
//   - of rules declared `alternatives` exactly one applies, over numbers, days,
//     enums and flags;
//   - the editions of one instrument neither overlap nor leave a day between.
//
// A proof takes the facts as known and independent of each other, and what is
// computed (lists looked through, texts searched) as able to come out either
// way. What it says can never be, can never be; what it finds possible is shown
// as a case, and left undecided where it hangs on something computed.
//
// Pure function, thread-safe. What is wrong is a warning with a counterexample.
#ifndef SERVICES_RULES_PROOF_PROOFS_H_
#define SERVICES_RULES_PROOF_PROOFS_H_

#include <string>
#include <vector>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::rules {

struct Proof {
  enum class State { kProved, kRefuted, kNotCovered };
  std::string about;  // `TM-PEN-2: fines 2 and 3 do not overlap`
  Position at;
  State state = State::kProved;
  std::string detail;  // the counterexample, or what was not covered
};

std::vector<Proof> ProvePack(const CompiledPack& pack,
                             Diagnostics* diagnostics);

// What proofs never cover, for people.
extern const char kProofsLeaveOut[];

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PROOF_PROOFS_H_
