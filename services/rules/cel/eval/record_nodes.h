// Reads of a chain of fields at their measured places: label.nutrients[0].pct
// is a few loads. Only the ordinary case is answered here; whenever anything is
// special (the message is bound with knowledge, is of another class, a part is
// missing, an index is outside) the same chain as ordinary nodes answers.
//
// Immutable, thread-safe. The layouts must outlive the nodes.
#ifndef SERVICES_RULES_CEL_EVAL_RECORD_NODES_H_
#define SERVICES_RULES_CEL_EVAL_RECORD_NODES_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/values/record_layout.h"

namespace zhiheng::cel {

// From a record of the frame to the message that holds the field.
struct RecordPath {
  struct Step {
    int place = 0;
    int index = -1;  // of an element; -1: the field is one message
    // Read instead when the message is not set; null: answer as ordinary.
    const google::protobuf::Message* unset = nullptr;
  };
  int record = 0;  // index into Frame::records
  std::vector<Step> steps;
  int place = 0;     // of the field itself
  std::string text;  // for dumps

  // Null: answer as ordinary.
  const google::protobuf::Message* Holder(const Frame& f) const {
    const google::protobuf::Message* m = f.records[record];
    if (m == nullptr || steps.empty()) return m;
    return Walk(m);
  }

 private:
  const google::protobuf::Message* Walk(
      const google::protobuf::Message* m) const;
};

// What is common: the path, and the ordinary nodes for the other cases.
template <typename Base>
class RecordNode : public Base {
 public:
  RecordNode(RecordPath path, NodePtr ordinary)
      : path_(std::move(path)), ordinary_(std::move(ordinary)) {}
  std::string Label() const override { return "read " + path_.text; }

 protected:
  RecordPath path_;
  NodePtr ordinary_;
};

class RecordBoolNode : public RecordNode<BoolNode> {
 public:
  using RecordNode::RecordNode;
  Truth Test(Frame& f) const override {
    const auto* m = path_.Holder(f);
    return m == nullptr ? ordinary_->Test(f)
                        : ToTruth(ScalarAt<bool>(m, path_.place));
  }
};

class RecordDoubleNode : public RecordNode<DoubleNode> {
 public:
  using RecordNode::RecordNode;
  GotDouble Double(Frame& f) const override {
    const auto* m = path_.Holder(f);
    return m == nullptr ? ordinary_->Double(f)
                        : GotDouble{ScalarAt<double>(m, path_.place), true};
  }
};

// int32, int64 and enums.
template <typename T>
class RecordIntNode : public RecordNode<IntNode> {
 public:
  using RecordNode::RecordNode;
  GotInt Int(Frame& f) const override {
    const auto* m = path_.Holder(f);
    return m == nullptr ? ordinary_->Int(f)
                        : GotInt{ScalarAt<T>(m, path_.place), true};
  }
};

class RecordTextNode : public RecordNode<EvalNode> {
 public:
  using RecordNode::RecordNode;
  Value Eval(Frame& f) const override {
    const auto* m = path_.Holder(f);
    if (m == nullptr) return ordinary_->Eval(f);
    const std::string& text = StringAt(m, path_.place);
    return Value::String({text.data(), text.size()});
  }
  GotText Text(Frame& f) const override {
    const auto* m = path_.Holder(f);
    if (m == nullptr) return ordinary_->Text(f);
    const std::string& text = StringAt(m, path_.place);
    return {text.data(), text.size()};
  }
};

// has(a.b) of a message: is it there?
class RecordHasNode : public RecordNode<BoolNode> {
 public:
  using RecordNode::RecordNode;
  Truth Test(Frame& f) const override {
    const auto* m = path_.Holder(f);
    return m == nullptr ? ordinary_->Test(f)
                        : ToTruth(MessageAt(m, path_.place) != nullptr);
  }
  std::string Label() const override { return "has " + path_.text; }
};

// A repeated field: as a list it is the ordinary one; loops and size() read it
// in place.
class RepeatedNode : public RecordNode<EvalNode> {
 public:
  enum class Of { kMessage, kText, kDouble };

  RepeatedNode(RecordPath path, NodePtr ordinary, Of of)
      : RecordNode(std::move(path), std::move(ordinary)), of_(of) {}
  Value Eval(Frame& f) const override { return ordinary_->Eval(f); }
  const RepeatedNode* AsRepeated() const override { return this; }

  Of of() const { return of_; }
  // -1: not to be read in place this time.
  int Size(const Frame& f) const;
  // The message that holds the field; null: not to be read in place.
  const google::protobuf::Message* Holder(const Frame& f) const {
    return path_.Holder(f);
  }
  template <typename Repeated>
  const Repeated& In(const google::protobuf::Message* holder) const {
    return RepeatedAt<Repeated>(holder, path_.place);
  }

 private:
  Of of_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_RECORD_NODES_H_
