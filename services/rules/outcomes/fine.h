// The arithmetic of a fine: the interval, its bands, and a reported fine held
// against it; with the working shown in zh and en.
//
// Pure functions over exact decimals; thread-safe. Nothing is rounded but the
// printed position of a reported fine.
#ifndef SERVICES_RULES_OUTCOMES_FINE_H_
#define SERVICES_RULES_OUTCOMES_FINE_H_

#include <optional>
#include <string>

#include "services/rules/outcomes/facts_view.h"
#include "services/rules/packs/compiled_pack.h"
#include "zhiheng/rules/v1/consequence.pb.h"

namespace zhiheng::rules {

struct FineInput {
  const FineProgram* fine = nullptr;
  std::optional<BoundedAmount> base;  // nullopt: not known
  std::optional<Decimal> reported;    // nullopt: none reported
  Texts reason;                       // rendered
  bool hypothetical = false;
};

struct FineResult {
  zhiheng::rules::v1::FineInterval interval;
  // The reported fine lies outside, for certain.
  bool contradicted = false;
  // The interval, or the place of the reported fine, waits for the base.
  bool needs_base = false;
  // The arithmetic does not fit in 38 digits.
  bool overflow = false;
};

FineResult ComputeFine(const FineInput& input);

// 250,000 and 96,483.69: grouped, no idle zeros, fractions with two digits.
std::string ShowYuan(const Decimal& amount);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_OUTCOMES_FINE_H_
