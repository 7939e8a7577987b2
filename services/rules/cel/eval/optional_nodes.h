// Literals with optional entries, and x.or(y), which looks at y only when x has
// no value. Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_OPTIONAL_NODES_H_
#define SERVICES_RULES_CEL_EVAL_OPTIONAL_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"

namespace google::protobuf {
class Descriptor;
class FieldDescriptor;
}  // namespace google::protobuf

namespace zhiheng::cel {

// Entries that say whether they are there.
class OptionalEntries : public EvalNode {
 public:
  // `per_entry` values make an entry (a map's key and value: 2); the last of
  // them is the optional one.
  OptionalEntries(std::vector<NodePtr> values, std::vector<bool> optional,
                  size_t per_entry)
      : values_(std::move(values)),
        optional_(std::move(optional)),
        per_entry_(per_entry) {}
  std::vector<const EvalNode*> Children() const override;

 protected:
  // The values of the entries that are there, and which entries they are.
  // False: *abnormal says why.
  bool Present(Frame& f, std::vector<Value>* values,
               std::vector<size_t>* entries, Value* abnormal) const;

 private:
  std::vector<NodePtr> values_;
  std::vector<bool> optional_;
  size_t per_entry_;
};

class OptionalListNode : public OptionalEntries {
 public:
  OptionalListNode(std::vector<NodePtr> values, std::vector<bool> optional)
      : OptionalEntries(std::move(values), std::move(optional), 1) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "list with optional elements"; }
};

class OptionalMapNode : public OptionalEntries {
 public:
  OptionalMapNode(std::vector<NodePtr> values, std::vector<bool> optional)
      : OptionalEntries(std::move(values), std::move(optional), 2) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "map with optional entries"; }
};

class OptionalStructNode : public OptionalEntries {
 public:
  OptionalStructNode(
      const google::protobuf::Descriptor* type,
      std::vector<const google::protobuf::FieldDescriptor*> fields,
      std::vector<NodePtr> values, std::vector<bool> optional)
      : OptionalEntries(std::move(values), std::move(optional), 1),
        type_(type),
        fields_(std::move(fields)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "message with optional fields"; }

 private:
  const google::protobuf::Descriptor* type_;
  std::vector<const google::protobuf::FieldDescriptor*> fields_;
};

// x.or(y), and with `unwrap` x.orValue(y).
class OptionalOrNode : public EvalNode {
 public:
  OptionalOrNode(bool unwrap, NodePtr left, NodePtr right)
      : unwrap_(unwrap), left_(std::move(left)), right_(std::move(right)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override {
    return unwrap_ ? "or value" : "or else";
  }
  std::vector<const EvalNode*> Children() const override {
    return {left_.get(), right_.get()};
  }

 private:
  bool unwrap_;
  NodePtr left_;
  NodePtr right_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_OPTIONAL_NODES_H_
