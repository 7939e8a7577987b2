// The three services as three processes on loopback ports: started in order,
// announced, watched, ended together.
//
// For one thread: the main one, before any other is started. UNAVAILABLE when a
// service does not come up.
#ifndef SERVICES_CLI_PROCESS_SPLIT_SERVER_H_
#define SERVICES_CLI_PROCESS_SPLIT_SERVER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace zhiheng::cli {

struct SplitOptions {
  // Folder of catalogd, rulesd and gatewayd.
  std::string programs;
  // Address of the gateway; the other two always take free ports.
  std::string listen = "127.0.0.1:0";
  // Where to write `name=address` lines once all three serve; empty: nowhere.
  std::string ready_file;
  std::vector<std::string> catalog_flags;
  std::vector<std::string> rules_flags;
  std::vector<std::string> gateway_flags;
  // Loading all packs and the catalog takes about a second.
  absl::Duration start_timeout = absl::Seconds(60);
};

// Serves until SIGTERM or SIGINT. A backend that ends is reported and the rest
// go on, since the gateway answers without it; when the gateway ends, all do.
absl::Status ServeSplit(const SplitOptions& options);

// The folder of the running program.
std::string FolderOfThisProgram();

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_PROCESS_SPLIT_SERVER_H_
