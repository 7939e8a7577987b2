// The checked tree as lines. Recurses over a tree whose height was bounded.
#include "absl/strings/str_cat.h"
#include "services/rules/cel/check/checker.h"

namespace zhiheng::cel {
namespace {

void DumpNode(const Ast& ast, const Checked& checked, int id, int depth,
              std::string* out) {
  const Node& node = ast.at(id);
  const auto at = static_cast<size_t>(id);
  absl::StrAppend(out, std::string(static_cast<size_t>(depth) * 2, ' '),
                  Unparse(ast, id), " : ", checked.types[at].ToString());
  if (!checked.references[at].name.empty())
    absl::StrAppend(out, " = ", checked.references[at].name);
  for (const Overload* o : checked.overloads[at])
    absl::StrAppend(out, " ^", o->id);
  *out += "\n";
  for (const int arg : node.args) DumpNode(ast, checked, arg, depth + 1, out);
  if (node.kind == NodeKind::kComprehension) {
    DumpNode(ast, checked, node.loop.range, depth + 1, out);
    DumpNode(ast, checked, node.loop.step, depth + 1, out);
  }
}

}  // namespace

std::string DumpChecked(const Ast& ast, const Checked& checked) {
  std::string out;
  if (ast.root >= 0) DumpNode(ast, checked, ast.root, 0, &out);
  return out;
}

}  // namespace zhiheng::cel
