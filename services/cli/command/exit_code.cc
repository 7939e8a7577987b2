#include "services/cli/command/exit_code.h"

#include "services/cli/report/to_look_at.h"

namespace zhiheng::cli {
namespace {

int Rank(ExitCode code) {
  constexpr ExitCode kFromLightest[] = {
      kExitOk,          kExitOpen,       kExitNonCompliant, kExitErrors,
      kExitTestsFailed, kExitPackBroken, kExitUsage,        kExitUnexpected};
  int rank = 0;
  for (const ExitCode each : kFromLightest) {
    if (each == code) return rank;
    ++rank;
  }
  return rank;
}

}  // namespace

ExitCode ExitCodeOf(const gateway::v1::Assessment& assessment,
                    Checklist checklist) {
  const gateway::v1::Summary summary = OpenSummary(assessment);
  if (summary.error() > 0) return kExitErrors;
  if (summary.non_compliant() > 0) return kExitNonCompliant;
  if (summary.needs_facts() > 0 || summary.needs_review() > 0) return kExitOpen;
  if (checklist == Checklist::kOpen && CountToLookAt(assessment) > 0)
    return kExitOpen;
  return kExitOk;
}

ExitCode ExitCodeOfFailure(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return kExitUsage;
    default:
      return kExitUnexpected;
  }
}

ExitCode Graver(ExitCode a, ExitCode b) { return Rank(a) >= Rank(b) ? a : b; }

}  // namespace zhiheng::cli
