// The macros of cel-spec. Each becomes a comprehension in the spec's own form
// and remembers how it was written. Tested by syntax_test.cc.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/macro_call.h"

namespace zhiheng::cel {

int MacroCall::Wrong(size_t i, std::string message, std::string hint) const {
  Token where = at;
  where.offset = node(i).offset;
  b.Report(where, "cel-macro", std::move(message), std::move(hint));
  return -1;
}

std::string MacroCall::Variable(size_t i) const {
  const Node& name = node(i);
  // __result__ is what other implementations call their accumulator.
  if (name.kind == NodeKind::kIdent && !name.name.empty() &&
      name.name[0] != '.' && name.name != kAccu && name.name != "__result__") {
    return name.name;
  }
  Wrong(i, absl::StrCat(at.text, "() needs a plain name for its variable"),
        "write for example list.all(x, x > 0)");
  return "";
}

int MacroCall::Filtered(int step, int filter) const {
  return filter < 0 ? step
                    : b.Call(at, op::kConditional, {filter, step, Accu()});
}

int MacroCall::Append(int element, int filter) const {
  const int more = b.Call(at, op::kAdd, {Accu(), b.List(at, {element})});
  return Filtered(more, filter);
}

int AddLoop(const MacroCall& m, Loop loop) {
  Node node = m.b.Start(NodeKind::kComprehension, m.at);
  node.loop.macro = loop.macro;
  node.loop.var = loop.vars[0];
  if (loop.vars.size() > 1) node.loop.var2 = loop.vars[1];
  node.loop.accu = kAccu;
  node.loop.range = m.arg(0);
  node.loop.init = loop.init;
  node.loop.condition = loop.condition;
  node.loop.step = loop.step;
  node.loop.result = loop.result >= 0 ? loop.result : m.Accu();
  return m.b.Add(std::move(node));
}

int ExpandAll(const MacroCall& m, std::vector<std::string> vars,
              int predicate) {
  const int init = m.b.Bool(m.at, true);
  const int go_on = m.b.Call(m.at, op::kNotStrictlyFalse, {m.Accu()});
  const int step = m.b.Call(m.at, op::kAnd, {m.Accu(), predicate});
  return AddLoop(m, {MacroKind::kAll, std::move(vars), init, go_on, step, -1});
}

int ExpandExists(const MacroCall& m, std::vector<std::string> vars,
                 int predicate) {
  const int init = m.b.Bool(m.at, false);
  const int go_on = m.b.Call(m.at, op::kNotStrictlyFalse,
                             {m.b.Call(m.at, op::kNot, {m.Accu()})});
  const int step = m.b.Call(m.at, op::kOr, {m.Accu(), predicate});
  return AddLoop(m,
                 {MacroKind::kExists, std::move(vars), init, go_on, step, -1});
}

int ExpandExistsOne(const MacroCall& m, std::vector<std::string> vars,
                    int predicate) {
  const int init = m.b.Int(m.at, 0);
  const int go_on = m.b.Bool(m.at, true);
  const int more = m.b.Call(m.at, op::kAdd, {m.Accu(), m.b.Int(m.at, 1)});
  const int step = m.Filtered(more, predicate);
  const int result = m.b.Call(m.at, op::kEquals, {m.Accu(), m.b.Int(m.at, 1)});
  return AddLoop(
      m, {MacroKind::kExistsOne, std::move(vars), init, go_on, step, result});
}

namespace {

int All(const MacroCall& m) {
  const std::string var = m.Variable(1);
  return var.empty() ? -1 : ExpandAll(m, {var}, m.arg(2));
}
int Exists(const MacroCall& m) {
  const std::string var = m.Variable(1);
  return var.empty() ? -1 : ExpandExists(m, {var}, m.arg(2));
}
int ExistsOne(const MacroCall& m) {
  const std::string var = m.Variable(1);
  return var.empty() ? -1 : ExpandExistsOne(m, {var}, m.arg(2));
}

int Collect(const MacroCall& m, MacroKind macro, int filter) {
  const std::string var = m.Variable(1);
  if (var.empty()) return -1;
  const int init = m.b.List(m.at, {});
  const int go_on = m.b.Bool(m.at, true);
  const int element =
      macro == MacroKind::kFilter ? m.b.Ident(m.at, var) : m.args.back();
  return AddLoop(m, {macro, {var}, init, go_on, m.Append(element, filter), -1});
}
int MapAll(const MacroCall& m) { return Collect(m, MacroKind::kMap, -1); }
int MapSome(const MacroCall& m) {
  return Collect(m, MacroKind::kMapFilter, m.arg(2));
}
int Filter(const MacroCall& m) {
  return Collect(m, MacroKind::kFilter, m.arg(2));
}

int Has(const MacroCall& m) {
  Node test = m.node(0);
  if (test.kind != NodeKind::kSelect || test.test_only) {
    m.b.Report(m.at, "cel-macro",
               "has() takes a field, such as has(label.name)");
    return -1;
  }
  test.test_only = true;
  return m.b.Add(std::move(test));
}

const std::vector<MacroForm>& StandardMacros() {
  static const auto* const forms = new std::vector<MacroForm>{
      {"has", false, 1, Has},
      {"all", true, 3, All},
      {"exists", true, 3, Exists},
      {"exists_one", true, 3, ExistsOne},
      {"existsOne", true, 3, ExistsOne},
      {"map", true, 3, MapAll},
      {"map", true, 4, MapSome},
      {"filter", true, 3, Filter},
  };
  return *forms;
}

const MacroForm* Find(const std::vector<MacroForm>& forms, const MacroCall& m,
                      const std::string& function, bool member) {
  for (const MacroForm& form : forms) {
    if (function == form.name && member == form.member &&
        m.args.size() == form.args &&
        (form.space == nullptr || m.IsNamed(0, form.space))) {
      return &form;
    }
  }
  return nullptr;
}

}  // namespace

MacroResult ExpandMacro(AstBuilder& builder, const Token& at,
                        const std::string& function, bool has_target,
                        const std::vector<int>& args, bool extensions) {
  const MacroCall m{builder, at, args};
  const MacroForm* form = Find(StandardMacros(), m, function, has_target);
  if (form == nullptr && extensions) {
    form = Find(ExtensionMacros(), m, function, has_target);
  }
  if (form == nullptr) return {};
  const int written = builder.Call(at, function, args, has_target);
  const int node = form->expand(m);
  if (node < 0) return {-1, true};
  builder.at(node).written = written;
  return {node, false};
}

}  // namespace zhiheng::cel
