// The macros of the extensions: bindings, two variables, optionals, blocks and
// proto2 extension fields. Tested by syntax_test.cc.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/macro_call.h"

namespace zhiheng::cel {

// A fold over nothing whose accumulator is the name.
int AddBind(const MacroCall& m, std::string name, int value, int body) {
  Node node = m.b.Start(NodeKind::kComprehension, m.at);
  const int none = m.b.List(m.at, {});
  const int go_on = m.b.Bool(m.at, false);
  const int same = m.b.Ident(m.at, name);
  node.loop.macro = MacroKind::kBind;
  node.loop.var = "#unused";
  node.loop.accu = std::move(name);
  node.loop.range = none;
  node.loop.init = value;
  node.loop.condition = go_on;
  node.loop.step = same;
  node.loop.result = body;
  return m.b.Add(std::move(node));
}

namespace {

// What optMap() keeps its target in; no author can write the name.
constexpr char kTarget[] = "@target";

int Bind(const MacroCall& m) {
  const std::string var = m.Variable(1);
  return var.empty() ? -1 : AddBind(m, var, m.arg(2), m.arg(3));
}

// Two different names, or none after reporting.
std::vector<std::string> Pair(const MacroCall& m) {
  const std::string first = m.Variable(1);
  const std::string second = first.empty() ? "" : m.Variable(2);
  if (second.empty()) return {};
  if (first == second) {
    m.Wrong(2, absl::StrCat(m.at.text, "() needs two different names"));
    return {};
  }
  return {first, second};
}

int All(const MacroCall& m) {
  std::vector<std::string> vars = Pair(m);
  return vars.empty() ? -1 : ExpandAll(m, std::move(vars), m.arg(3));
}
int Exists(const MacroCall& m) {
  std::vector<std::string> vars = Pair(m);
  return vars.empty() ? -1 : ExpandExists(m, std::move(vars), m.arg(3));
}
int ExistsOne(const MacroCall& m) {
  std::vector<std::string> vars = Pair(m);
  return vars.empty() ? -1 : ExpandExistsOne(m, std::move(vars), m.arg(3));
}

int TransformList(const MacroCall& m) {
  std::vector<std::string> vars = Pair(m);
  if (vars.empty()) return -1;
  const int init = m.b.List(m.at, {});
  const int go_on = m.b.Bool(m.at, true);
  const int step = m.Append(m.args.back(), m.args.size() == 5 ? m.arg(3) : -1);
  return AddLoop(
      m, {MacroKind::kTransformList, std::move(vars), init, go_on, step, -1});
}

// The entry (key, value), or all entries of a map.
int Insert(const MacroCall& m, MacroKind macro) {
  std::vector<std::string> vars = Pair(m);
  if (vars.empty()) return -1;
  const int init = m.b.Add(m.b.Start(NodeKind::kMap, m.at));
  const int go_on = m.b.Bool(m.at, true);
  std::vector<int> args = {m.Accu()};
  if (macro == MacroKind::kTransformMap) {
    args.push_back(m.b.Ident(m.at, vars[0]));
  }
  args.push_back(m.args.back());
  const int more = m.b.Call(m.at, op::kMapInsert, std::move(args));
  const int step = m.Filtered(more, m.args.size() == 5 ? m.arg(3) : -1);
  return AddLoop(m, {macro, std::move(vars), init, go_on, step, -1});
}
int TransformMap(const MacroCall& m) {
  return Insert(m, MacroKind::kTransformMap);
}
int TransformMapEntry(const MacroCall& m) {
  return Insert(m, MacroKind::kTransformMapEntry);
}

// The target is bound once; its value, when there is one, takes the name.
int OnValue(const MacroCall& m, bool flat) {
  const std::string var = m.Variable(1);
  if (var.empty()) return -1;
  const auto call = [&](const char* name) {
    return m.b.Call(m.at, name, {m.b.Ident(m.at, kTarget)}, true);
  };
  const int there = call("hasValue");
  int body = AddBind(m, var, call("value"), m.arg(2));
  if (!flat) body = m.b.Call(m.at, "optional.of", {body});
  const int none = m.b.Call(m.at, "optional.none", {});
  return AddBind(m, kTarget, m.arg(0),
                 m.b.Call(m.at, op::kConditional, {there, body, none}));
}
int OptMap(const MacroCall& m) { return OnValue(m, false); }
int OptFlatMap(const MacroCall& m) { return OnValue(m, true); }

// Elements and their keys, sorted by the keys.
int SortBy(const MacroCall& m) {
  const std::string var = m.Variable(1);
  if (var.empty()) return -1;
  const std::vector<int> args = {m.b.Ident(m.at, kTarget), m.arg(1), m.arg(2)};
  const MacroCall inner{m.b, m.at, args};
  const int init = m.b.List(m.at, {});
  const int go_on = m.b.Bool(m.at, true);
  const int keys = AddLoop(
      inner,
      {MacroKind::kMap, {var}, init, go_on, inner.Append(m.arg(2), -1), -1});
  const int sorted = m.b.Call(m.at, "@sortByAssociatedKeys",
                              {m.b.Ident(m.at, kTarget), keys}, true);
  return AddBind(m, kTarget, m.arg(0), sorted);
}

// cel.block([a, b], c): names for a and b that c and the later ones may use.
int Block(const MacroCall& m) {
  const Node list = m.node(1);
  if (list.kind != NodeKind::kList || !list.optional.empty()) {
    return m.Wrong(1, "cel.block() takes a list literal first");
  }
  int body = m.arg(2);
  for (size_t i = list.args.size(); i > 0; --i) {
    body = AddBind(m, absl::StrCat("@index", i - 1), list.args[i - 1], body);
  }
  // A block of nothing is its result; as a call it still needs a node.
  return list.args.empty() ? AddBind(m, "@index", m.arg(1), body) : body;
}

// A small whole number, or -1 after reporting.
int64_t Ordinal(const MacroCall& m, size_t i) {
  const Node& node = m.node(i);
  if (node.kind == NodeKind::kLiteral &&
      node.literal.kind == Literal::Kind::kInt && node.literal.int_value >= 0) {
    return node.literal.int_value;
  }
  m.Wrong(i, absl::StrCat("cel.", m.at.text, "() takes whole numbers"));
  return -1;
}
int Index(const MacroCall& m) {
  const int64_t i = Ordinal(m, 1);
  return i < 0 ? -1 : m.b.Ident(m.at, absl::StrCat("@index", i));
}
int Numbered(const MacroCall& m, const char* kind) {
  const int64_t depth = Ordinal(m, 1);
  const int64_t i = depth < 0 ? -1 : Ordinal(m, 2);
  return i < 0 ? -1 : m.b.Ident(m.at, absl::StrCat(kind, depth, ":", i));
}
int IterVar(const MacroCall& m) { return Numbered(m, "@it:"); }
int AccuVar(const MacroCall& m) { return Numbered(m, "@ac:"); }

// proto.getExt(m, pkg.ext): the field of that full name.
int Extension(const MacroCall& m, bool test) {
  std::string name;
  int id = m.arg(2);
  while (m.b.at(id).kind == NodeKind::kSelect && !m.b.at(id).test_only) {
    name = absl::StrCat(".", m.b.at(id).name, name);
    id = m.b.at(id).args[0];
  }
  if (m.b.at(id).kind != NodeKind::kIdent) {
    return m.Wrong(2, absl::StrCat("proto.", m.at.text,
                                   "() takes the full name of an extension"));
  }
  Node node = m.b.Start(NodeKind::kSelect, m.at);
  node.name = m.b.at(id).name + name;
  node.args = {m.arg(1)};
  node.test_only = test;
  return m.b.Add(std::move(node));
}
int GetExt(const MacroCall& m) { return Extension(m, false); }
int HasExt(const MacroCall& m) { return Extension(m, true); }

}  // namespace

const std::vector<MacroForm>& ExtensionMacros() {
  static const auto* const forms = new std::vector<MacroForm>{
      {"bind", true, 4, Bind, "cel"},
      {"block", true, 3, Block, "cel"},
      {"index", true, 2, Index, "cel"},
      {"iterVar", true, 3, IterVar, "cel"},
      {"accuVar", true, 3, AccuVar, "cel"},
      {"getExt", true, 3, GetExt, "proto"},
      {"hasExt", true, 3, HasExt, "proto"},
      {"sortBy", true, 3, SortBy},
      {"optMap", true, 3, OptMap},
      {"optFlatMap", true, 3, OptFlatMap},
      {"all", true, 4, All},
      {"exists", true, 4, Exists},
      {"exists_one", true, 4, ExistsOne},
      {"existsOne", true, 4, ExistsOne},
      {"transformList", true, 4, TransformList},
      {"transformList", true, 5, TransformList},
      {"transformMap", true, 4, TransformMap},
      {"transformMap", true, 5, TransformMap},
      {"transformMapEntry", true, 4, TransformMapEntry},
      {"transformMapEntry", true, 5, TransformMapEntry},
  };
  return *forms;
}

}  // namespace zhiheng::cel
