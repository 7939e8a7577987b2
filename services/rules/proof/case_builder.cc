// Recurses over trees whose height the parser bounds, and through definitions
// to kMaxDefinitions deep; each definition is converted once. Tested by
// case_builder_test.cc.
#include "services/rules/proof/case_builder.h"

#include <google/protobuf/descriptor.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/module/environment.h"
#include "services/rules/cel/syntax/parser.h"

namespace zhiheng::rules {
namespace {

using cel::NodeKind;

// Definitions followed one through another; deeper ones are free.
constexpr int kMaxDefinitions = 64;

// `a < b` seen from b.
std::string Mirrored(const std::string& op) {
  if (op == cel::op::kLess) return cel::op::kGreater;
  if (op == cel::op::kLessEquals) return cel::op::kGreaterEquals;
  if (op == cel::op::kGreater) return cel::op::kLess;
  if (op == cel::op::kGreaterEquals) return cel::op::kLessEquals;
  return op;
}

bool IsComparison(const std::string& name) {
  return Mirrored(name) != name || name == cel::op::kEquals ||
         name == cel::op::kNotEquals;
}

}  // namespace

CaseBuilder::CaseBuilder(const CompiledPack& pack, CaseTable* table)
    : pack_(pack), table_(*table), scope_(cel::ScopeOf(*pack.environment)) {
  for (const LetSource& let : pack.source->lets) {
    auto e = std::make_unique<Expression>();
    cel::Parsed parsed = cel::Parse(let.expression.text);
    if (!parsed.ok()) continue;
    e->ast = std::move(parsed.ast);
    e->checked = cel::Check(e->ast, scope_, cel::Type::Dyn(), cel::Limits());
    if (!e->checked.ok()) continue;
    scope_.names[let.name.text] = e->checked.type;
    definitions_[let.name.text] = std::move(e);
  }
}

CaseBuilder::~CaseBuilder() = default;

const CaseBuilder::Expression* CaseBuilder::Read(const std::string& text) {
  auto& e = expressions_[text];
  if (e == nullptr) {
    e = std::make_unique<Expression>();
    cel::Parsed parsed = cel::Parse(text);
    e->ast = std::move(parsed.ast);
    if (parsed.ok())
      e->checked = cel::Check(e->ast, scope_, cel::Type::Dyn(), cel::Limits());
  }
  return e->ast.root >= 0 && e->checked.ok() ? e.get() : nullptr;
}

const CaseBuilder::Expression* CaseBuilder::Definition(
    const std::string& name) const {
  const auto found = definitions_.find(name);
  return found == definitions_.end() ? nullptr : found->second.get();
}

CaseTable::Id CaseBuilder::Condition(const std::string& text) {
  if (text.empty()) return table_.Always(true);
  const Expression* e = Read(text);
  if (e == nullptr) {
    return table_.Flag(
        table_.Axis(text, CaseTable::AxisKind::kFlag, /*free=*/true));
  }
  return Convert(*e, e->ast.root, 0);
}

CaseTable::Id CaseBuilder::InForce(const RuleProgram& rule,
                                   const std::vector<DateInterval>& days) {
  const std::string variable =
      rule.selector < 0
          ? "the day of the check"
          : pack_.selectors[static_cast<size_t>(rule.selector)].variable;
  const int axis =
      table_.Axis(variable, CaseTable::AxisKind::kDay, /*free=*/false);
  const auto before = [&](CivilDate day) {
    return table_.Number(axis, Compare::kLess,
                         Decimal::FromInt(day.days_since_epoch()));
  };
  std::vector<CaseTable::Id> any;
  for (const DateInterval& interval : days) {
    std::vector<CaseTable::Id> all;
    if (interval.from != CivilDate::Min())
      all.push_back(table_.Not(before(interval.from)));
    if (interval.until.has_value()) all.push_back(before(*interval.until));
    any.push_back(table_.And(std::move(all)));
  }
  return table_.Or(std::move(any));
}

CaseTable::Id CaseBuilder::Convert(const Expression& e, int id, int depth) {
  const cel::Node& node = e.ast.at(id);
  switch (node.kind) {
    case NodeKind::kLiteral:
      if (node.literal.kind == cel::Literal::Kind::kBool)
        return table_.Always(node.literal.bool_value);
      return Free(e, id);
    case NodeKind::kCall:
      return ConvertCall(e, id, depth);
    case NodeKind::kIdent:
      return ConvertName(e, id, depth);
    case NodeKind::kSelect: {
      const Term term = TermOf(e, node.test_only ? node.args[0] : id);
      if (!node.test_only) {
        return table_.Flag(
            table_.Axis(term.text, CaseTable::AxisKind::kFlag, term.free));
      }
      return table_.Flag(table_.Axis(absl::StrCat(term.text, ".", node.name),
                                     CaseTable::AxisKind::kPresent, term.free));
    }
    default:
      return Free(e, id);
  }
}

CaseTable::Id CaseBuilder::ConvertName(const Expression& e, int id, int depth) {
  const std::string& name = e.ast.at(id).name;
  const Expression* definition = Definition(name);
  if (definition == nullptr) {
    return table_.Flag(
        table_.Axis(name, CaseTable::AxisKind::kFlag, /*free=*/false));
  }
  const auto known = converted_.find(name);
  if (known != converted_.end()) return known->second;
  if (depth >= kMaxDefinitions) return Free(e, id);
  const CaseTable::Id out =
      Convert(*definition, definition->ast.root, depth + 1);
  converted_[name] = out;
  return out;
}

CaseTable::Id CaseBuilder::ConvertCall(const Expression& e, int id, int depth) {
  const cel::Node& node = e.ast.at(id);
  const auto arg = [&](size_t i) { return Convert(e, node.args[i], depth); };
  if (node.name == cel::op::kAnd) {
    const CaseTable::Id a = arg(0), b = arg(1);
    return table_.And({a, b});
  }
  if (node.name == cel::op::kOr) {
    const CaseTable::Id a = arg(0), b = arg(1);
    return table_.Or({a, b});
  }
  if (node.name == cel::op::kNot) return table_.Not(arg(0));
  if (node.name == cel::op::kConditional) {
    const CaseTable::Id a = arg(0), b = arg(1), c = arg(2);
    return table_.If(a, b, c);
  }
  if (node.name == "needs") return table_.Waits();
  if (node.args.size() == 2 && IsComparison(node.name))
    return ConvertCompare(e, id, depth);
  if (node.name == cel::op::kIn) return ConvertIn(e, id);
  return Free(e, id);
}

CaseTable::Id CaseBuilder::ConvertCompare(const Expression& e, int id,
                                          int depth) {
  const cel::Node& node = e.ast.at(id);
  std::string op = node.name;
  int left = node.args[0];
  std::optional<Written> value = ValueOf(e, node.args[1]);
  if (!value.has_value()) {
    value = ValueOf(e, node.args[0]);
    left = node.args[1];
    op = Mirrored(op);
  }
  if (!value.has_value()) return Free(e, id);
  const bool equality = op == cel::op::kEquals || op == cel::op::kNotEquals;
  if (value->kind == Written::Kind::kFlag) {
    const CaseTable::Id side = Convert(e, left, depth);
    return value->flag == (op == cel::op::kEquals) ? side : table_.Not(side);
  }
  const Term term = TermOf(e, left);
  if (!equality) {
    return value->kind == Written::Kind::kWord ? Free(e, id)
                                               : Ordered(term, op, *value);
  }
  const CaseTable::Id same = Equals(term, *value);
  return op == cel::op::kEquals ? same : table_.Not(same);
}

CaseTable::Id CaseBuilder::Equals(const Term& term, const Written& value) {
  if (value.kind != Written::Kind::kWord)
    return Ordered(term, cel::op::kEquals, value);
  const int axis =
      table_.Axis(term.text, CaseTable::AxisKind::kName, term.free);
  table_.SetNames(axis, value.among, !value.among.empty());
  return table_.Named(axis, value.word);
}

CaseTable::Id CaseBuilder::Ordered(const Term& term, const std::string& op,
                                   const Written& value) {
  const int axis = table_.Axis(term.text,
                               value.kind == Written::Kind::kDay
                                   ? CaseTable::AxisKind::kDay
                                   : CaseTable::AxisKind::kNumber,
                               term.free);
  if (op == cel::op::kLess)
    return table_.Number(axis, Compare::kLess, value.number);
  if (op == cel::op::kLessEquals)
    return table_.Number(axis, Compare::kLessEquals, value.number);
  if (op == cel::op::kGreater) {
    return table_.Not(table_.Number(axis, Compare::kLessEquals, value.number));
  }
  if (op == cel::op::kGreaterEquals)
    return table_.Not(table_.Number(axis, Compare::kLess, value.number));
  return table_.Number(axis, Compare::kEquals, value.number);
}

// x in [A, B]: x == A || x == B.
CaseTable::Id CaseBuilder::ConvertIn(const Expression& e, int id) {
  const cel::Node& node = e.ast.at(id);
  const cel::Node& list = e.ast.at(node.args[1]);
  if (list.kind != NodeKind::kList) return Free(e, id);
  const Term term = TermOf(e, node.args[0]);
  std::vector<CaseTable::Id> any;
  for (const int element : list.args) {
    const std::optional<Written> value = ValueOf(e, element);
    if (!value.has_value() || value->kind == Written::Kind::kFlag)
      return Free(e, id);
    any.push_back(Equals(term, *value));
  }
  return table_.Or(std::move(any));
}

CaseTable::Id CaseBuilder::Free(const Expression& e, int id) {
  return table_.Flag(table_.Axis(cel::Unparse(e.ast, id),
                                 CaseTable::AxisKind::kFlag, /*free=*/true));
}

std::optional<CaseBuilder::Written> CaseBuilder::ValueOfCall(
    const cel::Ast& ast, const cel::Node& node) const {
  if (node.args.size() != 1 || node.has_target) return std::nullopt;
  const cel::Node& text = ast.at(node.args[0]);
  if (text.kind != NodeKind::kLiteral) return std::nullopt;
  Written out;
  if (node.name == "decimal" || node.name == "money") {
    const auto number =
        text.literal.kind == cel::Literal::Kind::kInt
            ? absl::StatusOr<Decimal>(Decimal::FromInt(text.literal.int_value))
            : Decimal::Parse(text.literal.text);
    if (!number.ok()) return std::nullopt;
    out.number = *number;
    return out;
  }
  if (node.name == "date") {
    const auto day = CivilDate::Parse(text.literal.text);
    if (!day.ok()) return std::nullopt;
    out.kind = Written::Kind::kDay;
    out.number = Decimal::FromInt(day->days_since_epoch());
    return out;
  }
  return std::nullopt;
}

std::optional<CaseBuilder::Written> CaseBuilder::ValueOf(const Expression& e,
                                                         int id) const {
  const cel::Node& node = e.ast.at(id);
  Written out;
  if (node.kind == NodeKind::kCall) return ValueOfCall(e.ast, node);
  if (node.kind == NodeKind::kLiteral) {
    switch (node.literal.kind) {
      case cel::Literal::Kind::kInt:
        out.number = Decimal::FromInt(node.literal.int_value);
        return out;
      case cel::Literal::Kind::kString:
        out.kind = Written::Kind::kWord;
        out.word = node.literal.text;
        return out;
      case cel::Literal::Kind::kBool:
        out.kind = Written::Kind::kFlag;
        out.flag = node.literal.bool_value;
        return out;
      default:
        return std::nullopt;
    }
  }
  const cel::Reference& reference =
      e.checked.references[static_cast<size_t>(id)];
  if (reference.kind != cel::Reference::Kind::kEnumValue) return std::nullopt;
  out.kind = Written::Kind::kWord;
  out.word = reference.name.substr(reference.name.rfind('.') + 1);
  const auto* value = scope_.pool->FindEnumValueByName(reference.name);
  // A value is named beside its type: a.b.TYPE_X of a.b.Type.
  if (value == nullptr) {
    const std::string type =
        reference.name.substr(0, reference.name.rfind('.'));
    const auto* found = scope_.pool->FindEnumTypeByName(type);
    if (found != nullptr) value = found->FindValueByName(out.word);
  }
  if (value == nullptr) return out;
  // Number 0 is nothing that anybody records.
  for (int i = 0; i < value->type()->value_count(); ++i) {
    if (value->type()->value(i)->number() != 0)
      out.among.push_back(value->type()->value(i)->name());
  }
  return out;
}

CaseBuilder::Term CaseBuilder::TermOf(const Expression& e, int id) const {
  // The names from the end: value, illegal_turnover, amounts, case. A
  // definition that is such a chain itself is followed.
  std::string tail;
  const Expression* at = &e;
  for (int steps = 0; steps < 10 * kMaxDefinitions; ++steps) {
    const cel::Node& node = at->ast.at(id);
    if (node.kind == NodeKind::kSelect && !node.test_only) {
      tail = absl::StrCat(".", node.name, tail);
      id = node.args[0];
      continue;
    }
    if (node.kind != NodeKind::kIdent) break;
    const Expression* definition = Definition(node.name);
    const bool chain =
        definition != nullptr &&
        (definition->ast.at(definition->ast.root).kind == NodeKind::kSelect ||
         definition->ast.at(definition->ast.root).kind == NodeKind::kIdent);
    if (!chain) {
      return {absl::StrCat(node.name, tail), definition != nullptr};
    }
    at = definition;
    id = definition->ast.root;
  }
  return {absl::StrCat(cel::Unparse(at->ast, id), tail), true};
}

}  // namespace zhiheng::rules
