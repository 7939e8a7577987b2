// How much of what a library is asked to answer it answers: the rows of its
// list, and the provisions of the editions that its packs state.
//
// Pure functions, thread-safe. Names in the list that mean nothing are
// diagnostics.
#ifndef SERVICES_RULES_AUTHORING_COVERAGE_H_
#define SERVICES_RULES_AUTHORING_COVERAGE_H_

#include <string>
#include <vector>

#include "services/rules/authoring/coverage_file.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/engine/pack_registry.h"

namespace zhiheng::rules {

enum class Covered {
  kTested,        // answered, and every rule that answers has a case
  kRuled,         // answered, but some rule has no case
  kNotCheckable,  // declared so, with the reason
  kUncovered,
};

struct RowCoverage {
  std::string id;
  char letter = '-';
  Position at = {};  // in the list
  Covered covered = Covered::kUncovered;
  std::vector<std::string> rules = {};  // pack/RULE, in the order of packs
  Texts why = {};                       // of kNotCheckable
};

// The rows in the order of the list. Reports rows that are given twice, rules
// that are not there, and reasons for rows that a rule answers.
std::vector<RowCoverage> CoverRows(const CoverageFile& file,
                                   const PackSet& packs,
                                   Diagnostics* diagnostics);

// A provision as the catalog has it.
struct BasisProvision {
  std::string instrument;
  std::string edition;
  std::string provision;  // art57.item1
  std::string heading;
};

struct ProvisionCoverage {
  BasisProvision provision;
  Covered covered = Covered::kUncovered;
  std::vector<std::string> rules;
  Texts why;
};

// The provisions of `basis` whose edition some pack states. A provision is
// answered by the rules that cite it, a part of it, or the whole that it is
// part of. Reports reasons for provisions that are not there or are answered.
std::vector<ProvisionCoverage> CoverProvisions(
    const CoverageFile& file, const std::vector<BasisProvision>& basis,
    const PackSet& packs, Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_COVERAGE_H_
