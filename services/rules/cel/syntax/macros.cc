// The macros of cel-spec. Each becomes a comprehension in the spec's own form
// and remembers which macro it was. Tested by syntax_test.cc.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/ast_builder.h"

namespace zhiheng::cel {
namespace {

constexpr char kAccu[] = "@result";

struct MacroCall {
  AstBuilder& b;
  const Token& at;
  const std::vector<int>& args;  // target, variable, …
};

// The name of a loop variable, or empty after reporting.
std::string VariableName(const MacroCall& m, int arg) {
  Node& node = m.b.at(arg);
  if (node.kind == NodeKind::kIdent && !node.name.empty() &&
      node.name[0] != '.' && node.name != kAccu) {
    return node.name;
  }
  Token where = m.at;
  where.offset = node.offset;
  m.b.Report(where, "cel-macro",
             absl::StrCat(m.at.text, "() needs a plain name for its variable"),
             "write for example list.all(x, x > 0)");
  return "";
}

int Fold(const MacroCall& m, MacroKind macro, std::string var, int init,
         int condition, int step, int result) {
  Node node = m.b.Start(NodeKind::kComprehension, m.at);
  node.loop = {macro, std::move(var), "",   kAccu, m.args[0],
               init,  condition,      step, result};
  return m.b.Add(std::move(node));
}

int Accu(const MacroCall& m) { return m.b.Ident(m.at, kAccu); }

int All(const MacroCall& m, const std::string& var) {
  const int init = m.b.Bool(m.at, true);
  const int cond = m.b.Call(m.at, op::kNotStrictlyFalse, {Accu(m)});
  const int step = m.b.Call(m.at, op::kAnd, {Accu(m), m.args[2]});
  return Fold(m, MacroKind::kAll, var, init, cond, step, Accu(m));
}

int Exists(const MacroCall& m, const std::string& var) {
  const int init = m.b.Bool(m.at, false);
  const int cond = m.b.Call(m.at, op::kNotStrictlyFalse,
                            {m.b.Call(m.at, op::kNot, {Accu(m)})});
  const int step = m.b.Call(m.at, op::kOr, {Accu(m), m.args[2]});
  return Fold(m, MacroKind::kExists, var, init, cond, step, Accu(m));
}

int ExistsOne(const MacroCall& m, const std::string& var) {
  const int init = m.b.Int(m.at, 0);
  const int cond = m.b.Bool(m.at, true);
  const int more = m.b.Call(m.at, op::kAdd, {Accu(m), m.b.Int(m.at, 1)});
  const int step = m.b.Call(m.at, op::kConditional, {m.args[2], more, Accu(m)});
  const int result = m.b.Call(m.at, op::kEquals, {Accu(m), m.b.Int(m.at, 1)});
  return Fold(m, MacroKind::kExistsOne, var, init, cond, step, result);
}

int Append(const MacroCall& m, int element) {
  return m.b.Call(m.at, op::kAdd, {Accu(m), m.b.List(m.at, {element})});
}

int MapMacro(const MacroCall& m, const std::string& var) {
  const int init = m.b.List(m.at, {});
  const int cond = m.b.Bool(m.at, true);
  const bool filtered = m.args.size() == 4;
  int step = Append(m, m.args.back());
  if (filtered) {
    step = m.b.Call(m.at, op::kConditional, {m.args[2], step, Accu(m)});
  }
  return Fold(m, filtered ? MacroKind::kMapFilter : MacroKind::kMap, var, init,
              cond, step, Accu(m));
}

int Filter(const MacroCall& m, const std::string& var) {
  const int init = m.b.List(m.at, {});
  const int cond = m.b.Bool(m.at, true);
  const int more = Append(m, m.b.Ident(m.at, var));
  const int step = m.b.Call(m.at, op::kConditional, {m.args[2], more, Accu(m)});
  return Fold(m, MacroKind::kFilter, var, init, cond, step, Accu(m));
}

int Has(AstBuilder& b, const Token& at, const std::vector<int>& args) {
  Node& node = b.at(args[0]);
  if (node.kind != NodeKind::kSelect || node.test_only) {
    b.Report(at, "cel-macro", "has() takes a field, such as has(label.name)");
    return -2;
  }
  Node test = node;
  test.test_only = true;
  return b.Add(std::move(test));
}

// cel.bind(name, value, body): a fold over nothing whose accumulator is the
// name.
int Bind(AstBuilder& b, const Token& at, const std::vector<int>& args) {
  const MacroCall m{b, at, args};
  const std::string var = VariableName(m, args[1]);
  if (var.empty()) return -2;
  Node node = b.Start(NodeKind::kComprehension, at);
  const int none = b.List(at, {});
  const int cond = b.Bool(at, false);
  node.loop = {MacroKind::kBind, "#unused", "", var, none, args[2], cond,
               b.Ident(at, var), args[3]};
  return b.Add(std::move(node));
}

}  // namespace

int ExpandMacro(AstBuilder& builder, const Token& at,
                const std::string& function, bool has_target,
                const std::vector<int>& args) {
  if (!has_target) {
    return function == "has" && args.size() == 1 ? Has(builder, at, args) : -1;
  }
  const MacroCall m{builder, at, args};
  if (function == "bind" && args.size() == 4 &&
      builder.at(args[0]).kind == NodeKind::kIdent &&
      builder.at(args[0]).name == "cel") {
    return Bind(builder, at, args);
  }
  int (*expand)(const MacroCall&, const std::string&) = nullptr;
  if (args.size() == 3) {
    if (function == "all") expand = All;
    if (function == "exists") expand = Exists;
    if (function == "exists_one" || function == "existsOne") expand = ExistsOne;
    if (function == "filter") expand = Filter;
  }
  if (function == "map" && (args.size() == 3 || args.size() == 4)) {
    expand = MapMacro;
  }
  if (expand == nullptr) return -1;
  const std::string var = VariableName(m, args[1]);
  return var.empty() ? -2 : expand(m, var);
}

}  // namespace zhiheng::cel
