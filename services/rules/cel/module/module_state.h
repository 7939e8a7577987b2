// The inside of a module, and of an evaluation of it. For this room only.
#ifndef SERVICES_RULES_CEL_MODULE_MODULE_STATE_H_
#define SERVICES_RULES_CEL_MODULE_MODULE_STATE_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/rules/cel/check/type_names.h"
#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/module/environment_impl.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/module/reads.h"
#include "services/rules/cel/program/planner.h"

namespace zhiheng::cel {

struct ModuleState {
  struct Expression {
    ExprInfo info;
    NodePtr root;
  };
  struct Template {
    // texts[0] placeholders[0] texts[1] … ; one text more than placeholders.
    std::vector<std::string> texts;
    std::vector<ExprId> placeholders;
  };

  std::shared_ptr<const Environment> env;
  Limits limits;
  LayoutSet layouts;
  Sharing sharing;
  Scope scope;  // the environment's, and the definitions
  std::optional<TypeNames> type_names;  // while building
  Bindings bindings;
  Context constants;  // of the programs
  std::set<std::string> variables;
  std::vector<Expression> expressions;
  std::map<std::string, int> definitions;  // name to expression
  std::vector<std::string> definition_order;
  std::map<std::string, DefinitionReads> definition_reads;
  std::vector<Template> templates;
};

struct EvaluationState {
  const ModuleState* module = nullptr;
  Context context;
  std::vector<Value> variables;
  std::vector<Value> slots;
  std::vector<MemoCell> cells;
  // Of variables and slots; see Frame.
  std::vector<const google::protobuf::Message*> records;
  std::optional<Frame> frame;        // over the vectors above
  std::vector<AttributeNode> paths;  // of each variable
  std::vector<ContextRoot> roots;
  std::vector<std::unique_ptr<const CompiledKnowledge>> knowledge;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_MODULE_MODULE_STATE_H_
