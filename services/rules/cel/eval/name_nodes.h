// Nodes for names that only the evaluation can judge. Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_NAME_NODES_H_
#define SERVICES_RULES_CEL_EVAL_NAME_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"

namespace google::protobuf {
class EnumDescriptor;
}  // namespace google::protobuf

namespace zhiheng::cel {

// Something that was not checked and means nothing: an error value.
class FailNode : public EvalNode {
 public:
  // `code` must be a literal.
  FailNode(absl::string_view code, std::string message)
      : code_(code), message_(std::move(message)) {}
  Value Eval(Frame& f) const override {
    return f.context.Error(code_, message_);
  }
  std::string Label() const override { return "fail: " + message_; }

 private:
  absl::string_view code_;
  std::string message_;
};

// NestedEnum(2), NestedEnum('BAZ').
class EnumOfNode : public EvalNode {
 public:
  EnumOfNode(const google::protobuf::EnumDescriptor* type, NodePtr operand)
      : type_(type), operand_(std::move(operand)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override;
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 private:
  const google::protobuf::EnumDescriptor* type_;
  NodePtr operand_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_NAME_NODES_H_
