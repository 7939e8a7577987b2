// Dump and unparse. Both recurse over a tree whose height the parser bounded.
#include "services/rules/cel/syntax/ast.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
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

std::string LiteralText(const Literal& literal) {
  switch (literal.kind) {
    case Literal::Kind::kNull:
      return "null";
    case Literal::Kind::kBool:
      return literal.bool_value ? "true" : "false";
    case Literal::Kind::kInt:
      return absl::StrCat(literal.int_value);
    case Literal::Kind::kUint:
      return absl::StrCat(literal.uint_value, "u");
    case Literal::Kind::kDouble: {
      std::string text = absl::StrFormat("%.17g", literal.double_value);
      for (int digits = 6; digits < 17; ++digits) {
        const std::string shorter =
            absl::StrFormat("%.*g", digits, literal.double_value);
        double back = 0;
        if (absl::SimpleAtod(shorter, &back) && back == literal.double_value) {
          text = shorter;
          break;
        }
      }
      if (text.find_first_of(".en") == std::string::npos) text += ".0";
      return text;
    }
    case Literal::Kind::kString:
      return QuoteString(literal.text);
    case Literal::Kind::kBytes:
      return QuoteBytes(literal.text);
  }
  return "";
}

// As it is written after a dot: `a-b` in quotes.
std::string FieldText(const std::string& name) {
  bool plain = !name.empty() && !absl::ascii_isdigit(name[0]);
  for (const char c : name)
    plain = plain && (absl::ascii_isalnum(c) || c == '_');
  for (const char* word : {"true", "false", "null", "in"}) {
    plain = plain && name != word;
  }
  return plain ? name : absl::StrCat("`", name, "`");
}

bool IsNumber(const Node& node) {
  return node.kind == NodeKind::kLiteral &&
         (node.literal.kind == Literal::Kind::kInt ||
          node.literal.kind == Literal::Kind::kUint ||
          node.literal.kind == Literal::Kind::kDouble);
}

class Unparser {
 public:
  explicit Unparser(const Ast& ast) : ast_(ast) {}

  std::string Text(int id, int precedence = 0) {
    const Node& node = ast_.at(id);
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
        return absl::StrCat("[", List(node.args, 0), "]");
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
  std::string List(const std::vector<int>& args, size_t from) {
    std::vector<std::string> parts;
    for (size_t i = from; i < args.size(); ++i) parts.push_back(Text(args[i]));
    return absl::StrJoin(parts, ", ");
  }

  static std::string Wrap(std::string text, bool wrap) {
    return wrap ? absl::StrCat("(", text, ")") : text;
  }

  std::string Call(const Node& node, int precedence) {
    if (const Symbol* s = FindSymbol(node.name)) {
      return Wrap(
          absl::StrCat(Text(node.args[0], s->precedence), " ", s->symbol, " ",
                       Text(node.args[1], s->precedence + 1)),
          s->precedence < precedence);
    }
    if (node.name == op::kConditional) {
      return Wrap(
          absl::StrCat(Text(node.args[0], 1), " ? ", Text(node.args[1], 1),
                       " : ", Text(node.args[2])),
          precedence > 0);
    }
    if (node.name == op::kNot || node.name == op::kNegate) {
      // -(1) is not the literal -1.
      const bool number =
          node.name == op::kNegate && IsNumber(ast_.at(node.args[0]));
      return Wrap(absl::StrCat(node.name.substr(0, 1),
                               Wrap(Text(node.args[0], kMember), number)),
                  kUnary < precedence);
    }
    if (node.name == op::kIndex) {
      return absl::StrCat(Text(node.args[0], kMember), "[", Text(node.args[1]),
                          "]");
    }
    if (node.has_target) {
      return absl::StrCat(Text(node.args[0], kMember), ".", node.name, "(",
                          List(node.args, 1), ")");
    }
    return absl::StrCat(node.name, "(", List(node.args, 0), ")");
  }

  std::string Map(const Node& node) {
    std::vector<std::string> parts;
    for (size_t i = 0; i + 1 < node.args.size(); i += 2) {
      parts.push_back(
          absl::StrCat(Text(node.args[i]), ": ", Text(node.args[i + 1])));
    }
    return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
  }

  std::string Struct(const Node& node) {
    std::vector<std::string> parts;
    for (size_t i = 0; i < node.args.size(); ++i) {
      parts.push_back(
          absl::StrCat(FieldText(node.fields[i]), ": ", Text(node.args[i])));
    }
    return absl::StrCat(node.name, "{", absl::StrJoin(parts, ", "), "}");
  }

  std::string Loop(const Node& node) {
    const Comprehension& c = node.loop;
    const std::string range = Text(c.range, kMember);
    const auto step = [&](int i) {
      return Text(ast_.at(c.step).args[static_cast<size_t>(i)]);
    };
    const auto appended = [&](int sum) {
      return Text(ast_.at(ast_.at(sum).args[1]).args[0]);
    };
    const auto form = [&](absl::string_view name, const std::string& rest) {
      return absl::StrCat(range, ".", name, "(", c.var, ", ", rest, ")");
    };
    switch (c.macro) {
      case MacroKind::kAll:
        return form("all", step(1));
      case MacroKind::kExists:
        return form("exists", step(1));
      case MacroKind::kExistsOne:
        return form("exists_one", step(0));
      case MacroKind::kFilter:
        return form("filter", step(0));
      case MacroKind::kMap:
        return form("map", appended(c.step));
      case MacroKind::kMapFilter:
        return form("map", absl::StrCat(step(0), ", ",
                                        appended(ast_.at(c.step).args[1])));
      case MacroKind::kBind:
        return absl::StrCat("cel.bind(", c.accu, ", ", Text(c.init), ", ",
                            Text(c.result), ")");
      case MacroKind::kNone:
        break;
    }
    return absl::StrCat("@fold(", c.var, " in ", range, ", ", c.accu, " = ",
                        Text(c.init), ", ", Text(c.condition), ", ",
                        Text(c.step), ", ", Text(c.result), ")");
  }

  const Ast& ast_;
};

void DumpNode(const Ast& ast, int id, int depth, absl::string_view label,
              std::string* out) {
  const Node& node = ast.at(id);
  absl::StrAppend(out, std::string(static_cast<size_t>(depth) * 2, ' '), label);
  switch (node.kind) {
    case NodeKind::kLiteral:
      absl::StrAppend(out, LiteralText(node.literal));
      break;
    case NodeKind::kIdent:
      absl::StrAppend(out, node.name);
      break;
    case NodeKind::kSelect:
      absl::StrAppend(out, node.test_only ? "has ." : ".", node.name);
      break;
    case NodeKind::kCall:
      absl::StrAppend(out, "call ", node.name,
                      node.has_target ? " (member)" : "");
      break;
    case NodeKind::kList:
      absl::StrAppend(out, "list");
      break;
    case NodeKind::kMap:
      absl::StrAppend(out, "map");
      break;
    case NodeKind::kStruct:
      absl::StrAppend(out, "struct ", node.name);
      break;
    case NodeKind::kComprehension:
      absl::StrAppend(out, "fold ", node.loop.var);
      break;
  }
  absl::StrAppend(out, "  @", node.offset, "\n");
  for (size_t i = 0; i < node.args.size(); ++i) {
    const std::string name =
        i < node.fields.size() ? absl::StrCat(node.fields[i], ": ") : "";
    DumpNode(ast, node.args[i], depth + 1, name, out);
  }
  if (node.kind == NodeKind::kComprehension) {
    DumpNode(ast, node.loop.range, depth + 1, "range: ", out);
    DumpNode(ast, node.loop.init, depth + 1, "init: ", out);
    DumpNode(ast, node.loop.condition, depth + 1, "while: ", out);
    DumpNode(ast, node.loop.step, depth + 1, "step: ", out);
    DumpNode(ast, node.loop.result, depth + 1, "result: ", out);
  }
}

}  // namespace

absl::string_view OperatorSymbol(absl::string_view function) {
  if (const Symbol* s = FindSymbol(function)) return s->symbol;
  if (function == op::kNot) return "!";
  if (function == op::kNegate) return "-";
  if (function == op::kConditional) return "?:";
  if (function == op::kIndex) return "[]";
  return "";
}

std::string DumpAst(const Ast& ast) {
  std::string out;
  if (ast.root >= 0) DumpNode(ast, ast.root, 0, "", &out);
  return out;
}

std::string Unparse(const Ast& ast, int node) {
  return Unparser(ast).Text(node);
}

std::string Unparse(const Ast& ast) {
  return ast.root < 0 ? "" : Unparse(ast, ast.root);
}

}  // namespace zhiheng::cel
