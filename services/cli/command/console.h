// Where a command writes: results to `out`, everything else to `err`. Tests
// give it string streams.
#ifndef SERVICES_CLI_COMMAND_CONSOLE_H_
#define SERVICES_CLI_COMMAND_CONSOLE_H_

#include <cstddef>
#include <istream>
#include <ostream>

#include "absl/status/status.h"

namespace zhiheng::cli {

struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // `out` is a terminal that takes colour: a tty, NO_COLOR not set.
  bool colour = false;
  // Columns of the terminal; 100 when it is none, so that files are the same
  // on every machine.
  size_t width = 100;
};

// Standard streams, as they are.
Console StandardConsole();

// A failure in words on `err`: sentence, fields at fault with hints, reason.
void PrintStatus(const absl::Status& status, Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CONSOLE_H_
