// The tree as lines. Recurses over a tree whose height the parser bounded.
#include "services/rules/cel/syntax/ast.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/rules/cel/syntax/ast_text.h"
#include "services/rules/cel/syntax/escape.h"

namespace zhiheng::cel {

std::string FieldText(const std::string& name) {
  constexpr std::array<absl::string_view, 4> kWords = {"true", "false", "null",
                                                       "in"};
  const bool plain =
      !name.empty() && !absl::ascii_isdigit(name[0]) &&
      std::all_of(name.begin(), name.end(),
                  [](char c) { return absl::ascii_isalnum(c) || c == '_'; }) &&
      std::find(kWords.begin(), kWords.end(), name) == kWords.end();
  return plain ? name : absl::StrCat("`", name, "`");
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
      // The fewest digits that read back as the same number.
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

namespace {

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
      absl::StrAppend(out, "fold ", node.loop.var,
                      node.loop.var2.empty() ? "" : ", ", node.loop.var2);
      break;
  }
  absl::StrAppend(out, "  @", node.offset, "\n");
  for (size_t i = 0; i < node.args.size(); ++i) {
    const size_t entry = node.kind == NodeKind::kMap ? i / 2 : i;
    const bool marked =
        node.IsOptional(entry) && (node.kind != NodeKind::kMap || i % 2 == 0);
    const std::string name = absl::StrCat(
        marked ? "?" : "",
        i < node.fields.size() ? absl::StrCat(node.fields[i], ": ") : "");
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

std::string DumpAst(const Ast& ast) {
  std::string out;
  if (ast.root >= 0) DumpNode(ast, ast.root, 0, "", &out);
  return out;
}

}  // namespace zhiheng::cel
