// Constants, names, logic, comparison and calls. Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_BASIC_NODES_H_
#define SERVICES_RULES_CEL_EVAL_BASIC_NODES_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/functions/registry.h"
#include "services/rules/cel/values/collections.h"

namespace zhiheng::cel {

class ConstantNode : public EvalNode {
 public:
  explicit ConstantNode(Value value) : value_(value) {}
  Value Eval(Frame&) const override { return value_; }
  Truth Test(Frame& f) const override { return TruthOf(f, value_); }
  std::string Label() const override {
    return "constant " + DebugString(value_);
  }
  const Value* Constant() const override { return &value_; }

 private:
  Value value_;
};

class VariableNode : public EvalNode {
 public:
  VariableNode(int index, std::string name)
      : index_(index), name_(std::move(name)) {}
  Value Eval(Frame& f) const override { return f.variables[index_]; }
  std::string Label() const override { return "variable " + name_; }

 private:
  int index_;
  std::string name_;
};

class SlotNode : public EvalNode {
 public:
  SlotNode(int slot, std::string name) : slot_(slot), name_(std::move(name)) {}
  Value Eval(Frame& f) const override { return f.slots[slot_]; }
  std::string Label() const override { return "loop variable " + name_; }

 private:
  int slot_;
  std::string name_;
};

// `body` belongs to the module and outlives the node.
class DefinitionNode : public EvalNode {
 public:
  DefinitionNode(int index, std::string name, const EvalNode* body)
      : index_(index), name_(std::move(name)), body_(body) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "definition " + name_; }

 private:
  int index_;
  std::string name_;
  const EvalNode* body_;
};

// && (stop false) and || (stop true) of two or more operands: the operand that
// decides wins over errors and unknowns; unknowns win over errors.
class LogicNode : public BoolNode {
 public:
  LogicNode(bool stop, std::vector<NodePtr> operands)
      : stop_(stop), operands_(std::move(operands)) {}
  Truth Test(Frame& f) const override;
  std::string Label() const override { return stop_ ? "or" : "and"; }
  std::vector<const EvalNode*> Children() const override;
  // The rule for two values; also of all() and exists().
  static Value Merge(Context& c, bool stop, const Value& a, const Value& b);

 private:
  Truth Rest(Frame& f, size_t undecided) const;
  bool stop_;
  std::vector<NodePtr> operands_;
};

class NotStrictlyFalseNode : public EvalNode {
 public:
  explicit NotStrictlyFalseNode(NodePtr operand)
      : operand_(std::move(operand)) {}
  Value Eval(Frame& f) const override {
    return Value::Bool(operand_->Test(f) != Truth::kFalse);
  }
  std::string Label() const override { return "not strictly false"; }
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 private:
  NodePtr operand_;
};

class ConditionalNode : public EvalNode {
 public:
  ConditionalNode(NodePtr condition, NodePtr yes, NodePtr no)
      : condition_(std::move(condition)),
        yes_(std::move(yes)),
        no_(std::move(no)) {}
  Value Eval(Frame& f) const override;
  Truth Test(Frame& f) const override;
  GotInt Int(Frame& f) const override;
  GotDouble Double(Frame& f) const override;
  GotText Text(Frame& f) const override;
  std::string Label() const override { return "conditional"; }
  std::vector<const EvalNode*> Children() const override {
    return {condition_.get(), yes_.get(), no_.get()};
  }

 private:
  // The branch; null when there is none, and frame.other says why.
  const EvalNode* Branch(Frame& f) const;
  NodePtr condition_;
  NodePtr yes_;
  NodePtr no_;
};

class EqualNode : public EvalNode {
 public:
  EqualNode(bool negated, NodePtr left, NodePtr right)
      : negated_(negated), left_(std::move(left)), right_(std::move(right)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return negated_ ? "!=" : "=="; }
  std::vector<const EvalNode*> Children() const override {
    return {left_.get(), right_.get()};
  }

 private:
  bool negated_;
  NodePtr left_;
  NodePtr right_;
};

// A call whose overload is known, or chosen by the kinds of the arguments when
// `impl` is null.
class CallNode : public EvalNode {
 public:
  static constexpr size_t kInline = 4;
  CallNode(const Function* function, bool member, const Overload* overload,
           std::vector<NodePtr> args)
      : function_(function),
        member_(member),
        overload_(overload),
        args_(std::move(args)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override {
    return "call " + (overload_ != nullptr ? overload_->id
                                           : function_->name + " (by kind)");
  }
  std::vector<const EvalNode*> Children() const override;

 private:
  Value Run(Context& c, const Value* values) const;
  const Function* function_;
  bool member_;
  const Overload* overload_;  // null: choose when evaluating
  std::vector<NodePtr> args_;
};

// x in [constants]: one look-up.
class InSetNode : public BoolNode {
 public:
  InSetNode(NodePtr operand, std::shared_ptr<const ValueSet> set)
      : operand_(std::move(operand)), set_(std::move(set)) {}
  Truth Test(Frame& f) const override {
    const Value v = operand_->Eval(f);
    if (!v.IsAbnormal()) return ToTruth(set_->contains(v));
    f.other = v;
    return Truth::kNeither;
  }
  std::string Label() const override {
    return "in set of " + std::to_string(set_->size());
  }
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 private:
  NodePtr operand_;
  std::shared_ptr<const ValueSet> set_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_BASIC_NODES_H_
