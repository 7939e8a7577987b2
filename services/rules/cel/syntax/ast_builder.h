// Makes nodes for the parser and the macros, and keeps the limits on their
// number and height. One thread, one expression.
#ifndef SERVICES_RULES_CEL_SYNTAX_AST_BUILDER_H_
#define SERVICES_RULES_CEL_SYNTAX_AST_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/issue.h"
#include "services/rules/cel/syntax/limits.h"
#include "services/rules/cel/syntax/token.h"

namespace zhiheng::cel {

class AstBuilder {
 public:
  AstBuilder(const Limits& limits, std::vector<Issue>* issues)
      : limits_(limits), issues_(issues) {}

  // Children must be in nodes() already. Past a limit: an issue, once.
  int Add(Node node);
  Node Start(NodeKind kind, const Token& at) const;
  int Call(const Token& at, std::string function, std::vector<int> args,
           bool has_target = false);
  int Ident(const Token& at, std::string name);
  int Bool(const Token& at, bool value);
  int Int(const Token& at, int64_t value);
  int Text(const Token& at, std::string value);
  int List(const Token& at, std::vector<int> elements);

  void Report(const Token& at, std::string code, std::string message,
              std::string hint = "");

  Node& at(int id) { return nodes_[static_cast<size_t>(id)]; }
  std::vector<Node>& nodes() { return nodes_; }
  const Limits& limits() const { return limits_; }
  bool stopped() const { return stopped_; }

 private:
  const Limits& limits_;
  std::vector<Issue>* issues_;
  std::vector<Node> nodes_;
  bool stopped_ = false;  // a limit was passed
};

// The node that a macro call stands for; -1 when the call is no macro. `wrong`:
// it is one, but written wrongly (an issue was reported). `args` holds the
// target first when there is one.
struct MacroResult {
  int node = -1;
  bool wrong = false;
};
MacroResult ExpandMacro(AstBuilder& builder, const Token& at,
                        const std::string& function, bool has_target,
                        const std::vector<int>& args, bool extensions);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_AST_BUILDER_H_
