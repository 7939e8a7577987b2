// The logic of an expression is a flat list of nodes, children first, worked
// out once. Ranking a fact is one pass over it. A condition waits for the
// missing facts among the places it can read; a path in the facts matches a
// place when one leads to the other. Tested by decider_test.cc.
#include "services/rules/cel/residual/decider.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/module/reads.h"
#include "services/rules/cel/syntax/parser.h"

namespace zhiheng::cel {
namespace {

// label.marks[3].text -> label.marks[].text
std::string Place(absl::string_view path) {
  std::string out;
  bool inside = false;
  bool quoted = false;
  for (size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (inside && quoted && c == '\\') {
      ++i;
    } else if (inside && c == '"') {
      quoted = !quoted;
    } else if (inside && !quoted && c == ']') {
      inside = false;
      out += ']';
    } else if (!inside) {
      out += c;
      inside = c == '[';
    }
  }
  return out;
}

// An unknown on the way to a place hides it, and a place can be a message of
// which one field is missing; but the size of a list asks for no element.
bool Matches(absl::string_view missing, absl::string_view read) {
  if (absl::StartsWith(read, missing)) {
    return read.size() == missing.size() || read[missing.size()] == '.' ||
           read[missing.size()] == '[';
  }
  return absl::StartsWith(missing, read) && missing[read.size()] == '.';
}

// What one fact can do to one node.
struct Power {
  bool open = false;  // waits for some missing fact
  bool yes = false;
  bool no = false;
};

}  // namespace

struct Decider::Logic {
  enum class Kind { kCondition, kAll, kExists, kAnd, kOr, kNot, kConditional };
  struct Node {
    Kind kind = Kind::kCondition;
    int a = -1, b = -1, c = -1;
    std::vector<std::string> reads;  // of a condition or loop
    std::string range;               // of a loop: label.marks
  };
  std::vector<Node> nodes;  // the root last
};

struct Decider::Known {
  bool definitions_done = false;
  Scope scope;
  std::set<std::string> variables;
  std::map<std::string, DefinitionReads> reads;
  std::map<std::string, const std::string*> texts;
  // Variables that hold a plain value, and what they stand for; also those
  // that a definition reads.
  std::map<std::string, std::vector<std::string>> plain;
  std::map<std::string, std::unique_ptr<const Logic>> logics;
};

class Decider::Builder {
 public:
  using Kind = Logic::Kind;
  Builder(const Known& known, Logic* out) : known_(known), out_(*out) {}

  // False: it has issues, or is too large.
  bool Add(const std::string& text) {
    Parsed parsed = Parse(text);
    if (!parsed.ok()) return false;
    const Checked checked =
        Check(parsed.ast, known_.scope, Type::Dyn(), Limits());
    if (!checked.ok()) return false;
    return Visit(parsed.ast, checked, parsed.ast.root) >= 0;
  }

 private:
  int Push(Logic::Node node) {
    if (out_.nodes.size() >= kMaxConditions) return -1;
    out_.nodes.push_back(std::move(node));
    return static_cast<int>(out_.nodes.size()) - 1;
  }

  int Visit(Ast& ast, const Checked& checked, int id) {
    const Node& node = ast.at(id);
    const Reference& ref = checked.references[static_cast<size_t>(id)];
    if (ref.kind == Reference::Kind::kName && node.kind != NodeKind::kCall)
      return Definition(ast, checked, id, ref.name);
    if (node.kind == NodeKind::kComprehension) return Loop(ast, checked, id);
    if (node.kind != NodeKind::kCall) return Condition(ast, checked, id);
    Logic::Node out;
    if (node.name == op::kAnd || node.name == op::kOr) {
      out.kind = node.name == op::kAnd ? Kind::kAnd : Kind::kOr;
      out.a = Visit(ast, checked, node.args[0]);
      out.b = out.a < 0 ? -1 : Visit(ast, checked, node.args[1]);
      return out.b < 0 ? -1 : Push(std::move(out));
    }
    if (node.name == op::kNot) {
      out.kind = Kind::kNot;
      out.a = Visit(ast, checked, node.args[0]);
      return out.a < 0 ? -1 : Push(std::move(out));
    }
    if (node.name == op::kConditional &&
        checked.types[static_cast<size_t>(id)].Is(TypeKind::kBool)) {
      out.kind = Kind::kConditional;
      out.a = Visit(ast, checked, node.args[0]);
      out.b = out.a < 0 ? -1 : Visit(ast, checked, node.args[1]);
      out.c = out.b < 0 ? -1 : Visit(ast, checked, node.args[2]);
      return out.c < 0 ? -1 : Push(std::move(out));
    }
    return Condition(ast, checked, id);
  }

  // The logic of a definition stands in its place.
  int Definition(Ast& ast, const Checked& checked, int id,
                 const std::string& name) {
    const auto text = known_.texts.find(name);
    if (text == known_.texts.end() ||
        !checked.types[static_cast<size_t>(id)].Is(TypeKind::kBool)) {
      return Condition(ast, checked, id);
    }
    return Add(*text->second) ? static_cast<int>(out_.nodes.size()) - 1 : -1;
  }

  // The reads of a part: it stands in as the root for so long.
  Reads ReadsOf(Ast& ast, const Checked& checked, int id) {
    const int root = std::exchange(ast.root, id);
    Reads reads = CollectReads(ast, checked, known_.variables, known_.reads);
    ast.root = root;
    return reads;
  }

  int Condition(Ast& ast, const Checked& checked, int id) {
    Logic::Node out;
    for (ReadPath& read : ReadsOf(ast, checked, id).reads)
      out.reads.push_back(std::move(read.text));
    PlainReads(known_, ast, checked, id, &out.reads);
    return Push(std::move(out));
  }

  int Loop(Ast& ast, const Checked& checked, int id) {
    const int at = Condition(ast, checked, id);
    const Comprehension& loop = ast.at(id).loop;
    if (at < 0 || !loop.var2.empty() ||
        (loop.macro != MacroKind::kAll && loop.macro != MacroKind::kExists)) {
      return at;
    }
    const Reads range = ReadsOf(ast, checked, loop.range);
    if (!range.path.has_value()) return at;
    Logic::Node& out = out_.nodes[static_cast<size_t>(at)];
    out.kind = loop.macro == MacroKind::kAll ? Kind::kAll : Kind::kExists;
    out.range = range.path->text;
    return at;
  }

  const Known& known_;
  Logic& out_;
};

// Variables without fields: CollectReads names places in messages only.
void Decider::PlainReads(const Known& known, const Ast& ast,
                         const Checked& checked, int root,
                         std::vector<std::string>* out) {
  std::vector<int> todo = {root};
  while (!todo.empty()) {
    const int id = todo.back();
    todo.pop_back();
    const Node& node = ast.at(id);
    todo.insert(todo.end(), node.args.begin(), node.args.end());
    if (node.kind == NodeKind::kComprehension) {
      const Comprehension& l = node.loop;
      todo.insert(todo.end(), {l.range, l.init, l.condition, l.step, l.result});
    }
    const Reference& ref = checked.references[static_cast<size_t>(id)];
    if (ref.kind != Reference::Kind::kName) continue;
    const auto it = known.plain.find(ref.name);
    if (it == known.plain.end()) continue;
    out->insert(out->end(), it->second.begin(), it->second.end());
  }
}

namespace {

// A missing fact and its place, worked out once.
struct Missing {
  std::string path;
  std::string place;
};

// The element of the loop that a path lies in: label.marks[3]; empty outside.
std::string ElementOf(const Missing& m, const std::string& range) {
  if (!absl::StartsWith(m.place, absl::StrCat(range, "["))) return "";
  // As many brackets as the range has, and one more.
  size_t brackets = 1;
  for (const char c : range) brackets += c == '[' ? 1 : 0;
  size_t at = 0;
  for (size_t n = 0; n < brackets; ++n) at = m.path.find('[', at) + 1;
  return m.path.substr(0, m.path.find(']', at));
}

}  // namespace

Decider::Decider(std::shared_ptr<const Environment> environment,
                 Definitions definitions, StandsFor stands_for)
    : environment_(std::move(environment)),
      definitions_(std::move(definitions)),
      stands_for_(std::move(stands_for)),
      known_(std::make_unique<Known>()) {}
Decider::~Decider() = default;

const Decider::Logic& Decider::LogicOf(const std::string& expression) const {
  MutexLock lock(&mutex_);
  Known& known = *known_;
  if (!known.definitions_done) {
    known.definitions_done = true;
    known.scope = ScopeOf(*environment_);
    for (const auto& [name, type] : known.scope.names) {
      known.variables.insert(name);
      if (type.Is(TypeKind::kMessage)) continue;
      std::vector<std::string>& reads = known.plain[name];
      reads.push_back(name);
      const auto it = stands_for_.find(name);
      if (it != stands_for_.end())
        reads.insert(reads.end(), it->second.begin(), it->second.end());
    }
    for (const auto& [name, text] : definitions_) {
      const Parsed parsed = Parse(text);
      if (!parsed.ok()) continue;
      const Checked checked =
          Check(parsed.ast, known.scope, Type::Dyn(), Limits());
      if (!checked.ok()) continue;
      Reads reads =
          CollectReads(parsed.ast, checked, known.variables, known.reads);
      known.reads[name] = {std::move(reads.path), std::move(reads.reads), {}};
      std::vector<std::string> plain;
      PlainReads(known, parsed.ast, checked, parsed.ast.root, &plain);
      if (!plain.empty()) known.plain[name] = std::move(plain);
      known.scope.names[name] = checked.type;
      known.texts[name] = &text;
    }
  }
  std::unique_ptr<const Logic>& slot = known.logics[expression];
  if (slot == nullptr) {
    auto logic = std::make_unique<Logic>();
    if (!Builder(known, logic.get()).Add(expression)) logic->nodes.clear();
    slot = std::move(logic);
  }
  return *slot;
}

std::vector<RankedFact> Decider::Rank(
    const std::string& expression,
    const std::vector<std::string>& missing) const {
  const Logic& logic = LogicOf(expression);
  using Kind = Logic::Kind;
  std::vector<Missing> facts;
  for (const std::string& path : missing) facts.push_back({path, Place(path)});
  // What each condition waits for.
  std::vector<std::vector<size_t>> waits(logic.nodes.size());
  for (size_t n = 0; n < logic.nodes.size(); ++n) {
    for (size_t i = 0; i < facts.size(); ++i) {
      const auto& reads = logic.nodes[n].reads;
      if (std::any_of(reads.begin(), reads.end(), [&](const std::string& r) {
            return Matches(facts[i].place, r);
          })) {
        waits[n].push_back(i);
      }
    }
  }
  std::vector<RankedFact> out;
  for (size_t i = 0; i < facts.size(); ++i) {
    RankedFact fact;
    fact.path = facts[i].path;
    std::vector<Power> powers(logic.nodes.size());
    for (size_t n = 0; n < logic.nodes.size(); ++n) {
      const Logic::Node& node = logic.nodes[n];
      Power& p = powers[n];
      const auto power = [&](int at) -> const Power& {
        return powers[static_cast<size_t>(at)];
      };
      switch (node.kind) {
        case Kind::kCondition:
        case Kind::kAll:
        case Kind::kExists: {
          p.open = !waits[n].empty();
          const bool asked =
              std::find(waits[n].begin(), waits[n].end(), i) != waits[n].end();
          bool alone = asked && waits[n].size() == 1;
          p.yes = p.no = alone;
          if (asked && !alone && node.kind != Kind::kCondition) {
            // One element of the loop can decide it one way.
            const std::string element = ElementOf(facts[i], node.range);
            size_t same = 0;
            for (const size_t other : waits[n])
              same += ElementOf(facts[other], node.range) == element ? 1 : 0;
            alone = !element.empty() && same == 1;
            (node.kind == Kind::kExists ? p.yes : p.no) = alone;
          }
          fact.asked += asked ? 1 : 0;
          fact.decides += alone ? 1 : 0;
          break;
        }
        case Kind::kNot:
          p = {power(node.a).open, power(node.a).no, power(node.a).yes};
          break;
        case Kind::kAnd:
        case Kind::kOr: {
          const Power& a = power(node.a);
          const Power& b = power(node.b);
          if (!a.open || !b.open) {
            p = a.open ? a : b;
          } else if (node.kind == Kind::kAnd) {
            p = {true, a.yes && b.yes, a.no || b.no};
          } else {
            p = {true, a.yes || b.yes, a.no && b.no};
          }
          break;
        }
        case Kind::kConditional: {
          const Power& c = power(node.a);
          const Power& x = power(node.b);
          const Power& y = power(node.c);
          const auto settles = [](const Power& branch) {
            return !branch.open || branch.yes || branch.no;
          };
          if (c.open) {
            const bool either = (c.yes && settles(x)) || (c.no && settles(y));
            p = {true, either, either};
          } else {
            p = {x.open || y.open, x.yes || y.yes, x.no || y.no};
          }
          break;
        }
      }
    }
    if (!powers.empty()) {
      fact.can_make_true = powers.back().yes;
      fact.can_make_false = powers.back().no;
    }
    out.push_back(std::move(fact));
  }
  const auto order = [](const RankedFact& f) {
    const int ways = (f.can_make_true ? 1 : 0) + (f.can_make_false ? 1 : 0);
    return std::make_tuple(-ways, -f.decides, -f.asked,
                           absl::string_view(f.path));
  };
  std::sort(out.begin(), out.end(),
            [&](const RankedFact& a, const RankedFact& b) {
              return order(a) < order(b);
            });
  return out;
}

}  // namespace zhiheng::cel
