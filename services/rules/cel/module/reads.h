// Which places of the facts an expression can read. Stateless.
#ifndef SERVICES_RULES_CEL_MODULE_READS_H_
#define SERVICES_RULES_CEL_MODULE_READS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/module/module.h"

namespace zhiheng::cel {

// What an earlier definition contributes.
struct DefinitionReads {
  std::optional<ReadPath> path;  // when it only names a place
  std::vector<ReadPath> reads;
  std::vector<std::string> definitions;  // it uses
};

struct Reads {
  std::vector<ReadPath> reads;        // sorted by text
  std::set<std::string> definitions;  // used, directly or not
  std::optional<ReadPath> path;       // of the whole expression
};

Reads CollectReads(const Ast& ast, const Checked& checked,
                   const std::set<std::string>& variables,
                   const std::map<std::string, DefinitionReads>& definitions);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_MODULE_READS_H_
