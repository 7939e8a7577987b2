// What an expression on the command line is about: its text, the names it may
// use, and the facts behind them.
//
// One thread. Lives as long as the environment made from it is used.
#ifndef SERVICES_CLI_COMMAND_CEL_INPUT_H_
#define SERVICES_CLI_COMMAND_CEL_INPUT_H_

#include <google/protobuf/message.h>

#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/command/cel_options.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/values/knowledge.h"
#include "services/rules/schema/facts_types.h"

namespace zhiheng::cli {

struct CelInput {
  std::string text;
  std::shared_ptr<const rules::FactsTypes> types;
  std::shared_ptr<const cel::Environment> environment;
  std::string variable;  // of the facts; empty: there are none
  std::unique_ptr<google::protobuf::Message> facts;
  cel::Knowledge knowledge;
  // Names without a value, from --unknown.
  std::vector<std::string> open;
  // Slips in the facts, ready to print; then nothing else is of use.
  std::vector<std::string> problems;

  absl::Status Bind(cel::Evaluation* evaluation) const;
};

// INVALID_ARGUMENT and NOT_FOUND name the flag or the file.
absl::StatusOr<CelInput> ReadCelInput(
    const CelOptions& options, std::shared_ptr<const rules::FactsTypes> types,
    std::istream& in);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CEL_INPUT_H_
