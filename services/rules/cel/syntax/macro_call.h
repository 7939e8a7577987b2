// One macro call being expanded, and what the expansions share. For this room
// only.
#ifndef SERVICES_RULES_CEL_SYNTAX_MACRO_CALL_H_
#define SERVICES_RULES_CEL_SYNTAX_MACRO_CALL_H_

#include <string>
#include <vector>

#include "services/rules/cel/syntax/ast_builder.h"

namespace zhiheng::cel {

// The accumulator of every macro; no author can write the name.
inline constexpr char kAccu[] = "@result";

struct MacroCall {
  AstBuilder& b;
  const Token& at;               // the macro's name
  const std::vector<int>& args;  // target, variable, …

  int arg(size_t i) const { return args[i]; }
  const Node& node(size_t i) const { return b.at(args[i]); }
  bool IsNamed(size_t i, const char* name) const {
    return node(i).kind == NodeKind::kIdent && node(i).name == name;
  }
  int Accu() const { return b.Ident(at, kAccu); }
  // Adds one element, or nothing when `filter` (a node, or -1) is false.
  int Append(int element, int filter) const;
  int Filtered(int step, int filter) const;

  // The name of a loop variable, or empty after reporting.
  std::string Variable(size_t i) const;
  // Reports the macro as written wrongly at an argument; gives -1.
  int Wrong(size_t i, std::string message, std::string hint = "") const;
};

// A loop over args[0]; `vars` are one or two names.
struct Loop {
  MacroKind macro = MacroKind::kNone;
  std::vector<std::string> vars;
  int init = -1;
  int condition = -1;
  int step = -1;
  int result = -1;
};
int AddLoop(const MacroCall& m, Loop loop);
// accu = value; body.
int AddBind(const MacroCall& m, std::string name, int value, int body);

// all, exists and exists_one over one or two variables.
int ExpandAll(const MacroCall& m, std::vector<std::string> vars, int predicate);
int ExpandExists(const MacroCall& m, std::vector<std::string> vars,
                 int predicate);
int ExpandExistsOne(const MacroCall& m, std::vector<std::string> vars,
                    int predicate);

// One way to call a macro.
struct MacroForm {
  const char* name;
  bool member;
  size_t args;  // the target counts
  // The node, or -1 after reporting.
  int (*expand)(const MacroCall& m);
  // When not null, only calls on this name: cel.bind(…).
  const char* space = nullptr;
};

// The forms beyond has all exists exists_one map filter: macros_extended.cc.
const std::vector<MacroForm>& ExtensionMacros();

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_MACRO_CALL_H_
