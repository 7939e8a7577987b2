// What zhiheng packs lint | test | coverage | fmt | schema | explain |
// new was asked.
//
// Plain values.
#ifndef SERVICES_CLI_COMMAND_PACKS_OPTIONS_H_
#define SERVICES_CLI_COMMAND_PACKS_OPTIONS_H_

#include <string>

namespace zhiheng::cli {

struct PackFilesOptions {
  std::string folder;        // empty: the packs that come with the program
  bool costs = false;        // lint: the cost of every rule
  bool catalog = false;      // lint: look citations up
  bool proofs = false;       // lint: show each proof
  std::string filter;        // test: rules whose pack/RULE holds it
  std::string junit;         // test: a file to write results to
  bool coverage = false;     // test: rules by outcomes
  bool only_check = false;   // fmt: change nothing
  bool suite = false;        // schema: that of suites
  std::string rule;          // explain: RULE or pack/RULE
  std::string id;            // new: the pack's id
  std::string catalog_data;  // coverage: empty: the data of the program
  std::string html;          // coverage: a file to write a page to
  std::string markdown;      // coverage: a file to write tables to
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PACKS_OPTIONS_H_
