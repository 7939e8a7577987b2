// The command line of zhiheng as data: which command, with which options. All
// help texts stand in parse.cc.
//
// ParseCommandLine() is stateless. A value of `exit` means that everything has
// been said (help, bad flags) and the program ends with it.
#ifndef SERVICES_CLI_COMMAND_PARSE_H_
#define SERVICES_CLI_COMMAND_PARSE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/cli/command/catalog_command.h"
#include "services/cli/command/cel_options.h"
#include "services/cli/command/check_command.h"
#include "services/cli/command/console.h"
#include "services/cli/command/import_options.h"
#include "services/cli/command/packs_command.h"
#include "services/cli/command/packs_options.h"

namespace zhiheng::cli {

enum class Command {
  kNone,
  kCheck,
  kServe,
  kCatalogGet,
  kCatalogSearch,
  kCatalogCite,
  kCatalogImport,
  kCatalogDiff,
  kCatalogApplicable,
  kCatalogWatch,
  kPacksList,
  kPacksLint,
  kPacksTest,
  kPacksCoverage,
  kPacksFormat,
  kPacksSchema,
  kPacksExplain,
  kPacksNew,
  kCel,
  kVersion,
};

struct ServeOptions {
  bool split = false;
  std::string listen = "127.0.0.1:0";
  std::string ready_file;  // of --split
  std::string port_file;   // of the all-in-one server
};

struct CommandLine {
  Command command = Command::kNone;
  std::optional<int> exit;

  std::string server;       // empty: in this process
  std::string packs_dir;    // empty: the packs that come with the program
  std::string catalog_dir;  // empty: the data that come with the program
  CheckOptions check;
  CatalogOptions catalog;
  ImportCommandOptions import;
  PacksOptions packs;
  PackFilesOptions pack_files;
  ServeOptions serve;
  CelOptions cel;
  // Files that define facts types: .proto or FileDescriptorSet.
  std::vector<std::string> descriptors;
};

// May change colour and width of `console` as the flags say.
CommandLine ParseCommandLine(int argc, const char* const* argv,
                             Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_PARSE_H_
