// Top down: a part that is known becomes its literal, a part that is not known
// is rebuilt from its own parts. All parts outside loop bodies are compiled as
// expressions of one module, so that each is evaluated at most once; the body
// of a loop that is written out is an expression of its own and goes the same
// way. Recursion is bounded by the height of the tree. Tested by
// residual_test.cc.
#include "services/rules/cel/residual/residual.h"

#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status_macros.h"
#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/residual/literal.h"
#include "services/rules/cel/residual/substitute.h"
#include "services/rules/cel/syntax/parser.h"

namespace zhiheng::cel {
namespace {

// What all parts of one residual share.
struct Work {
  const std::shared_ptr<const Environment>& environment;
  const Definitions& definitions;
  const Binder& bind;
  const ResidualLimits& limits;
  Scope scope;  // with the definitions
  int unrolled = 0;
};

absl::Status AddDefinitions(const Definitions& definitions,
                            const Limits& limits, Scope* scope) {
  for (const auto& [name, text] : definitions) {
    const Parsed parsed = Parse(text, limits);
    Checked checked;
    if (parsed.ok()) checked = Check(parsed.ast, *scope, Type::Dyn(), limits);
    if (!parsed.ok() || !checked.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the definition ", name, " has issues"));
    }
    scope->names[name] = checked.type;
  }
  return absl::OkStatus();
}

class Reducer {
 public:
  Reducer(Work* work, std::string text)
      : work_(*work), text_(std::move(text)) {}

  // The residual, or the text as it was when it cannot be taken apart.
  absl::StatusOr<std::string> Run() {
    Parsed parsed = Parse(text_, work_.limits.language);
    if (!parsed.ok()) return Wrong(parsed.issues);
    ast_ = std::move(parsed.ast);
    checked_ = Check(ast_, work_.scope, Type::Dyn(), work_.limits.language);
    if (!checked_.ok()) return Wrong(checked_.issues);
    if (static_cast<int>(ast_.nodes.size()) > work_.limits.nodes) return text_;
    RETURN_IF_ERROR(Compile());
    RETURN_IF_ERROR(work_.bind(*evaluation_));
    return Rest(ast_.root);
  }

  // The value of the whole, once Run() has been called.
  Value Whole() { return ValueOf(ast_.root); }
  bool whole_is_bool() const { return checked_.type.Is(TypeKind::kBool); }

 private:
  absl::Status Wrong(const std::vector<Issue>& issues) const {
    std::string all;
    for (const Issue& issue : issues) all += RenderIssue(text_, issue);
    return absl::InvalidArgumentError(all);
  }

  const Type& TypeOf(int id) const {
    return checked_.types[static_cast<size_t>(id)];
  }
  bool IsName(int id) const {
    return checked_.references[static_cast<size_t>(id)].kind !=
               Reference::Kind::kNone &&
           ast_.at(id).kind != NodeKind::kCall;
  }

  // Every part outside loop bodies that stands on its own.
  std::vector<int> Parts() const {
    std::vector<int> parts;
    std::vector<int> todo = {ast_.root};
    while (!todo.empty()) {
      const int id = todo.back();
      todo.pop_back();
      parts.push_back(id);
      const Node& node = ast_.at(id);
      if (IsName(id)) continue;
      if (node.kind == NodeKind::kComprehension) {
        if (node.loop.range >= 0) todo.push_back(node.loop.range);
        continue;
      }
      // A name in front of a dot that belongs to the function's name.
      const bool spaced = checked_.references[static_cast<size_t>(id)].kind ==
                          Reference::Kind::kName;
      for (size_t i = spaced ? 1 : 0; i < node.args.size(); ++i)
        todo.push_back(node.args[i]);
    }
    return parts;
  }

  absl::Status Compile() {
    ModuleBuilder builder(work_.environment, work_.limits.language);
    for (const auto& [name, text] : work_.definitions)
      builder.Define(name, text);
    for (const int id : Parts()) {
      const std::string text = id == ast_.root ? text_ : Unparse(ast_, id);
      if (!StandsAlone(text)) continue;
      const Added added = builder.Add(text);
      if (added.ok()) parts_[id] = added.id;
    }
    ASSIGN_OR_RETURN(module_, builder.Build());
    evaluation_ = std::make_unique<Evaluation>(*module_);
    return absl::OkStatus();
  }

  // A part may only make sense where it is (an empty list, say); it is then
  // never looked at by itself.
  bool StandsAlone(const std::string& text) const {
    const Parsed parsed = Parse(text, work_.limits.language);
    return parsed.ok() &&
           Check(parsed.ast, work_.scope, Type::Dyn(), work_.limits.language)
               .ok();
  }

  // Unknown for a part that was not compiled: it is kept.
  Value ValueOf(int id) {
    const auto it = parts_.find(id);
    if (it == parts_.end()) return Value::Unknown(nullptr);
    return evaluation_->Evaluate(it->second);
  }

  std::string Text(int id) const {
    return absl::StrCat("(", Unparse(ast_, id), ")");
  }

  std::string Rest(int id) {
    const Value value = ValueOf(id);
    if (!value.IsUnknown()) {
      const std::optional<std::string> literal = LiteralOf(value);
      return literal.has_value() ? absl::StrCat("(", *literal, ")") : Text(id);
    }
    if (IsName(id)) return Text(id);
    const Node& node = ast_.at(id);
    switch (node.kind) {
      case NodeKind::kSelect: {
        const std::string path =
            absl::StrCat(Rest(node.args[0]), ".", node.name);
        return node.test_only ? absl::StrCat("has(", path, ")") : path;
      }
      case NodeKind::kCall:
        return RestOfCall(id);
      case NodeKind::kComprehension:
        return RestOfLoop(id);
      default:
        return Text(id);
    }
  }

  std::string RestOfCall(int id) {
    const Node& node = ast_.at(id);
    if (node.name == op::kAnd || node.name == op::kOr)
      return RestOfLogic(node, node.name == op::kOr);
    if (node.name == op::kConditional) {
      const Value condition = ValueOf(node.args[0]);
      if (condition.IsTrue()) return Rest(node.args[1]);
      if (condition.IsFalse()) return Rest(node.args[2]);
      return absl::StrCat("(", Rest(node.args[0]), " ? ", Rest(node.args[1]),
                          " : ", Rest(node.args[2]), ")");
    }
    if (checked_.references[static_cast<size_t>(id)].kind ==
        Reference::Kind::kName) {
      return Text(id);
    }
    return RestOfStrict(id);
  }

  // An operand that leaves the other one to decide is dropped.
  std::string RestOfLogic(const Node& node, bool is_or) {
    for (const int i : {0, 1}) {
      const Value v = ValueOf(node.args[static_cast<size_t>(i)]);
      const int other = node.args[static_cast<size_t>(1 - i)];
      if (v.Is(Kind::kBool) && v.bool_value() != is_or &&
          TypeOf(other).Is(TypeKind::kBool)) {
        return Rest(other);
      }
    }
    return absl::StrCat("(", Rest(node.args[0]), is_or ? " || " : " && ",
                        Rest(node.args[1]), ")");
  }

  // The same call with what is left of its arguments.
  std::string RestOfStrict(int id) {
    const Node& node = ast_.at(id);
    if (node.name == op::kOptionalSelect || node.name == op::kOptionalIndex) {
      return Text(id);
    }
    std::vector<std::string> args;
    for (const int arg : node.args) args.push_back(Rest(arg));
    const std::string symbol(std::string(OperatorSymbol(node.name).data(),
                                         OperatorSymbol(node.name).size()));
    if (node.name == op::kIndex && args.size() == 2)
      return absl::StrCat(args[0], "[", args[1], "]");
    if (!symbol.empty() && args.size() == 1)
      return absl::StrCat("(", symbol, args[0], ")");
    if (!symbol.empty() && args.size() == 2)
      return absl::StrCat("(", args[0], " ", symbol, " ", args[1], ")");
    if (!symbol.empty() || node.name.empty() || node.name[0] == '_' ||
        node.name[0] == '@') {
      return Text(id);
    }
    if (!node.has_target)
      return absl::StrCat(node.name, "(", absl::StrJoin(args, ", "), ")");
    const std::string target = args[0];
    args.erase(args.begin());
    return absl::StrCat(target, ".", node.name, "(", absl::StrJoin(args, ", "),
                        ")");
  }

  // all() and exists() over a known list: the elements that are open.
  std::string RestOfLoop(int id) {
    const Comprehension& loop = ast_.at(id).loop;
    const bool exists = loop.macro == MacroKind::kExists;
    if ((!exists && loop.macro != MacroKind::kAll) || !loop.var2.empty())
      return Text(id);
    const Value range = ValueOf(loop.range);
    if (!range.Is(Kind::kList) ||
        work_.unrolled + range.list().size() > work_.limits.unrolled) {
      return Text(id);
    }
    work_.unrolled += range.list().size();
    std::vector<std::string> open;
    for (int i = 0; i < range.list().size(); ++i) {
      const std::optional<std::string> element = RestOfElement(loop, i, exists);
      if (!element.has_value()) return Text(id);
      if (!element->empty()) open.push_back(*element);
    }
    if (open.empty()) return exists ? "false" : "true";
    return absl::StrCat("(", absl::StrJoin(open, exists ? " || " : " && "),
                        ")");
  }

  // nullopt: it cannot stand alone. Empty: it leaves the others to decide.
  std::optional<std::string> RestOfElement(const Comprehension& loop, int index,
                                           bool exists) {
    const std::string element =
        absl::StrCat("(", Unparse(ast_, loop.range), ")[", index, "]");
    const int body = ast_.at(loop.step).args[1];
    const std::optional<std::string> text =
        Substitute(ast_, body, loop.var, element);
    if (!text.has_value()) return std::nullopt;
    Reducer reducer(&work_, *text);
    absl::StatusOr<std::string> rest = reducer.Run();
    if (!rest.ok() || !reducer.whole_is_bool()) return std::nullopt;
    const Value value = reducer.Whole();
    if (value.Is(Kind::kBool) && value.bool_value() != exists) return "";
    return absl::StrCat("(", *rest, ")");
  }

  Work& work_;
  const std::string text_;
  Ast ast_;
  Checked checked_;
  std::map<int, ExprId> parts_;
  std::shared_ptr<const Module> module_;
  std::unique_ptr<Evaluation> evaluation_;
};

}  // namespace

absl::StatusOr<std::string> ResidualOf(
    const std::shared_ptr<const Environment>& environment,
    const Definitions& definitions, const std::string& text, const Binder& bind,
    const ResidualLimits& limits) {
  Work work{environment, definitions, bind, limits, ScopeOf(*environment), 0};
  RETURN_IF_ERROR(AddDefinitions(definitions, limits.language, &work.scope));
  Reducer reducer(&work, text);
  ASSIGN_OR_RETURN(const std::string rest, reducer.Run());
  // Brackets that are not needed go; what could not be read again, or is no
  // shorter to handle than the whole, is given up for the whole.
  const Parsed parsed = Parse(rest, limits.language);
  if (rest.size() > limits.text || !parsed.ok() ||
      !Check(parsed.ast, work.scope, Type::Dyn(), limits.language).ok()) {
    return text;
  }
  return Unparse(parsed.ast);
}

}  // namespace zhiheng::cel
