#include "services/rules/cel/residual/substitute.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace zhiheng::cel {
namespace {

// Good enough to be safe: a name inside a string only keeps a loop whole.
bool Mentions(absl::string_view text, absl::string_view name) {
  const auto word = [](char c) { return absl::ascii_isalnum(c) || c == '_'; };
  for (size_t at = text.find(name); at != absl::string_view::npos;
       at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || !word(text[at - 1])) &&
        (end == text.size() || !word(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> Substitute(const Ast& ast, int body,
                                      const std::string& var,
                                      const std::string& text) {
  Ast copy = ast;
  std::vector<int> todo = {body};
  while (!todo.empty()) {
    Node& node = copy.nodes[static_cast<size_t>(todo.back())];
    todo.pop_back();
    todo.insert(todo.end(), node.args.begin(), node.args.end());
    if (node.kind == NodeKind::kIdent && node.name == var) node.name = text;
    if (node.kind != NodeKind::kComprehension) continue;
    const Comprehension& loop = node.loop;
    todo.insert(todo.end(), {loop.range, loop.init});
    bool hidden = false;
    for (const std::string* name : {&loop.var, &loop.var2, &loop.accu}) {
      if (name->empty() || (*name)[0] == '@' || (*name)[0] == '#') continue;
      if (*name != var && Mentions(text, *name)) return std::nullopt;
      hidden = hidden || *name == var;
    }
    // Below a loop with a variable of the same name it is another one.
    if (!hidden)
      todo.insert(todo.end(), {loop.condition, loop.step, loop.result});
  }
  return Unparse(copy, body);
}

}  // namespace zhiheng::cel
