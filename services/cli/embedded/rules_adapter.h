// The rules in this process, for commands and for the gateway's assessor.
//
// Thread-safe. Borrows the engine, which must outlive them.
#ifndef SERVICES_CLI_EMBEDDED_RULES_ADAPTER_H_
#define SERVICES_CLI_EMBEDDED_RULES_ADAPTER_H_

#include <memory>

#include "services/cli/connect/services.h"
#include "services/gateway/backends/rules_backend.h"

namespace zhiheng::rules {
class RulesEngine;
}

namespace zhiheng::cli {

std::unique_ptr<Rules> MakeLocalRules(rules::RulesEngine* engine);

std::unique_ptr<gateway::RulesBackend> MakeLocalRulesBackend(
    rules::RulesEngine* engine);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_EMBEDDED_RULES_ADAPTER_H_
