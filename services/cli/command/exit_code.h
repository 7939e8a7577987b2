// What the exit code of zhiheng says to a script.
#ifndef SERVICES_CLI_COMMAND_EXIT_CODE_H_
#define SERVICES_CLI_COMMAND_EXIT_CODE_H_

#include "absl/status/status.h"

namespace zhiheng::gateway::v1 {
class Assessment;
}

namespace zhiheng::cli {

enum ExitCode {
  kExitOk = 0,              // everything asked for was done; all met
  kExitUnexpected = 1,      // the machine failed: no connection, no file system
  kExitUsage = 2,           // bad flags or bad input
  kExitPackBroken = 3,      // a pack does not compile, or lint found a mistake
  kExitTestsFailed = 4,     // an example of a pack does not hold
  kExitNonCompliant = 100,  // at least one NON_COMPLIANT
  kExitOpen = 101,          // none broken, some NEEDS_FACTS or NEEDS_REVIEW
  kExitErrors = 102,        // ERROR verdicts present, whatever else there is
};

// Whether checklist items, which a person looks at whatever the facts say,
// leave an answer open.
enum class Checklist { kApart, kOpen };

// The verdicts of one answer.
ExitCode ExitCodeOf(const gateway::v1::Assessment& assessment,
                    Checklist checklist = Checklist::kApart);

// Of a call that failed: bad input and bad flags are the caller's to mend, the
// rest is the machine.
ExitCode ExitCodeOfFailure(const absl::Status& status);

// The graver of two: a failure before a verdict, ERROR before broken before
// open before met.
ExitCode Graver(ExitCode a, ExitCode b);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_EXIT_CODE_H_
