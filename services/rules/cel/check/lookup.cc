// One walk; recursion is bounded by the height of the tree. Tested by
// checker_test.cc and the official cases.
#include "services/rules/cel/check/lookup.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/check/names.h"

namespace zhiheng::cel {
namespace {

class Lookup {
 public:
  Lookup(const Ast& ast, const Scope& scope) : ast_(ast), scope_(scope) {
    out_.types.resize(ast.nodes.size());
    out_.references.resize(ast.nodes.size());
    out_.overloads.resize(ast.nodes.size());
    out_.structs.resize(ast.nodes.size());
  }

  Checked Run() {
    Visit(ast_.root);
    return std::move(out_);
  }

 private:
  Reference& Ref(int id) { return out_.references[static_cast<size_t>(id)]; }

  bool Named(int id, absl::string_view name) {
    auto found = ResolveName(scope_, name);
    if (!found.has_value()) return false;
    Ref(id) = std::move(found->reference);
    // A variable's type is not relied on: nothing was checked against it.
    if (Ref(id).kind == Reference::Kind::kType) {
      out_.types[static_cast<size_t>(id)] = found->type;
    }
    return true;
  }

  void Visit(int id) {
    const Node& node = ast_.at(id);
    switch (node.kind) {
      case NodeKind::kIdent:
        if (FindLocal(locals_, node.name) != nullptr) {
          Ref(id) = {Reference::Kind::kLoopVariable, node.name, 0};
        } else if (!Named(id, node.name)) {
          Ref(id) = {Reference::Kind::kUnresolved, node.name, 0};
        }
        return;
      case NodeKind::kSelect: {
        const auto name = QualifiedName(ast_, id, locals_);
        if (!node.test_only && name.has_value() && Named(id, *name)) return;
        break;
      }
      case NodeKind::kCall:
        return Call(id);
      case NodeKind::kStruct:
        Struct(id);
        break;
      case NodeKind::kComprehension:
        return Loop(node.loop);
      default:
        break;
    }
    for (const int arg : node.args) Visit(arg);
  }

  void Call(int id) {
    const Node& node = ast_.at(id);
    size_t first = 0;
    std::string full;
    const auto space = node.has_target
                           ? QualifiedName(ast_, node.args[0], locals_)
                           : std::nullopt;
    const std::string name =
        space.has_value() ? absl::StrCat(*space, ".", node.name) : node.name;
    if (!node.has_target || space.has_value()) {
      const auto* made = scope_.strong_enums ? FindEnum(scope_, name) : nullptr;
      if (made != nullptr) {
        Ref(id) = {Reference::Kind::kEnumType, made->full_name(), 0};
        first = node.args.size() - 1;
      } else if (node.has_target &&
                 FindFunction(scope_, name, &full) != nullptr) {
        Ref(id) = {Reference::Kind::kName, full, 0};
        first = 1;
      }
    }
    if (Ref(id).kind == Reference::Kind::kNone &&
        FindFunction(scope_, node.name, &full) == nullptr &&
        node.name != op::kOptionalSelect) {
      Ref(id) = {Reference::Kind::kUnresolved, node.name, 0};
    }
    for (size_t i = first; i < node.args.size(); ++i) Visit(node.args[i]);
  }

  void Struct(int id) {
    const Node& node = ast_.at(id);
    std::string full;
    const auto* message = FindMessage(scope_, node.name, &full);
    bool known = message != nullptr;
    for (const std::string& field : node.fields) {
      known = known && FindField(scope_, message, field) != nullptr;
    }
    out_.structs[static_cast<size_t>(id)] = known ? message : nullptr;
  }

  void Loop(const Comprehension& loop) {
    Visit(loop.range);
    Visit(loop.init);
    const size_t outside = locals_.size();
    locals_.emplace_back(loop.accu, Type::Dyn());
    locals_.emplace_back(loop.var, Type::Dyn());
    if (!loop.var2.empty()) locals_.emplace_back(loop.var2, Type::Dyn());
    Visit(loop.condition);
    Visit(loop.step);
    locals_.resize(outside + 1);
    Visit(loop.result);
    locals_.resize(outside);
  }

  const Ast& ast_;
  const Scope& scope_;
  LocalTypes locals_;
  Checked out_;
};

}  // namespace

Checked LookUpNames(const Ast& ast, const Scope& scope) {
  return Lookup(ast, scope).Run();
}

}  // namespace zhiheng::cel
