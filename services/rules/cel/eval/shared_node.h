// An expression that stands in several places of a module and is evaluated once
// for a subject. Immutable once the module is built, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_SHARED_NODE_H_
#define SERVICES_RULES_CEL_EVAL_SHARED_NODE_H_

#include <string>
#include <vector>

#include "services/rules/cel/eval/node.h"

namespace zhiheng::cel {

// Belongs to the module; counts its places while the module is planned.
struct SharedBody {
  NodePtr node;
  int cell = 0;  // index into Frame::memo
  int uses = 0;
};

class SharedNode : public EvalNode {
 public:
  explicit SharedNode(const SharedBody* body) : body_(body) {}
  Value Eval(Frame& f) const override {
    return body_->uses == 1 ? body_->node->Eval(f) : Memo(f);
  }
  Truth Test(Frame& f) const override {
    return body_->uses == 1 ? body_->node->Test(f) : TruthOf(f, Memo(f));
  }
  std::string Label() const override {
    return body_->uses == 1
               ? "once"
               : "shared in " + std::to_string(body_->uses) + " places";
  }
  std::vector<const EvalNode*> Children() const override {
    return {body_->node.get()};
  }

 private:
  const Value& Memo(Frame& f) const {
    MemoCell& cell = f.memo[body_->cell];
    if (cell.generation != f.generation) {
      cell.value = body_->node->Eval(f);
      cell.generation = f.generation;
    }
    return cell.value;
  }
  const SharedBody* body_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_SHARED_NODE_H_
