// zhiheng check FILE --sweep FROM..UNTIL: the days on which the answer changes
// when the law of each day is applied, and what changes.
//
// Days are evaluated only where packs may change (authoring/change_days.h); a
// pack that computes with the day is asked about every day. Today stays the
// same throughout, so that only the law moves.
//
// One thread's work; returns the exit code and has said everything on the
// console.
#ifndef SERVICES_CLI_COMMAND_SWEEP_COMMAND_H_
#define SERVICES_CLI_COMMAND_SWEEP_COMMAND_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/command/check_command.h"
#include "services/cli/command/console.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::rules {
class RulesEngine;
}

namespace zhiheng::cli {

// The longest sweep.
inline constexpr int kMaxSweepDays = 50 * 366;

// `2026-01-01..2028-01-01`: [from, until). INVALID_ARGUMENT names the flag.
absl::StatusOr<DateInterval> ParseSweep(const std::string& text);

// `gateway` answers with the packs of `rules`.
ExitCode RunSweep(const CheckOptions& options, Gateway* gateway,
                  rules::RulesEngine* rules, Console* console,
                  const FactsOptions& facts = {});

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_SWEEP_COMMAND_H_
