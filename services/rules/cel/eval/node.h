// One instruction of a program. Nodes form a tree that is immutable and shared
// by threads; all state of an evaluation is in the Frame.
//
// Evaluation recurses over the tree: its height was bounded by the parser.
#ifndef SERVICES_RULES_CEL_EVAL_NODE_H_
#define SERVICES_RULES_CEL_EVAL_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/rules/cel/values/context.h"
#include "services/rules/cel/values/value.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace zhiheng::cel {

// A value computed at most once in an evaluation; it counts while its
// generation is that of the frame.
struct MemoCell {
  uint64_t generation = 0;
  Value value;
};

// What a typed entry gives. Without a value, Frame::other says what came
// instead: an error, an unknown, or a value of another kind.
enum class Truth : uint8_t { kFalse, kTrue, kNeither };
template <typename T>
struct Got {
  T value;
  bool ok;
};
using GotInt = Got<int64_t>;
using GotDouble = Got<double>;
struct GotText {
  const char* data;  // null: no text
  size_t size;

  GotText() : data(nullptr), size(0) {}
  GotText(const char* d, size_t n) : data(d), size(n) {}
  explicit GotText(absl::string_view text)
      : data(text.data() == nullptr ? "" : text.data()), size(text.size()) {}
  static GotText None() { return {}; }
  bool ok() const { return data != nullptr; }
  absl::string_view view() const { return {data, size}; }
};

struct Frame {
  Context& context;
  const Value* variables = nullptr;  // by index; an unbound one is an error
  Value* slots = nullptr;            // loop variables
  MemoCell* memo = nullptr;          // definitions, by index
  // By variable and then by slot: the message when its fields may be read at
  // their measured places (see record_layout.h), else null.
  const google::protobuf::Message** records = nullptr;
  uint64_t generation = 1;
  Value other{};  // see Truth and Got
};

class EvalNode {
 public:
  virtual ~EvalNode() = default;
  virtual Value Eval(Frame& frame) const = 0;
  // The same, for who wants one kind only: without the detour over Value where
  // a node knows better. What they answer is what Eval() would.
  virtual Truth Test(Frame& frame) const;
  virtual GotInt Int(Frame& frame) const;
  virtual GotDouble Double(Frame& frame) const;
  virtual GotText Text(Frame& frame) const;
  // For dumps.
  virtual std::string Label() const = 0;
  virtual std::vector<const EvalNode*> Children() const { return {}; }
  // The value when it is the same in every evaluation; else null.
  virtual const Value* Constant() const { return nullptr; }
  // The repeated field that this node reads; else null.
  virtual const class RepeatedNode* AsRepeated() const { return nullptr; }
};

// Nodes that always give one kind, if they give a value.
class BoolNode : public EvalNode {
 public:
  Value Eval(Frame& f) const final {
    const Truth t = Test(f);
    return t == Truth::kNeither ? f.other : Value::Bool(t == Truth::kTrue);
  }
  Truth Test(Frame& f) const override = 0;
};
class IntNode : public EvalNode {
 public:
  Value Eval(Frame& f) const final {
    const GotInt got = Int(f);
    return got.ok ? Value::Int(got.value) : f.other;
  }
  GotInt Int(Frame& f) const override = 0;
};
class DoubleNode : public EvalNode {
 public:
  Value Eval(Frame& f) const final {
    const GotDouble got = Double(f);
    return got.ok ? Value::Double(got.value) : f.other;
  }
  GotDouble Double(Frame& f) const override = 0;
};

inline Truth ToTruth(bool b) { return b ? Truth::kTrue : Truth::kFalse; }
// The truth of a value; anything but a bool becomes frame.other.
inline Truth TruthOf(Frame& f, const Value& v) {
  if (v.Is(Kind::kBool)) return ToTruth(v.bool_value());
  f.other = v;
  return Truth::kNeither;
}

using NodePtr = std::unique_ptr<const EvalNode>;

// Nodes of the tree.
int CountNodes(const EvalNode& root);
// One node a line, children indented.
std::string DumpProgram(const EvalNode& root);

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_NODE_H_
