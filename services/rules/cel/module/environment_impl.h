// The inside of an Environment. For this room only.
#ifndef SERVICES_RULES_CEL_MODULE_ENVIRONMENT_IMPL_H_
#define SERVICES_RULES_CEL_MODULE_ENVIRONMENT_IMPL_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/values/context.h"

namespace zhiheng::cel {

class Environment {
 public:
  Scope scope;
  google::protobuf::MessageFactory* factory = nullptr;
  std::vector<std::pair<std::string, Type>> variables;  // in order of index
  std::map<std::string, Value> constants;
  Context context;  // holds the constants
  bool fold = true;
  std::unique_ptr<FunctionRegistry> functions;  // null: those of the house
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_MODULE_ENVIRONMENT_IMPL_H_
