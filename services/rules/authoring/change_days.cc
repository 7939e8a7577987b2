// A written day counts with the day after it: `<=` changes there. Every
// expression of the pack is read, used or not. Tested by change_days_test.cc.
#include "services/rules/authoring/change_days.h"

#include <optional>
#include <vector>

#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/parser.h"

namespace zhiheng::rules {
namespace {

class Collector {
 public:
  explicit Collector(const CompiledPack& pack) {
    for (const DateSelector& selector : pack.selectors)
      variables_.insert(selector.variable);
    Read(pack.source->applies);
    for (const LetSource& let : pack.source->lets) Read(let.expression);
    for (const PackCitation& edition : pack.based_on) Add(edition.interval);
    for (size_t i = 0; i < pack.rules.size(); ++i)
      ReadRule(pack.rules[i], pack.source->rules[i]);
  }

  ChangeDays Take() { return std::move(out_); }

 private:
  void Add(const DateInterval& interval) {
    out_.days.insert(interval.from);
    if (interval.until.has_value()) out_.days.insert(*interval.until);
  }

  void ReadRule(const RuleProgram& rule, const RuleSource& source) {
    for (const DateInterval& interval : rule.in_force) Add(interval);
    if (rule.binding.has_value()) out_.days.insert(*rule.binding);
    for (const Written* text : {&source.when, &source.finds, &source.require,
                                &source.suspect, &source.judge}) {
      Read(*text);
    }
    for (const ConsequenceSource& c : source.consequences) {
      Read(c.when);
      Read(c.amount);
      Read(c.fine.hypothetical);
    }
  }

  static std::optional<CivilDate> WrittenDay(const cel::Ast& ast, int id) {
    const cel::Node& node = ast.at(id);
    if (node.kind != cel::NodeKind::kCall || node.name != "date" ||
        node.args.size() != 1) {
      return std::nullopt;
    }
    const cel::Node& text = ast.at(node.args[0]);
    if (text.kind != cel::NodeKind::kLiteral) return std::nullopt;
    const auto day = CivilDate::Parse(text.literal.text);
    return day.ok() ? std::optional<CivilDate>(*day) : std::nullopt;
  }

  bool IsTheDay(const cel::Ast& ast, int id) const {
    return ast.at(id).kind == cel::NodeKind::kIdent &&
           variables_.count(ast.at(id).name) > 0;
  }

  static bool IsComparison(const cel::Node& node) {
    for (const char* op :
         {cel::op::kLess, cel::op::kLessEquals, cel::op::kGreater,
          cel::op::kGreaterEquals, cel::op::kEquals, cel::op::kNotEquals}) {
      if (node.name == op) return true;
    }
    return false;
  }

  void Read(const Written& expression) {
    if (expression.empty()) return;
    const cel::Parsed parsed = cel::Parse(expression.text);
    if (!parsed.ok()) return;
    const cel::Ast& ast = parsed.ast;
    std::set<int> uses, compared;
    for (int id = 0; id < static_cast<int>(ast.nodes.size()); ++id) {
      const cel::Node& node = ast.at(id);
      if (IsTheDay(ast, id)) uses.insert(id);
      if (const auto day = WrittenDay(ast, id); day.has_value()) {
        out_.days.insert(*day);
        out_.days.insert(day->PlusDays(1));
      }
      if (node.kind != cel::NodeKind::kCall || node.args.size() != 2 ||
          !IsComparison(node)) {
        continue;
      }
      for (const int side : {0, 1}) {
        const int one = node.args[static_cast<size_t>(side)];
        const int other = node.args[static_cast<size_t>(1 - side)];
        if (IsTheDay(ast, one) && WrittenDay(ast, other).has_value())
          compared.insert(one);
      }
    }
    if (uses != compared && out_.computes.empty())
      out_.computes = expression.text;
  }

  std::set<std::string> variables_;
  ChangeDays out_;
};

}  // namespace

ChangeDays ChangeDaysOf(const CompiledPack& pack) {
  return Collector(pack).Take();
}

}  // namespace zhiheng::rules
