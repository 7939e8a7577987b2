// Comprehensions: the macros have loops of their own, any other fold the
// general one. Every turn pays the nodes of its body from the step limit.
// Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_LOOP_NODES_H_
#define SERVICES_RULES_CEL_EVAL_LOOP_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/eval/record_nodes.h"

namespace zhiheng::cel {

// What is common: the range and the slot of the variable.
class LoopNode : public EvalNode {
 public:
  LoopNode(NodePtr range, int slot, int cost)
      : range_(std::move(range)),
        repeated_(range_->AsRepeated()),
        slot_(slot),
        cost_(cost) {}
  // Elements that are messages may be read at their measured places: the index
  // in Frame::records that this loop may use.
  void UseRecord(int record) { record_ = record; }

 protected:
  // Calls turn(frame) for every element, or key, with the variable set, until
  // it returns false. The result is null, or why the loop did not run or
  // stopped: an abnormal range or the step limit.
  template <typename Turn>
  Value ForEach(Frame& f, const Turn& turn) const;
  // The same over a repeated field in place.
  template <typename Turn>
  Value ForEachInPlace(Frame& f, const google::protobuf::Message* holder,
                       const Turn& turn) const;
  template <typename Turn>
  Value Elements(Frame& f, int size, const Turn& turn) const;

  NodePtr range_;
  const RepeatedNode* repeated_;  // the range, when it is one
  int record_ = -1;
  int slot_;
  int cost_;
};

// all (kStop false) and exists (kStop true).
class QuantifierNode : public LoopNode {
 public:
  QuantifierNode(bool stop, NodePtr range, int slot, NodePtr predicate,
                 int cost)
      : LoopNode(std::move(range), slot, cost),
        stop_(stop),
        predicate_(std::move(predicate)) {}
  Value Eval(Frame& f) const override;
  Truth Test(Frame& f) const override;
  std::string Label() const override { return stop_ ? "exists" : "all"; }
  std::vector<const EvalNode*> Children() const override {
    return {range_.get(), predicate_.get()};
  }

 private:
  bool stop_;
  NodePtr predicate_;
};

class ExistsOneNode : public LoopNode {
 public:
  ExistsOneNode(NodePtr range, int slot, NodePtr predicate, int cost)
      : LoopNode(std::move(range), slot, cost),
        predicate_(std::move(predicate)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "exists_one"; }
  std::vector<const EvalNode*> Children() const override {
    return {range_.get(), predicate_.get()};
  }

 private:
  NodePtr predicate_;
};

// filter, map and map with a condition. No predicate: all; no element: the
// variable itself.
class CollectNode : public LoopNode {
 public:
  CollectNode(NodePtr range, int slot, NodePtr predicate, NodePtr element,
              int cost)
      : LoopNode(std::move(range), slot, cost),
        predicate_(std::move(predicate)),
        element_(std::move(element)) {}
  Value Eval(Frame& f) const override;
  // The size of what Eval() would give.
  GotInt Count(Frame& f) const;
  std::string Label() const override {
    return element_ == nullptr ? "filter" : "map";
  }
  std::vector<const EvalNode*> Children() const override;

 private:
  // Calls take(value) for each; null, or why there is no list.
  template <typename Take>
  Value Collect(Frame& f, const Take& take) const;
  NodePtr predicate_;
  NodePtr element_;
};

// The fold of cel-spec; cel.bind is one over an empty list.
class FoldNode : public LoopNode {
 public:
  struct Parts {
    NodePtr init;
    NodePtr condition;
    NodePtr step;
    NodePtr result;
  };
  FoldNode(NodePtr range, int slot, int accu, Parts parts, int cost)
      : LoopNode(std::move(range), slot, cost),
        accu_(accu),
        parts_(std::move(parts)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override { return "fold"; }
  std::vector<const EvalNode*> Children() const override;

 private:
  int accu_;
  Parts parts_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_LOOP_NODES_H_
