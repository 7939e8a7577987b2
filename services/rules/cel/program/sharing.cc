// A key is the tree in prefix form; texts carry their length, so that no two
// trees are written alike. Tested by module/fast_paths_test.cc.
#include "services/rules/cel/program/sharing.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {
namespace {

class KeyWriter {
 public:
  KeyWriter(const Ast& ast, const Checked& checked)
      : ast_(ast), checked_(checked) {}

  std::string Write(int id) {
    return Visit(id) ? std::move(out_) : std::string();
  }

 private:
  void Text(absl::string_view text) {
    absl::StrAppend(&out_, text.size(), ":", text, " ");
  }

  // Recursion is bounded by kMaxNodes.
  bool Visit(int id) {
    if (++nodes_ > Sharing::kMaxNodes) return false;
    const Node& node = ast_.at(id);
    const Reference& ref = checked_.references[static_cast<size_t>(id)];
    absl::StrAppend(&out_, static_cast<int>(node.kind), ".",
                    static_cast<int>(ref.kind), ".", node.args.size(), " ");
    if (ref.kind != Reference::Kind::kNone && node.kind != NodeKind::kCall) {
      Text(ref.name);
      absl::StrAppend(&out_, ref.number, " ");
      return ref.kind != Reference::Kind::kLoopVariable || IsBound(ref.name);
    }
    switch (node.kind) {
      case NodeKind::kLiteral:
        Literally(node.literal);
        return true;
      case NodeKind::kComprehension:
        return Loop(node.loop);
      case NodeKind::kStruct:
        return false;  // a new message: not worth the look
      case NodeKind::kIdent:
        return false;
      case NodeKind::kCall:
        for (const Overload* o : checked_.overloads[static_cast<size_t>(id)]) {
          if (!o->pure) return false;
        }
        Text(ref.name);
        break;
      default:
        break;
    }
    Text(node.name);
    for (const bool optional : node.optional) out_ += optional ? '?' : '.';
    absl::StrAppend(&out_, node.has_target ? "t" : "f",
                    node.test_only ? "t " : "f ");
    for (const bool optional : node.optional) out_ += optional ? '?' : '!';
    for (const int arg : node.args) {
      if (!Visit(arg)) return false;
    }
    return true;
  }

  void Literally(const Literal& l) {
    uint64_t bits = 0;
    static_assert(sizeof bits == sizeof l.double_value);
    std::memcpy(&bits, &l.double_value, sizeof bits);
    absl::StrAppend(&out_, static_cast<int>(l.kind), ",", l.bool_value, ",",
                    l.int_value, ",", l.uint_value, ",", bits, ",");
    Text(l.text);
  }

  bool Loop(const Comprehension& loop) {
    absl::StrAppend(&out_, static_cast<int>(loop.macro), " ");
    if (!Visit(loop.range) || !Visit(loop.init)) return false;
    for (const std::string* name : {&loop.var, &loop.var2, &loop.accu}) {
      Text(*name);
      bound_.push_back(*name);
    }
    const bool closed =
        Visit(loop.condition) && Visit(loop.step) && Visit(loop.result);
    bound_.resize(bound_.size() - 3);
    return closed;
  }

  bool IsBound(const std::string& name) const {
    return std::find(bound_.begin(), bound_.end(), name) != bound_.end();
  }

  const Ast& ast_;
  const Checked& checked_;
  int nodes_ = 0;
  std::vector<std::string> bound_;
  std::string out_;
};

}  // namespace

std::string Sharing::KeyOf(const Ast& ast, const Checked& checked, int id) {
  return KeyWriter(ast, checked).Write(id);
}

SharedBody* Sharing::BodyOf(const std::string& key) {
  std::unique_ptr<SharedBody>& body = bodies_[key];
  if (body == nullptr) body = std::make_unique<SharedBody>();
  return body.get();
}

}  // namespace zhiheng::cel
