#include "services/cli/command/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "services/common/base/text.h"
#include "services/common/problem/problem.h"

namespace zhiheng::cli {
namespace {

// Narrower, a report is no longer readable; wider, lines are hard to follow.
constexpr size_t kMinWidth = 60;
constexpr size_t kMaxWidth = 140;

size_t TerminalWidth() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 100;
  }
  return std::clamp<size_t>(size.ws_col, kMinWidth, kMaxWidth);
}

bool WantsColour() {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* term = std::getenv("TERM");
  return term == nullptr || std::string_view(term) != "dumb";
}

}  // namespace

Console StandardConsole() {
  Console console{std::cin, std::cout, std::cerr};
  if (isatty(STDOUT_FILENO) != 0) {
    console.colour = WantsColour();
    console.width = TerminalWidth();
  }
  return console;
}

void PrintStatus(const absl::Status& status, Console* console) {
  console->err << "zhiheng: " << ToStd(status.message()) << "\n";
  for (const FieldProblem& field : FieldsOf(status)) {
    console->err << "  " << field.field << ": " << field.description << "\n";
  }
  const std::string reason = ReasonOf(status);
  console->err << "  (" << absl::StatusCodeToString(status.code());
  if (!reason.empty()) console->err << ", " << reason;
  const std::string domain = DomainOf(status);
  if (!domain.empty()) console->err << ", " << domain;
  console->err << ")\n";
}

}  // namespace zhiheng::cli
