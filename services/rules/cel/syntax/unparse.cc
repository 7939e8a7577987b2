// A tree as text. Recurses over a tree whose height the parser bounded. Macros
// come out as they were written: their nodes remember the call.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/cel/syntax/ast.h"
#include "services/rules/cel/syntax/ast_text.h"
#include "services/rules/cel/syntax/escape.h"

namespace zhiheng::cel {
namespace {

struct Symbol {
  const char* function;
  const char* symbol;
  int precedence;
};
constexpr Symbol kSymbols[] = {
    {op::kOr, "||", 1},      {op::kAnd, "&&", 2},
    {op::kEquals, "==", 3},  {op::kNotEquals, "!=", 3},
    {op::kLess, "<", 3},     {op::kLessEquals, "<=", 3},
    {op::kGreater, ">", 3},  {op::kGreaterEquals, ">=", 3},
    {op::kIn, "in", 3},      {op::kAdd, "+", 4},
    {op::kSubtract, "-", 4}, {op::kMultiply, "*", 5},
    {op::kDivide, "/", 5},   {op::kModulo, "%", 5},
};
constexpr int kUnary = 6;
constexpr int kMember = 7;

const Symbol* FindSymbol(absl::string_view function) {
  for (const Symbol& s : kSymbols) {
    if (function == s.function) return &s;
  }
  return nullptr;
}

class Unparser {
 public:
  explicit Unparser(const Ast& ast) : ast_(ast) {}

  std::string Text(int id, int precedence = 0) {
    const Node& node = ast_.at(id);
    if (node.written >= 0) return Text(node.written, precedence);
    switch (node.kind) {
      case NodeKind::kLiteral:
        return LiteralText(node.literal);
      case NodeKind::kIdent:
        return node.name;
      case NodeKind::kSelect: {
        const std::string path = absl::StrCat(Text(node.args[0], kMember), ".",
                                              FieldText(node.name));
        return node.test_only ? absl::StrCat("has(", path, ")") : path;
      }
      case NodeKind::kCall:
        return Call(node, precedence);
      case NodeKind::kList:
        return absl::StrCat("[", List(node), "]");
      case NodeKind::kMap:
        return Map(node);
      case NodeKind::kStruct:
        return Struct(node);
      case NodeKind::kComprehension:
        return Loop(node);
    }
    return "";
  }

 private:
  std::string Arguments(const std::vector<int>& args, size_t from) {
    std::vector<std::string> parts;
    for (size_t i = from; i < args.size(); ++i) parts.push_back(Text(args[i]));
    return absl::StrJoin(parts, ", ");
  }

  static absl::string_view Mark(const Node& node, size_t entry) {
    return node.IsOptional(entry) ? "?" : "";
  }

  std::string List(const Node& node) {
    std::vector<std::string> parts;
    for (size_t i = 0; i < node.args.size(); ++i) {
      parts.push_back(absl::StrCat(Mark(node, i), Text(node.args[i])));
    }
    return absl::StrJoin(parts, ", ");
  }

  static std::string Wrap(std::string text, bool wrap) {
    return wrap ? absl::StrCat("(", text, ")") : text;
  }

  std::string Operand(const Node& node, size_t i) {
    return Text(node.args[i], kMember);
  }

  // How many terms a chain of && or || has that the parser, which builds chains
  // balanced, makes of `a || b || c` without brackets; 0 when the tree is
  // grouped in another way, as `a || (b || c)`.
  int ChainTerms(const Node& node, absl::string_view function) {
    if (node.written >= 0 || node.kind != NodeKind::kCall ||
        node.name != function) {
      return 1;
    }
    const int left = ChainTerms(ast_.at(node.args[0]), function);
    const int right = ChainTerms(ast_.at(node.args[1]), function);
    const bool balanced = left == right || left == right + 1;
    return left > 0 && right > 0 && balanced ? left + right : 0;
  }

  std::string Call(const Node& node, int precedence) {
    if (const Symbol* s = FindSymbol(node.name)) {
      const bool logic = node.name == op::kAnd || node.name == op::kOr;
      const bool chain = logic && ChainTerms(node, node.name) > 0;
      return Wrap(
          absl::StrCat(
              Text(node.args[0], s->precedence + (logic && !chain ? 1 : 0)),
              " ", s->symbol, " ",
              Text(node.args[1], s->precedence + (chain ? 0 : 1))),
          s->precedence < precedence);
    }
    if (node.name == op::kConditional) {
      return Wrap(
          absl::StrCat(Text(node.args[0], 1), " ? ", Text(node.args[1], 1),
                       " : ", Text(node.args[2])),
          precedence > 0);
    }
    if (node.name == op::kNot || node.name == op::kNegate) {
      const Node& operand = ast_.at(node.args[0]);
      // - and a number must not become one negative number.
      const bool number = operand.kind == NodeKind::kLiteral;
      return Wrap(absl::StrCat(node.name.substr(0, 1),
                               Wrap(Operand(node, 0),
                                    number && node.name == op::kNegate)),
                  kUnary < precedence);
    }
    if (node.name == op::kIndex || node.name == op::kOptionalIndex) {
      return absl::StrCat(Operand(node, 0),
                          node.name == op::kIndex ? "[" : "[?",
                          Text(node.args[1]), "]");
    }
    if (node.name == op::kOptionalSelect) {
      return absl::StrCat(Operand(node, 0), ".?",
                          FieldText(ast_.at(node.args[1]).literal.text));
    }
    if (node.has_target) {
      return absl::StrCat(Operand(node, 0), ".", node.name, "(",
                          Arguments(node.args, 1), ")");
    }
    return absl::StrCat(node.name, "(", Arguments(node.args, 0), ")");
  }

  std::string Map(const Node& node) {
    std::vector<std::string> parts;
    for (size_t i = 0; i + 1 < node.args.size(); i += 2) {
      parts.push_back(absl::StrCat(Mark(node, i / 2), Text(node.args[i]), ": ",
                                   Text(node.args[i + 1])));
    }
    return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
  }

  std::string Struct(const Node& node) {
    std::vector<std::string> parts;
    for (size_t i = 0; i < node.args.size(); ++i) {
      parts.push_back(absl::StrCat(Mark(node, i), FieldText(node.fields[i]),
                                   ": ", Text(node.args[i])));
    }
    return absl::StrCat(node.name, "{", absl::StrJoin(parts, ", "), "}");
  }

  // Only a fold that no macro made: it cannot be written in the language.
  std::string Loop(const Node& node) {
    const Comprehension& c = node.loop;
    return absl::StrCat("@fold(", c.var, c.var2.empty() ? "" : ", ", c.var2,
                        " in ", Text(c.range), ", ", c.accu, " = ",
                        Text(c.init), ", ", Text(c.condition), ", ",
                        Text(c.step), ", ", Text(c.result), ")");
  }

  const Ast& ast_;
};

}  // namespace

absl::string_view OperatorSymbol(absl::string_view function) {
  if (const Symbol* s = FindSymbol(function)) return s->symbol;
  if (function == op::kNot) return "!";
  if (function == op::kNegate) return "-";
  if (function == op::kConditional) return "?:";
  if (function == op::kIndex) return "[]";
  if (function == op::kOptionalIndex) return "[?]";
  if (function == op::kOptionalSelect) return ".?";
  return "";
}

std::string Unparse(const Ast& ast, int node) {
  return Unparser(ast).Text(node);
}

std::string Unparse(const Ast& ast) {
  return ast.root < 0 ? "" : Unparse(ast, ast.root);
}

}  // namespace zhiheng::cel
