// What the command line says about an import. A plain value.
#ifndef SERVICES_CLI_COMMAND_IMPORT_OPTIONS_H_
#define SERVICES_CLI_COMMAND_IMPORT_OPTIONS_H_

#include <string>
#include <vector>

namespace zhiheng::cli {

struct ImportCommandOptions {
  std::vector<std::string> paths;
  std::string format = "auto";
  std::string db;      // where the catalog is kept, or
  std::string target;  // HOST:PORT of the server that keeps it
  bool strict = false;
  bool validate_only = false;
  bool notes = false;     // print findings that are only worth knowing
  bool progress = false;  // draw a progress line
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_IMPORT_OPTIONS_H_
