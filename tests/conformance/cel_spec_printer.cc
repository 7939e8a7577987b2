#include "tests/conformance/cel_spec_printer.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/rules/cel/check/names.h"

namespace zhiheng::conformance {
namespace {

using cel::Literal;
using cel::Node;
using cel::NodeKind;

std::string Quoted(const std::string& text, bool bytes) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr absl::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
    constexpr absl::string_view kLetters = "abfnrtv\\\"";
    const size_t at = kPlain.find(c);
    if (at != absl::string_view::npos) {
      out += '\\';
      out += kLetters[at];
    } else if (bytes && (static_cast<unsigned char>(c) >= 0x80 || c < 0x20)) {
      absl::StrAppend(&out, "\\x", absl::BytesToHexString({&c, 1}));
    } else {
      out += c;
    }
  }
  return absl::StrCat(out, "\"");
}

const char* LiteralKind(Literal::Kind kind) {
  constexpr const char* kNames[] = {"NullValue",   "BoolValue",   "Int64Value",
                                    "Uint64Value", "DoubleValue", "StringValue",
                                    "BytesValue"};
  return kNames[static_cast<size_t>(kind)];
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
    case Literal::Kind::kDouble:
      return absl::StrCat(literal.double_value);
    case Literal::Kind::kString:
      return Quoted(literal.text, false);
    case Literal::Kind::kBytes:
      return absl::StrCat("b", Quoted(literal.text, true));
  }
  return "";
}

class Printer {
 public:
  Printer(const cel::Ast& ast, const cel::Checked* checked,
          const cel::Scope* scope)
      : ast_(ast), checked_(checked), scope_(scope) {}

  std::string Text(int id) {
    const Node& node = ast_.at(id);
    if (const std::string name = Resolved(id); !name.empty()) {
      return name + Mark(id, "Expr_IdentExpr", name);
    }
    switch (node.kind) {
      case NodeKind::kLiteral:
        return LiteralText(node.literal) +
               Mark(id,
                    absl::StrCat("Constant_", LiteralKind(node.literal.kind)),
                    "");
      case NodeKind::kIdent:
        return node.name + Mark(id, "Expr_IdentExpr", node.name);
      case NodeKind::kSelect:
        return absl::StrCat(Text(node.args[0]), ".", node.name,
                            node.test_only ? "~test-only~" : "",
                            Mark(id, "Expr_SelectExpr", ""));
      case NodeKind::kCall:
        return Call(id);
      case NodeKind::kList:
        return Bracket("[", Elements(node), "]") +
               Mark(id, "Expr_ListExpr", "");
      case NodeKind::kMap:
        return Bracket("{", Entries(node), "}") +
               Mark(id, "Expr_StructExpr", "");
      case NodeKind::kStruct: {
        const std::string name = StructName(id);
        return absl::StrCat(name, Bracket("{", Fields(node), "}"),
                            Mark(id, "Expr_StructExpr", name));
      }
      case NodeKind::kComprehension:
        return Loop(id);
    }
    return "";
  }

 private:
  // The full name that an identifier or a chain of fields was found to be.
  std::string Resolved(int id) const {
    if (checked_ == nullptr || ast_.at(id).kind == NodeKind::kCall) return "";
    return checked_->references[static_cast<size_t>(id)].name;
  }

  std::string StructName(int id) const {
    return checked_ == nullptr
               ? ast_.at(id).name
               : checked_->structs[static_cast<size_t>(id)]->full_name();
  }

  std::string Mark(int id, absl::string_view kind,
                   absl::string_view ref) const {
    if (checked_ == nullptr) return absl::StrCat("^#*expr.", kind, "#");
    return absl::StrCat("~",
                        checked_->types[static_cast<size_t>(id)].ToString(),
                        ref.empty() ? "" : "^", ref);
  }

  static std::string Indented(const std::string& text) {
    return absl::StrCat("  ",
                        absl::StrJoin(absl::StrSplit(text, '\n'), "\n  "));
  }

  static std::string Bracket(absl::string_view open,
                             const std::vector<std::string>& parts,
                             absl::string_view close) {
    if (parts.empty()) return absl::StrCat(open, close);
    return absl::StrCat(open, "\n", Indented(absl::StrJoin(parts, ",\n")), "\n",
                        close);
  }

  std::vector<std::string> Texts(const std::vector<int>& ids, size_t from) {
    std::vector<std::string> out;
    for (size_t i = from; i < ids.size(); ++i) out.push_back(Text(ids[i]));
    return out;
  }

  std::string Call(int id) {
    const Node& node = ast_.at(id);
    const bool spaced = checked_ != nullptr &&
                        checked_->references[static_cast<size_t>(id)].kind ==
                            cel::Reference::Kind::kName;
    std::string name = node.name;
    if (spaced) {
      name = checked_->references[static_cast<size_t>(id)].name;
    } else if (checked_ != nullptr && !node.has_target) {
      cel::FindFunction(*scope_, node.name, &name);
    }
    std::string target;
    if (node.has_target && !spaced) {
      target = absl::StrCat(Text(node.args[0]), ".");
    }
    return absl::StrCat(
        target, name,
        Bracket("(", Texts(node.args, node.has_target ? 1 : 0), ")"),
        Mark(id, "Expr_CallExpr", Overloads(id)));
  }

  std::string Overloads(int id) const {
    if (checked_ == nullptr) return "";
    std::vector<std::string> ids;
    for (const cel::Overload* o :
         checked_->overloads[static_cast<size_t>(id)]) {
      ids.push_back(o->id);
    }
    std::sort(ids.begin(), ids.end());
    return absl::StrJoin(ids, "|");
  }

  static const char* Optional(const Node& node, size_t entry) {
    return node.IsOptional(entry) ? "?" : "";
  }
  // Entries have a mark of their own in the parsed tree.
  const char* EntryMark() const {
    return checked_ == nullptr ? "^#*expr.Expr_CreateStruct_Entry#" : "";
  }

  std::vector<std::string> Elements(const Node& node) {
    std::vector<std::string> out = Texts(node.args, 0);
    for (size_t i = 0; i < out.size(); ++i) {
      out[i].insert(0, Optional(node, i));
    }
    return out;
  }
  std::vector<std::string> Entries(const Node& node) {
    std::vector<std::string> out;
    for (size_t i = 0; i + 1 < node.args.size(); i += 2) {
      out.push_back(absl::StrCat(Optional(node, i / 2), Text(node.args[i]), ":",
                                 Text(node.args[i + 1]), EntryMark()));
    }
    return out;
  }
  std::vector<std::string> Fields(const Node& node) {
    std::vector<std::string> out;
    for (size_t i = 0; i < node.args.size(); ++i) {
      out.push_back(absl::StrCat(Optional(node, i), node.fields[i], ":",
                                 Text(node.args[i]), EntryMark()));
    }
    return out;
  }

  std::string Loop(int id) {
    const cel::Comprehension& loop = ast_.at(id).loop;
    const std::string body = absl::StrCat(
        "// Variable\n", loop.var, ",\n// Target\n", Text(loop.range),
        ",\n// Accumulator\n", loop.accu, ",\n// Init\n", Text(loop.init),
        ",\n// LoopCondition\n", Text(loop.condition), ",\n// LoopStep\n",
        Text(loop.step), ",\n// Result\n", Text(loop.result));
    return absl::StrCat("__comprehension__(\n", Indented(body), ")",
                        Mark(id, "Expr_ComprehensionExpr", ""));
  }

  const cel::Ast& ast_;
  const cel::Checked* checked_;
  const cel::Scope* scope_;
};

}  // namespace

std::string PrintParsed(const cel::Ast& ast) {
  return Printer(ast, nullptr, nullptr).Text(ast.root);
}

std::string PrintChecked(const cel::Ast& ast, const cel::Checked& checked,
                         const cel::Scope& scope) {
  return Printer(ast, &checked, &scope).Text(ast.root);
}

}  // namespace zhiheng::conformance
