// Fields, and literals of lists, maps and messages. Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_DATA_NODES_H_
#define SERVICES_RULES_CEL_EVAL_DATA_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/types/type.h"

namespace zhiheng::cel {

// operand.field, or has(operand.field) when `test`. `field` is the one the
// checker found; null when only the value will tell.
class SelectNode : public EvalNode {
 public:
  SelectNode(NodePtr operand, std::string name,
             const google::protobuf::FieldDescriptor* field, bool test);
  Value Eval(Frame& f) const override;
  std::string Label() const override;
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 private:
  Value FromMessage(Context& c, const Value& operand) const;
  Value FromMap(Context& c, const Value& operand) const;

  NodePtr operand_;
  std::string name_;
  const google::protobuf::FieldDescriptor* field_;
  const google::protobuf::Descriptor* message_;  // that has field_
  Adapted adapted_ = Adapted::kPlain;
  bool test_;
};

class ListNode : public EvalNode {
 public:
  explicit ListNode(std::vector<NodePtr> elements)
      : elements_(std::move(elements)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "list"; }
  std::vector<const EvalNode*> Children() const override;

 private:
  std::vector<NodePtr> elements_;
};

// Keys and values in turn.
class MapNode : public EvalNode {
 public:
  explicit MapNode(std::vector<NodePtr> entries)
      : entries_(std::move(entries)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "map"; }
  std::vector<const EvalNode*> Children() const override;

 private:
  std::vector<NodePtr> entries_;
};

class StructNode : public EvalNode {
 public:
  StructNode(const google::protobuf::Descriptor* type,
             std::vector<const google::protobuf::FieldDescriptor*> fields,
             std::vector<NodePtr> values)
      : type_(type), fields_(std::move(fields)), values_(std::move(values)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override;
  std::vector<const EvalNode*> Children() const override;

 private:
  const google::protobuf::Descriptor* type_;
  std::vector<const google::protobuf::FieldDescriptor*> fields_;
  std::vector<NodePtr> values_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_DATA_NODES_H_
