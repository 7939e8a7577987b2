// A place is read where a chain of selections from a variable ends. Loop
// variables stand for an element of their range.
#include "services/rules/cel/module/reads.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {
namespace {

using Path = std::optional<ReadPath>;

class Collector {
 public:
  Collector(const Ast& ast, const Checked& checked,
            const std::set<std::string>& variables,
            const std::map<std::string, DefinitionReads>& definitions)
      : ast_(ast),
        checked_(checked),
        variables_(variables),
        definitions_(definitions) {}

  Reads Run() {
    out_.path = Visit(ast_.root);
    Record(out_.path);
    for (auto& [text, path] : found_) out_.reads.push_back(std::move(path));
    return std::move(out_);
  }

 private:
  void Record(const Path& path) {
    if (path.has_value() && !path->fields.empty())
      found_.emplace(path->text, *path);
  }

  static Path Element(Path path) {
    if (path.has_value()) path->text += "[]";
    return path;
  }

  Path Visit(int id) {
    const Node& node = ast_.at(id);
    const Reference& ref = checked_.references[static_cast<size_t>(id)];
    if (ref.kind != Reference::Kind::kNone && node.kind != NodeKind::kCall)
      return Named(ref);
    switch (node.kind) {
      case NodeKind::kSelect:
        return Select(node.args[0], node.name);
      case NodeKind::kComprehension:
        return Loop(node.loop);
      case NodeKind::kCall:
        if (node.name == op::kOptionalSelect) {
          return Select(node.args[0], ast_.at(node.args[1]).literal.text);
        }
        if (node.name == op::kIndex || node.name == op::kOptionalIndex) {
          const Path list = Visit(node.args[0]);
          Record(Visit(node.args[1]));
          return Element(list);
        }
        break;
      default:
        break;
    }
    for (const int arg : node.args) Record(Visit(arg));
    return std::nullopt;
  }

  Path Named(const Reference& ref) {
    for (auto it = locals_.rbegin(); it != locals_.rend(); ++it) {
      if (it->first == ref.name) return it->second;
    }
    if (variables_.count(ref.name) > 0) return ReadPath{ref.name, ref.name, {}};
    const auto it = definitions_.find(ref.name);
    if (it == definitions_.end()) return std::nullopt;
    out_.definitions.insert(ref.name);
    out_.definitions.insert(it->second.definitions.begin(),
                            it->second.definitions.end());
    for (const ReadPath& read : it->second.reads) {
      if (!it->second.path.has_value() || read.text != it->second.path->text)
        Record(read);
    }
    return it->second.path;
  }

  Path Select(int operand, const std::string& name) {
    Path path = Visit(operand);
    Type type = checked_.types[static_cast<size_t>(operand)];
    if (!path.has_value()) return std::nullopt;
    while (type.Is(TypeKind::kOptional)) type = type.param();
    const auto* field = type.Is(TypeKind::kMessage)
                            ? type.message()->FindFieldByName(name)
                            : nullptr;
    if (field == nullptr)
      return path;  // into a map or a dyn: no finer than this
    absl::StrAppend(&path->text, ".", name);
    path->fields.push_back(field);
    return path;
  }

  Path Loop(const Comprehension& loop) {
    const Path range = Visit(loop.range);
    if (loop.macro == MacroKind::kBind) {
      locals_.emplace_back(loop.accu, Visit(loop.init));
      const Path result = Visit(loop.result);
      locals_.pop_back();
      return result;
    }
    Record(range);
    // Of two variables the second is the element.
    const size_t outside = locals_.size();
    const bool two = !loop.var2.empty();
    locals_.emplace_back(loop.var, two ? std::nullopt : Element(range));
    if (two) locals_.emplace_back(loop.var2, Element(range));
    const Node& step = ast_.at(loop.step);
    Path result;
    switch (loop.macro) {
      case MacroKind::kAll:
      case MacroKind::kExists:
        Record(Visit(step.args[1]));
        break;
      case MacroKind::kExistsOne:
        Record(Visit(step.args[0]));
        break;
      case MacroKind::kFilter:
        Record(Visit(step.args[0]));
        result = range;
        break;
      case MacroKind::kMap:
        Record(Visit(ast_.at(step.args[1]).args[0]));
        break;
      case MacroKind::kMapFilter:
        Record(Visit(step.args[0]));
        Record(Visit(ast_.at(ast_.at(step.args[1]).args[1]).args[0]));
        break;
      default:
        locals_.emplace_back(loop.accu, std::nullopt);
        for (const int part :
             {loop.init, loop.condition, loop.step, loop.result}) {
          Record(Visit(part));
        }
    }
    locals_.resize(outside);
    return result;
  }

  const Ast& ast_;
  const Checked& checked_;
  const std::set<std::string>& variables_;
  const std::map<std::string, DefinitionReads>& definitions_;
  std::vector<std::pair<std::string, Path>> locals_;
  std::map<std::string, ReadPath> found_;
  Reads out_;
};

}  // namespace

Reads CollectReads(const Ast& ast, const Checked& checked,
                   const std::set<std::string>& variables,
                   const std::map<std::string, DefinitionReads>& definitions) {
  return Collector(ast, checked, variables, definitions).Run();
}

}  // namespace zhiheng::cel
