// What zhiheng packs lint | test | explain | new was asked.
//
// Plain values.
#ifndef SERVICES_CLI_COMMAND_PACKS_OPTIONS_H_
#define SERVICES_CLI_COMMAND_PACKS_OPTIONS_H_

#include <string>

namespace zhiheng::cli {

struct PackFilesOptions {
  std::string folder;     // empty: the packs that come with the program
  bool costs = false;     // lint: the cost of every rule
  bool catalog = false;   // lint: look citations up
  std::string filter;     // test: rules whose pack/RULE holds it
  std::string junit;      // test: a file to write results to
  bool coverage = false;  // test: rules by outcomes
  std::string rule;       // explain: RULE or pack/RULE
  std::string id;         // new: the pack's id
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_OPTIONS_H_
