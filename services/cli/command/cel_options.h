// What zhiheng cel was asked.
//
// Plain values.
#ifndef SERVICES_CLI_COMMAND_CEL_OPTIONS_H_
#define SERVICES_CLI_COMMAND_CEL_OPTIONS_H_

#include <string>
#include <vector>

namespace zhiheng::cli {

enum class CelAction { kEval, kCheck, kDump, kFormat };
enum class CelDump { kTokens, kAst, kChecked, kProgram };

struct CelOptions {
  CelAction action = CelAction::kEval;
  CelDump dump = CelDump::kChecked;
  std::string expression;  // text, `-`, or `@FILE`
  // A subject file; with `type` bare facts of that type.
  std::string facts;
  std::string type;                    // full name of a message
  std::string as;                      // the variable that holds the facts
  std::vector<std::string> variables;  // name=JSON
  std::vector<std::string> unknown;    // paths
  bool complete = false;               // unset facts are absent, not unknown
  bool json = false;
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CEL_OPTIONS_H_
