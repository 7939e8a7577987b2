// An expression as a flat vector of nodes that refer to one another by index.
// Children stand before their parent; the root is the last to be made.
//
// Value type. Owns its text. Not bound to any environment.
#ifndef SERVICES_RULES_CEL_SYNTAX_AST_H_
#define SERVICES_RULES_CEL_SYNTAX_AST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::cel {

enum class NodeKind : uint8_t {
  kLiteral,
  kIdent,
  kSelect,
  kCall,
  kList,
  kMap,
  kStruct,
  kComprehension,
};

struct Literal {
  enum class Kind : uint8_t {
    kNull,
    kBool,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
  };
  Kind kind = Kind::kNull;
  bool bool_value = false;
  int64_t int_value = 0;
  uint64_t uint_value = 0;
  double double_value = 0;
  std::string text;  // of a string or bytes
};

// Which macro a comprehension was written as; the planner gives these their
// own loops, the unparser their own form.
enum class MacroKind : uint8_t {
  kNone,
  kAll,
  kExists,
  kExistsOne,
  kMap,
  kMapFilter,
  kFilter,
  kBind,
  // Over two variables: kAll, kExists and kExistsOne with a second name, and
  kTransformList,
  kTransformMap,
  kTransformMapEntry,
};

struct Comprehension {
  MacroKind macro = MacroKind::kNone;
  std::string var;
  std::string var2;  // of the two-variable forms; else empty
  std::string accu;
  int range = -1;
  int init = -1;
  int condition = -1;
  int step = -1;
  int result = -1;
};

struct Node {
  NodeKind kind = NodeKind::kLiteral;
  int offset = 0;  // of the token that names the node
  int length = 1;
  int height = 1;
  // Identifier, field, function or message type.
  std::string name;
  // Of a call its arguments, the target first when it has one; of a select its
  // operand; of a map key, value, key, value; of a struct its values.
  std::vector<int> args;
  bool has_target = false;          // call
  bool test_only = false;           // select: has(a.b)
  std::vector<std::string> fields;  // struct: names, one for each value
  std::vector<int> field_offsets;   // struct
  // Elements, entries or fields written with ?, one for each of them; empty
  // when none is.
  std::vector<bool> optional;
  // The macro call as its author wrote it, when the node stands for one: a
  // kCall that is not part of the tree.
  int written = -1;
  Literal literal;
  Comprehension loop;

  bool IsOptional(size_t entry) const {
    return entry < optional.size() && optional[entry];
  }
};

struct Ast {
  std::string text;
  std::vector<Node> nodes;
  int root = -1;

  const Node& at(int id) const { return nodes[static_cast<size_t>(id)]; }
};

// Operators are calls of these names.
namespace op {
inline constexpr char kAnd[] = "_&&_";
inline constexpr char kOr[] = "_||_";
inline constexpr char kNot[] = "!_";
inline constexpr char kNegate[] = "-_";
inline constexpr char kConditional[] = "_?_:_";
inline constexpr char kIndex[] = "_[_]";
inline constexpr char kIn[] = "@in";
// a.?b with the name as a string, and a[?b].
inline constexpr char kOptionalSelect[] = "_?._";
inline constexpr char kOptionalIndex[] = "_[?_]";
// Adds an entry, or the entries of a map; a key that is there is an error.
inline constexpr char kMapInsert[] = "cel.@mapInsert";
inline constexpr char kEquals[] = "_==_";
inline constexpr char kNotEquals[] = "_!=_";
inline constexpr char kLess[] = "_<_";
inline constexpr char kLessEquals[] = "_<=_";
inline constexpr char kGreater[] = "_>_";
inline constexpr char kGreaterEquals[] = "_>=_";
inline constexpr char kAdd[] = "_+_";
inline constexpr char kSubtract[] = "_-_";
inline constexpr char kMultiply[] = "_*_";
inline constexpr char kDivide[] = "_/_";
inline constexpr char kModulo[] = "_%_";
inline constexpr char kNotStrictlyFalse[] = "@not_strictly_false";
}  // namespace op

// The written operator of a call such as `_+_`; empty when it is no operator.
absl::string_view OperatorSymbol(absl::string_view function);

// The tree with one node a line, children indented.
std::string DumpAst(const Ast& ast);

// Text that parses to the same tree; macros in the form they were written.
std::string Unparse(const Ast& ast);
std::string Unparse(const Ast& ast, int node);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_AST_H_
